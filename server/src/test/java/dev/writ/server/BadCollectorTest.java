package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A collector that is not there, says nothing or refuses: the work goes on, what is lost is counted and said once. */
@Timeout(120)
class BadCollectorTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel().worker(ends("done"));
    private final TestingCollector collector = TestingCollector.start();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.writ.server.telemetry.Lost");
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord message) {
            said.add(message.getMessage());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };
    private TestingApi api;

    @AfterEach
    void stop() {
        api.close();
        collector.close();
        logger.removeHandler(listener);
    }

    private void start(String endpoint) throws IOException {
        logger.addHandler(listener);
        Path settings = Files.writeString(
                folder.resolve("writ.yaml"), "telemetry: {otlp: {endpoint: \"" + endpoint + "\", every: 1s}}\n");
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", settings.toString())), model);
    }

    private void work(int requests) {
        for (int i = 0; i < requests; i++) {
            String task = api.post(
                            "/api/v1/tasks",
                            "{\"request\": \"end\", \"process\": \"single_agent\", \"agent\": \"worker\"}")
                    .text("id");
            assertThat(api.ended(task).text("state")).isEqualTo("completed");
        }
    }

    private long lost(String signal) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(api.writ.url() + "/metrics")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Matcher found = Pattern.compile("writ_telemetry_lost_total\\{signal=\"" + signal + "\"} ([0-9]+)")
                    .matcher(client.send(request, BodyHandlers.ofString()).body());
            assertThat(found.find()).isTrue();
            return Long.parseLong(found.group(1));
        }
    }

    private void awaitLoss(String signal, long least) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (lost(signal) < least) {
            assertThat(System.nanoTime()).as("what was lost of " + signal).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void one_that_refuses_is_said_once_and_again_when_it_takes_what_is_sent() throws Exception {
        collector.status = 500;
        start(collector.url());
        work(3);
        awaitLoss("spans", 15);
        awaitLoss("metrics", 2);
        assertThat(said).hasSize(1).first().asString().contains(collector.url(), "writ_telemetry_lost_total");

        collector.status = 200;
        work(1);
        collector.span("invoke_workflow single_agent");
        // The collector has it before the exporter knows.
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (said.size() < 2 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(said).hasSize(2).last().asString().contains("takes telemetry again");
    }

    @Test
    void one_that_is_not_there_stops_nothing() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start("http://127.0.0.1:" + port);
        work(3);
        long from = System.nanoTime();
        api.close();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void one_that_never_answers_keeps_neither_work_nor_the_end_waiting() throws Exception {
        collector.silent = true;
        start(collector.url());
        work(20);
        assertThat(api.raw("GET /readyz HTTP/1.1", "Host: localhost", "Connection: close"))
                .startsWith("HTTP/1.1 200");
        long from = System.nanoTime();
        api.close();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
        assertThat(collector.spans()).isEmpty();
    }
}
