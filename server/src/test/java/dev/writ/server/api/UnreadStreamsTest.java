package dev.writ.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.account.Role;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live streams that somebody opens and never reads, while events come. */
class UnreadStreamsTest {
    private static final int UNREAD = 50;
    private static final int EVENTS = 2_000;
    private static final String LONG = "x".repeat(4_000);
    private static final Duration LONGEST_READING = Duration.ofSeconds(3);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Duration IN_TIME = Duration.ofSeconds(5);
    /** Of all that an unread stream of these events would be, a twentieth part. */
    private static final long BYTES_EACH = 1 << 20;

    private final AtomicInteger following = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();

    private Database database;
    private EventLog events;
    private WebServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        InstantSource clock = InstantSource.system();
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
        database = SqliteStore.open(folder.resolve("writ.db"));
        events = new EventLog(database, clock, ids);
        LiveStream stream = new LiveStream(events, following, LONGEST_READING);
        server = WebServer.builder()
                .host("127.0.0.1")
                .shutdownHook(false)
                .routing(HttpRouting.builder()
                        .addFilter((chain, request, response) -> {
                            request.context()
                                    .register(new Caller(
                                            request.query().get("who"), Role.VIEWER, Optional.empty(), () -> true));
                            chain.proceed();
                        })
                        .register(rules -> stream.addTo(Api.open(rules, new Problems(ids)))))
                .build()
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
        database.close();
    }

    private void append(String type, int count) {
        database.writeOnly(transaction -> {
            for (int i = 0; i < count; i++) {
                events.append(transaction, NewEvent.of(type, "task", "task_1").with("text", LONG));
            }
        });
    }

    private Socket open(String query) throws IOException {
        Socket socket = new Socket();
        // The kernel, too, would take in a lot for a client that does not read.
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        sockets.add(socket);
        socket.getOutputStream()
                .write(("GET /stream?" + query + " HTTP/1.1\r\nHost: here\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void await(String what, Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail(what + " did not happen within " + longest);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Reads what the server still sends; ends when the server has closed the connection. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout((int) LONGEST_WAIT.toMillis());
            byte[] buffer = new byte[1 << 16];
            InputStream in = socket.getInputStream();
            while (in.read(buffer) >= 0) {
                // What was on its way.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Counts, in a thread of its own, the events that a client of the stream reads. */
    private AtomicInteger reading(String query, String type) throws IOException {
        InputStream in = open(query).getInputStream();
        AtomicInteger heard = new AtomicInteger();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> line.equals("event:" + type)).forEach(line -> heard.incrementAndGet());
            } catch (IOException | UncheckedIOException e) {
                // The test is over.
            }
        });
        return heard;
    }

    @Test
    void those_who_do_not_read_hold_little_and_are_dropped_and_others_hear_in_time() throws IOException {
        AtomicInteger heard = reading("who=ada", "tick");
        await("that one follows", LONGEST_WAIT, () -> following.get() == 1);
        append("flood", EVENTS);
        long before = held();
        for (int i = 0; i < UNREAD; i++) {
            open("who=mallory&after=0");
        }
        await("that all follow", LONGEST_WAIT, () -> following.get() == UNREAD + 1);

        long most = 0;
        int ticks = 0;
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (following.get() == UNREAD + 1 && System.nanoTime() - end < 0) {
            append("tick", 1);
            int expected = ++ticks;
            await("that the reader hears", IN_TIME, () -> heard.get() == expected);
            most = Math.max(most, held() - before);
        }

        assertThat(ticks).as("looks while nobody was dropped yet").isPositive();
        assertThat(most).as("bytes for %d streams", UNREAD).isLessThan(UNREAD * BYTES_EACH);
        await("that those who do not read are dropped", LONGEST_WAIT, () -> following.get() == 1);
        assertThat(sockets.subList(1, sockets.size())).allMatch(UnreadStreamsTest::isClosed);
        append("tick", 1);
        int all = ticks + 1;
        await("that the reader still hears", IN_TIME, () -> heard.get() == all);
    }

    @Test
    void a_reader_who_begins_at_the_first_event_gets_all() throws IOException {
        append("flood", EVENTS);

        AtomicInteger heard = reading("who=ada&after=0", "flood");

        await("that all were read", LONGEST_WAIT, () -> heard.get() == EVENTS);
    }

    @Test
    void nobody_takes_all_streams() {
        StreamSeats seats = new StreamSeats(4);
        seats.take("mallory");
        seats.take("mallory");
        assertRefused(seats, "mallory", "yours are 2, and 2 are left");

        seats.take("ada");
        assertRefused(seats, "ada", "yours are 1, and 1 is left");
        seats.take("bob");
        assertRefused(seats, "eve", "already 4");
        seats.leave("mallory");

        seats.take("eve");
    }

    private static void assertRefused(StreamSeats seats, String who, String why) {
        Assertions.assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> seats.take(who))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.UNAVAILABLE))
                .withMessageContaining(why);
    }
}
