package dev.writ.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The processes of one box, with the threads that read them. The first of the threads starts the box and lives
 * as long as it: the kernel kills the box when the thread that started it ends (PR_SET_PDEATHSIG), so that nothing
 * outlives a crash of ours; a borrowed thread could end too early. Safe for use by many threads.
 */
final class BoxProcess {
    private static final byte[] MARK = BoxCommandLine.STARTED.getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_COMPLAINT = 8192;
    private static final int NOT_STARTED = -1;

    private final List<String> line;
    private final BoxStreams streams;
    private final Runnable release;
    private final Runnable afterwards;
    private final OutputCapture errors;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    /** Completed with true once the box stands, with false once it is clear that it will not. */
    private final CompletableFuture<Boolean> stands = new CompletableFuture<>();

    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private final AtomicBoolean killed = new AtomicBoolean();

    private BoxProcess(List<String> line, BoxStreams streams, int errorLimit, Runnable release, Runnable afterwards) {
        this.line = line;
        this.streams = streams;
        this.release = release;
        this.afterwards = afterwards;
        this.errors = new OutputCapture(errorLimit);
    }

    /**
     * Starts the box.
     *
     * @param errorLimit how much of standard error is kept, in bytes
     * @param release runs when no process of the box can do anything any more, and before its end is told; after a kill,
     *     whose effect on the last process cannot be waited for otherwise, when also {@code afterwards} is done
     * @param afterwards cleans up once all of it is over
     * @throws IOException where the first program of the line could not be started
     */
    static BoxProcess start(
            List<String> line, BoxStreams streams, int errorLimit, Runnable release, Runnable afterwards)
            throws IOException {
        BoxProcess box = new BoxProcess(line, streams, errorLimit, release, afterwards);
        daemon("box", box::live);
        try {
            box.started.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        return box;
    }

    /**
     * Ends all processes of the box as soon as it stands: from then on the death of its first process is the death of
     * all; while it is being built, a process could be missed.
     */
    void kill() {
        killed.set(true);
        CompletableFuture<Void> _ = stands.thenRun(this::killNow);
    }

    /** Ends what is there now. */
    void killNow() {
        killed.set(true);
        Process process = started.join();
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    boolean killed() {
        return killed.get();
    }

    /** Completed with the exit code when the box is over. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    /** Completed when also all that was made for the box is gone. */
    CompletableFuture<Boolean> gone() {
        return gone;
    }

    /** Completed with true once the program itself was begun, with false once it is clear that it will not be. */
    CompletableFuture<Boolean> stands() {
        return stands;
    }

    /** Whether it was begun; false while that is not clear. */
    boolean boxStood() {
        return stands.getNow(false);
    }

    /** Waits for one of the above, so long at most. */
    static boolean isDoneWithin(CompletableFuture<?> event, Duration time) throws InterruptedException {
        try {
            event.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    OutputStream input() {
        return started.join().getOutputStream();
    }

    InputStream output() {
        return started.join().getInputStream();
    }

    OutputCapture errors() {
        return errors;
    }

    private void live() {
        int exitCode = NOT_STARTED;
        try {
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().clear();
            Process process = builder.start();
            Thread errorReader = daemon("box-errors", () -> readErrors(process.getErrorStream()));
            started.complete(process);
            streams.use(process.getOutputStream(), process.getInputStream());
            surely(errorReader::join);
            surely(process::waitFor);
            exitCode = process.exitValue();
        } catch (IOException | RuntimeException e) {
            started.completeExceptionally(e);
        } finally {
            stands.complete(false);
            if (!killed.get()) {
                release.run();
            }
            // Cleaning up takes the kernel some milliseconds, for which nobody has to wait.
            ended.complete(exitCode);
            afterwards.run();
            release.run();
            gone.complete(true);
        }
    }

    private void readErrors(InputStream stream) {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (stream) {
            while (!stands.isDone()) {
                int n = stream.read(buffer);
                if (n < 0) {
                    break;
                }
                before.write(buffer, 0, n);
                int mark = indexOf(before.toByteArray(), MARK);
                if (mark >= 0 || before.size() > LONGEST_COMPLAINT) {
                    byte[] seen = before.toByteArray();
                    int from = mark < 0 ? 0 : mark + MARK.length;
                    errors.add(seen, from, seen.length - from);
                    stands.complete(mark >= 0);
                }
            }
            errors.addAll(stream);
        } catch (IOException e) {
            // The stream was closed under us: what came until then is all there is.
        }
        if (!stands.isDone()) {
            errors.add(before.toByteArray(), 0, before.size());
            stands.complete(false);
        }
    }

    private static int indexOf(byte[] text, byte[] word) {
        return new String(text, StandardCharsets.ISO_8859_1).indexOf(new String(word, StandardCharsets.ISO_8859_1));
    }

    /** Waits through interruptions, which are none of this thread's business: leaving early would kill the box. */
    private static void surely(Wait wait) {
        boolean done = false;
        while (!done) {
            try {
                wait.run();
                done = true;
            } catch (InterruptedException e) {
                // Waits again.
            }
        }
    }

    @FunctionalInterface
    private interface Wait {
        void run() throws InterruptedException;
    }

    private static Thread daemon(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name("writ-" + name).start(work);
    }
}
