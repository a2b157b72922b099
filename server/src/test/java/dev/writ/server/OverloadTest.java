package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.turnsTaken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.server.TestingApi.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More requests than can be worked on: one at a time here, and three may wait to be begun, two of one person. */
class OverloadTest {
    private static final String HOLDING = "hold";
    private static final String ASKING = "ask";

    @TempDir
    Path folder;

    private final CountDownLatch released = new CountDownLatch(1);
    /** The requests whose agent was heard, a line for each turn. */
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private TestingApi api;

    @BeforeEach
    void start() {
        Settings settings = TestingApi.settings(folder, Map.of("concurrent_tasks", "1", "queued_requests", "3"));
        api = TestingApi.start(settings, new TestingModel().worker(this::answer));
    }

    @AfterEach
    void stop() {
        released.countDown();
        api.close();
    }

    private ModelReply answer(ModelRequest request) {
        String said = Stream.of(HOLDING, ASKING, "first", "second", "third", "fourth")
                .filter(name -> request.messages().toString().contains("Do: " + name))
                .findFirst()
                .orElseThrow();
        heard.add(said);
        if (said.equals(HOLDING)) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return said.equals(ASKING) && turnsTaken(request) == 0
                ? calls("message_user__ask_user", "{\"question\": \"Which?\"}").answer(request)
                : ends("done").answer(request);
    }

    private Answer submit(String name) {
        return api.post("/api/v1/tasks", request(name));
    }

    private static String request(String name) {
        return Json.object()
                .put("request", "Do: " + name)
                .put("process", "single_agent")
                .put("agent", "worker")
                .put("key", name)
                .toString();
    }

    /** A token of somebody else who may hand in requests. */
    private String person(String name) {
        return api.post("/api/v1/accounts", "{\"name\": \"" + name + "\", \"role\": \"operator\"}")
                .text("secret");
    }

    private Answer submitAs(String token, String name) {
        return api.as(token, "POST", "/api/v1/tasks", request(name));
    }

    private void hold() {
        submit(HOLDING);
        api.until("/api/v1/system", answer -> heard.contains(HOLDING));
    }

    private void completes(Answer task) {
        assertThat(task.status()).isEqualTo(201);
        assertThat(api.ended(task.text("id")).text("state")).isEqualTo("completed");
    }

    @Test
    void what_is_too_much_is_refused_and_what_was_taken_is_done() {
        String ada = person("ada");
        hold();
        Answer first = submit("first");
        Answer second = submit("second");
        Answer third = submitAs(ada, "third");

        Answer fourth = submitAs(person("bob"), "fourth");

        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.error()).isEqualTo("limit_reached");
        assertThat(fourth.headers()).containsEntry("retry-after", List.of("10"));
        assertThat(fourth.body().toString()).contains("3 requests wait").contains("queued_requests");
        assertThat(submit("first").text("id")).as("handed in again").isEqualTo(first.text("id"));
        released.countDown();
        completes(first);
        completes(second);
        completes(third);
        completes(submit("fourth"));
    }

    /** An account that may hand in requests, whoever has got hold of it, floods the line. */
    @Test
    void nobody_fills_the_line_for_all_others() {
        String flooding = person("mallory");
        String ada = person("ada");
        hold();
        submitAs(flooding, "first");
        submitAs(flooding, "second");

        Answer third = submitAs(flooding, "third");

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.error()).isEqualTo("limit_reached");
        assertThat(third.headers()).containsEntry("retry-after", List.of("10"));
        assertThat(third.body().toString()).contains("holds 2 of yours and has room for 1 more");
        assertThat(submitAs(ada, "fourth").status()).as("somebody else's").isEqualTo(201);
        released.countDown();
        api.until("/api/v1/system", answer -> heard.contains("fourth"));
        assertThat(submitAs(flooding, "third").status())
                .as("when theirs were begun")
                .isEqualTo(201);
    }

    @Test
    void what_has_begun_goes_before_what_waits_to_be_begun() {
        Answer asking = submit(ASKING);
        String path = "/api/v1/tasks/" + asking.text("id");
        api.until(path, task -> task.text("state").equals("waiting_on_dependencies"));
        hold();
        Answer first = submit("first");
        assertThat(api.post(path + "/reply", "{\"text\": \"red\"}").status()).isEqualTo(200);

        released.countDown();

        completes(first);
        completes(asking);
        assertThat(heard).containsExactly(ASKING, HOLDING, ASKING, "first");
    }
}
