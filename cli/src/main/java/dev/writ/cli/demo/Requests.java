package dev.writ.cli.demo;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Hands requests in through the API, as any client does, and follows them. A key makes every submission count once. */
public final class Requests {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 50;
    /** The demo's clock is moved by more than a day; its requests may live that long. */
    private static final long LIFETIME_SECONDS = Duration.ofDays(30).toSeconds();

    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

    private final Client client;
    private final News news;

    /** Calls the API. */
    public interface Client {
        JsonNode get(String path);

        JsonNode post(String path, ObjectNode body);
    }

    /** Prints what is new in a tree. */
    public interface News {
        void print(String task);
    }

    public Requests(Client client, News news) {
        this.client = client;
        this.news = news;
    }

    /** Submits; the same key again finds the same request. Returns its id. */
    public String submit(String key, String request, ObjectNode more, List<String> allow) {
        ObjectNode body = more.deepCopy();
        body.put("key", submissionKey(key))
                .put("request", request)
                .put("approval_timeout_seconds", LIFETIME_SECONDS)
                .set("allow", Json.array(allow));
        body.set("budget", Json.object().put("wallSeconds", LIFETIME_SECONDS));
        return client.post("/tasks", body).path("id").asString();
    }

    /** What is on record for a request that was handed in with this key. */
    public static String submissionKey(String key) {
        return "demo-" + key;
    }

    /** Follows the request to its end, and gives its report. */
    JsonNode finish(String task) throws InterruptedException {
        await(task, () -> FINAL.contains(state(task)) ? Optional.of(task) : Optional.empty());
        return client.get("/tasks/" + task + "/report");
    }

    /** Waits until the request asks a question, and gives its id; empty when it has ended or was answered before. */
    Optional<String> question(String task) throws InterruptedException {
        return await(task, () -> {
            JsonNode asked = client.get("/inbox?state=asked&tree=" + task);
            if (!asked.isEmpty()) {
                return Optional.of(Optional.of(asked.get(0).path("id").asString()));
            }
            boolean over = FINAL.contains(state(task))
                    || !client.get("/inbox?state=answered&tree=" + task).isEmpty();
            return over ? Optional.of(Optional.empty()) : Optional.empty();
        });
    }

    void answer(String question, String text) {
        client.post("/inbox/" + question + "/answer", Json.object().put("text", text));
    }

    String state(String task) {
        return client.get("/tasks/" + task).path("state").asString();
    }

    private <T> T await(String task, java.util.function.Supplier<Optional<T>> condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> met = condition.get();
            news.print(task);
            if (met.isPresent()) {
                return met.get();
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new WritException(
                FailureCode.TIMED_OUT,
                "The request " + task + " did not come to the point within " + LONGEST.toMinutes() + " minutes.",
                "Look at it with `writ task log " + task + "`.");
    }
}
