package dev.writ.event.audit;

import dev.writ.event.merkle.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody outside who gets each checkpoint, so that whoever steals the key later cannot tell another story. */
public sealed interface Witness {
    /** How long one may take. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** Longest answer that is read. */
    int LONGEST = 16_384;

    /** As part of a sentence. */
    String name();

    /**
     * Gives it a checkpoint; what it signed of it, as lines of signatures.
     *
     * @throws IOException when it cannot take it
     * @throws InterruptedException when the waiting thread is interrupted
     */
    List<String> offer(String note) throws IOException, InterruptedException;

    /** Appends to a file: one on another machine, or one that can only be appended to. */
    record ToFile(Path file) implements Witness {
        @Override
        public String name() {
            return "the file " + file;
        }

        @Override
        public List<String> offer(String note) throws IOException {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(note + "\n"));
                channel.force(true);
            }
            return List.of();
        }

        /** What it holds. */
        List<OutsideCheckpoint> kept() throws IOException {
            return Files.exists(file) ? OutsideCheckpoint.read("the file " + file, Files.readString(file)) : List.of();
        }
    }

    /** Starts a program that reads the checkpoint from its input and may print signatures. */
    record ToCommand(List<String> argv) implements Witness {
        @Override
        public String name() {
            return "the command " + argv.getFirst();
        }

        @Override
        public List<String> offer(String note) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(argv)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                Thread kill = Thread.ofVirtual().start(() -> killLate(process));
                try (OutputStream input = process.getOutputStream()) {
                    input.write(note.getBytes(StandardCharsets.UTF_8));
                }
                String answer = new String(process.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IOException("it ended with " + process.exitValue());
                }
                kill.interrupt();
                return Checkpoint.signatures(answer);
            } finally {
                process.destroyForcibly();
            }
        }

        private static void killLate(Process process) {
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Posts the checkpoint; the answer may hold signatures. */
    record ToWebhook(URI address) implements Witness {
        @Override
        public String name() {
            return "the webhook at " + address.getHost();
        }

        @Override
        public List<String> offer(String note) throws IOException, InterruptedException {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            try {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(address)
                                .timeout(PATIENCE)
                                .header("Content-Type", "text/plain; charset=utf-8")
                                .POST(HttpRequest.BodyPublishers.ofString(note))
                                .build(),
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LONGEST));
                if (answer.statusCode() / 100 != 2) {
                    throw new IOException("it answered " + answer.statusCode());
                }
                return Checkpoint.signatures(new String(answer.body(), StandardCharsets.UTF_8));
            } finally {
                // Closing it would wait, without limit, for what is under way.
                client.shutdownNow();
            }
        }
    }
}
