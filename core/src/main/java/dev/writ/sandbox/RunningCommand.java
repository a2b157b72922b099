package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.Redacted;
import dev.writ.WritException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command that was started in the sandbox. Safe for use by many threads. */
public final class RunningCommand {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int KILLED = 137;

    private final BoxProcess process;
    private final Duration timeout;
    private final InstantSource clock;
    private final Instant startedAt;
    private final List<String> layers;

    RunningCommand(BoxProcess process, Duration timeout, InstantSource clock, List<String> layers) {
        this.process = process;
        this.timeout = timeout;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.layers = layers;
    }

    /** The names of the protections it runs under. */
    public List<String> layers() {
        return layers;
    }

    /** Ends the command and everything it started; returns without waiting for it. */
    public void kill() {
        process.kill();
    }

    /**
     * Waits for the end of the command, and ends it when its time is over.
     *
     * @throws WritException with {@code workspace_unusable} where the box could not be built around the workspace
     * @throws InterruptedException where the waiting thread was interrupted; the command is then killed
     */
    public CommandResult await() throws InterruptedException {
        boolean timedOut = false;
        try {
            if (!ends(process.ended(), timeout)) {
                timedOut = true;
                process.kill();
                if (!ends(process.ended(), GRACE)) {
                    process.killNow();
                    mustEnd();
                }
            }
        } catch (InterruptedException e) {
            process.kill();
            throw e;
        }
        if (!process.boxStood() && !process.killed()) {
            throw notBuilt();
        }
        OutputCapture output = process.output();
        OutputCapture errors = process.errors();
        return new CommandResult(
                timedOut ? KILLED : process.exitCode(),
                readable(output),
                readable(errors),
                timedOut,
                output.leftOut() + errors.leftOut() > 0,
                Duration.between(startedAt, clock.instant()),
                layers);
    }

    private void mustEnd() throws InterruptedException {
        if (!ends(process.ended(), GRACE)) {
            throw new WritException(
                    FailureCode.OUTCOME_UNKNOWN,
                    "The command was killed and its end was not seen.",
                    "Look at what it changed before running it again.");
        }
    }

    private static boolean ends(CountDownLatch ended, Duration within) throws InterruptedException {
        return ended.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private WritException notBuilt() {
        String reason = readable(process.errors()).text().strip();
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The sandbox could not be built around the workspace: "
                        + (reason.isEmpty() ? "no reason was given" : reason) + ".",
                "Check that the workspace still exists and that its owner can reach and read it.");
    }

    private static Redacted readable(OutputCapture capture) {
        return Redacted.of(OutputCleaner.clean(capture.text()));
    }
}
