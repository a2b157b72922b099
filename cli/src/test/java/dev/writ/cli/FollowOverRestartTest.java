package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code writ task log -f} while its server is stopped and another one started, at another address with another token. */
@Timeout(120)
class FollowOverRestartTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Writ start() {
        return Writ.start(Settings.load(
                Map.of("data", folder.resolve("data").toString(), "port", "0"), Map.of("HOME", folder.toString())));
    }

    private static Api api(Writ writ) {
        return new Api(writ.url(), writ.token());
    }

    private List<Long> numbers() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.endsWith("}"))
                .map(line -> Json.parse(line).path("seq").asLong())
                .toList();
    }

    private void await(Predicate<String> wanted) throws InterruptedException {
        Instant latest = Instant.now().plus(LONGEST);
        while (!wanted.test(out.toString(StandardCharsets.UTF_8))) {
            assertThat(Instant.now())
                    .as(() -> out.toString(StandardCharsets.UTF_8))
                    .isBefore(latest);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A task that is open until it is cancelled: that of an agent which never comes. */
    private static String task(Api api) {
        return api.post("/tokens", Json.object().put("purpose", "nothing at all"))
                .path("task")
                .asString();
    }

    @Test
    void nothingIsShownTwiceOrLostAndTheEndEndsIt() throws Exception {
        GlobalOptions options = new GlobalOptions();
        options.data = folder.resolve("data");
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Writ first = start();
            String task = task(api(first));
            Terminal terminal = new Terminal(Map.of(), true, true);
            TaskFollower follower = new TaskFollower(terminal, OutputFormat.NDJSON, task);
            CompletableFuture<JsonNode> report = CompletableFuture.supplyAsync(
                    () -> new Connection(options, terminal).with(session -> follower.follow(session.api())));
            await(seen -> seen.contains("task.created"));
            api(first).post("/tasks/" + task + "/reply", Json.object().put("text", "before"));
            await(seen -> seen.contains("message.received"));
            first.close();
            try (Writ second = start()) {
                Api api = api(second);
                api.post("/tasks/" + task + "/reply", Json.object().put("text", "after"));
                api.post("/tasks/" + task + "/cancel", Json.object());
                assertThat(report.get(LONGEST.toSeconds(), TimeUnit.SECONDS)
                                .path("status")
                                .asString())
                        .isEqualTo("cancelled");
                List<Long> all = api.get("/tasks/" + task + "/log?limit=1000")
                        .valueStream()
                        .map(event -> event.path("seq").asLong())
                        .toList();
                assertThat(numbers()).isEqualTo(all);
            }
        } finally {
            System.setOut(before);
        }
    }
}
