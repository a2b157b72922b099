package dev.writ.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The processes of one box, with the threads that feed and read them. The first of the threads starts the box and lives
 * as long as it: the kernel kills the box when the thread that started it ends (PR_SET_PDEATHSIG), so that no command
 * outlives a crash of ours; a borrowed thread could end too early. Safe for use by many threads.
 */
final class BoxProcess {
    private static final byte[] MARK = BoxCommandLine.STARTED.getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_COMPLAINT = 8192;

    private final List<String> line;
    private final byte[] input;
    private final Runnable release;
    private final Runnable afterwards;
    private final OutputCapture output;
    private final OutputCapture errors;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    /** Completed with true once the box stands, with false once it is clear that it will not. */
    private final CompletableFuture<Boolean> stands = new CompletableFuture<>();

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean killed = new AtomicBoolean();

    private BoxProcess(List<String> line, String input, int outputLimit, Runnable release, Runnable afterwards) {
        this.line = line;
        this.input = input.getBytes(StandardCharsets.UTF_8);
        this.release = release;
        this.afterwards = afterwards;
        this.output = new OutputCapture(outputLimit);
        this.errors = new OutputCapture(outputLimit);
    }

    /**
     * Starts the box.
     *
     * @param release runs when no process of the box can do anything any more, and before its end is told; after a kill,
     *     whose effect on the last process cannot be waited for otherwise, when also {@code afterwards} is done
     * @param afterwards cleans up once all of it is over
     * @throws IOException where the first program of the line could not be started
     */
    static BoxProcess start(List<String> line, String input, int outputLimit, Runnable release, Runnable afterwards)
            throws IOException {
        BoxProcess box = new BoxProcess(line, input, outputLimit, release, afterwards);
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

    CountDownLatch ended() {
        return ended;
    }

    /** Whether the command itself was begun; after the end only. */
    boolean boxStood() {
        return stands.getNow(false);
    }

    int exitCode() {
        return started.join().exitValue();
    }

    OutputCapture output() {
        return output;
    }

    OutputCapture errors() {
        return errors;
    }

    private void live() {
        try {
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().clear();
            Process process = builder.start();
            started.complete(process);
            Thread errorReader = daemon("box-errors", () -> readErrors(process.getErrorStream()));
            feed(process.getOutputStream());
            read(process.getInputStream(), output);
            surely(errorReader::join);
            surely(process::waitFor);
        } catch (IOException | RuntimeException e) {
            started.completeExceptionally(e);
        } finally {
            stands.complete(false);
            if (!killed.get()) {
                release.run();
            }
            // Cleaning up takes the kernel some milliseconds, for which nobody has to wait.
            ended.countDown();
            afterwards.run();
            release.run();
        }
    }

    private void feed(OutputStream stream) {
        if (input.length == 0) {
            write(stream);
        } else {
            daemon("box-input", () -> write(stream));
        }
    }

    private void write(OutputStream stream) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            // The command ended, or closed its input, without reading all of it: its right.
        }
    }

    private void readErrors(InputStream stream) {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                if (stands.isDone()) {
                    errors.add(buffer, 0, n);
                    continue;
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
        } catch (IOException e) {
            // The stream was closed under us: what came until then is all there is.
        }
        if (!stands.isDone()) {
            errors.add(before.toByteArray(), 0, before.size());
            stands.complete(false);
        }
    }

    private static void read(InputStream stream, OutputCapture into) {
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                into.add(buffer, 0, n);
            }
        } catch (IOException e) {
            // As above.
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
