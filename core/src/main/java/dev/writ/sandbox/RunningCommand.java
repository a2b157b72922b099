package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A command that was started in the sandbox. Safe for use by many threads. */
public final class RunningCommand {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int KILLED = 137;

    private final BoxProcess process;
    private final Box box;
    private final OutputCapture output;
    private final Duration timeout;
    private final InstantSource clock;
    private final Instant startedAt;

    /** @param output where the command's standard output goes */
    RunningCommand(Box box, OutputCapture output, Duration timeout, InstantSource clock) {
        this.process = box.process();
        this.box = box;
        this.output = output;
        this.timeout = timeout;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** The names of the protections it runs under. */
    public List<String> layers() {
        return box.layers();
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
            if (!BoxProcess.isDoneWithin(process.ended(), timeout)) {
                timedOut = true;
                process.kill();
                if (!BoxProcess.isDoneWithin(process.ended(), GRACE)) {
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
        OutputCapture errors = process.errors();
        return new CommandResult(
                timedOut ? KILLED : process.ended().join(),
                Box.readable(output),
                Box.readable(errors),
                timedOut,
                output.leftOut() + errors.leftOut() > 0,
                Duration.between(startedAt, clock.instant()),
                box.network(),
                box.layers());
    }

    private void mustEnd() throws InterruptedException {
        if (!BoxProcess.isDoneWithin(process.ended(), GRACE)) {
            throw new WritException(
                    FailureCode.OUTCOME_UNKNOWN,
                    "The command was killed and its end was not seen.",
                    "Look at what it changed before running it again.");
        }
    }

    private WritException notBuilt() {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The sandbox could not be built around the workspace: " + box.complaint() + ".",
                "Check that the workspace still exists and that its owner can reach and read it.");
    }
}
