package dev.writ.bench;

import dev.writ.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Very many people who watch the live stream while work goes on. */
final class StreamClients implements Measurement {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String ASKED = "task.created";

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String title() {
        return "Clients of the live stream";
    }

    @Override
    public String explanation() {
        return "Connections to `/api/v1/stream`, each of which is read to its end by a thread of this process, while requests "
                + "are handed in one after the other. The time from the hand-in until a client has read that the task was "
                + "created, for each client and request; and what the server holds.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int clients = plan.choose(100, 1_000);
        Path folder = plan.newFolder("streams");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        try (ServedWrit writ = ServedWrit.start(folder, JavaOptions.withoutArchive(), "improvement: \"off\"\n")) {
            long before = writ.process().residentMemory().orElse(0L);
            List<Follower> followers = new ArrayList<>();
            try {
                for (int i = 0; i < clients; i++) {
                    followers.add(Follower.open(writ));
                }
                ServedWrit.await(
                        "that all listen",
                        LONGEST,
                        Duration.ofMillis(20),
                        () -> followers.stream().allMatch(one -> one.lines.get() > 0));
                Queue<Long> nanos = new ConcurrentLinkedQueue<>();
                int requests = plan.choose(5, 20);
                int missed = 0;
                for (int i = 0; i < requests; i++) {
                    followers.forEach(one -> one.expect(nanos));
                    int expected = (i + 1) * clients;
                    long from = System.nanoTime();
                    followers.forEach(one -> one.from = from);
                    writ.post(
                            "/tasks",
                            Json.object()
                                    .put("request", "describe this workspace")
                                    .put("workspace", workspace.toString()));
                    try {
                        ServedWrit.await(
                                "the event",
                                Duration.ofSeconds(20),
                                Duration.ofMillis(5),
                                () -> nanos.size() >= expected);
                    } catch (TimeoutException e) {
                        missed = expected - nanos.size();
                        break;
                    }
                    Thread.sleep(Duration.ofMillis(500));
                }
                Series heard = new Series(List.of(
                        new Samples(nanos.stream().mapToLong(Long::longValue).toArray())));
                return List.of(
                        Row.of(clients + " clients hear of a new task after", heard.longFigure(), ""),
                        Row.of("clients that missed one", Integer.toString(missed), "")
                                .against("none", missed == 0),
                        Row.of(
                                        "resident memory of the server",
                                        (writ.process().residentMemory().orElse(0L) >> 20) + " MB",
                                        "")
                                .besides((before >> 20) + " MB before the first"),
                        Row.of("its threads", Long.toString(writ.process().threads()), ""));
            } finally {
                followers.forEach(Follower::close);
            }
        }
    }

    /** One connection, and the thread that reads it. */
    private static final class Follower implements AutoCloseable {
        private final Socket socket;
        private final AtomicInteger lines = new AtomicInteger();
        private volatile Queue<Long> heard = new ConcurrentLinkedQueue<>();
        private volatile boolean waits;
        private volatile long from;

        private Follower(Socket socket) {
            this.socket = socket;
        }

        static Follower open(ServedWrit writ) throws IOException {
            Follower follower = new Follower(
                    new Socket(writ.address().getHost(), writ.address().getPort()));
            follower.socket
                    .getOutputStream()
                    .write(("GET /api/v1/stream HTTP/1.1\r\nHost: "
                                    + writ.address().getAuthority() + "\r\nAuthorization: Bearer " + writ.token()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(follower::read);
            return follower;
        }

        void expect(Queue<Long> into) {
            heard = into;
            waits = true;
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.incrementAndGet();
                    if (waits && line.contains(ASKED)) {
                        waits = false;
                        heard.add(System.nanoTime() - from);
                    }
                }
            } catch (IOException e) {
                // It was closed.
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }
}
