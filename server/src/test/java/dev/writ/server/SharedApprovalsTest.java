package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingModel.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
import dev.writ.task.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Two subtasks ask for the same at once: one question to a person, and both get the answer. */
class SharedApprovalsTest {
    private static final String PARTS = """
            {"subtasks": [{"title": "A", "instruction": "part A", "agent": "worker"},
                          {"title": "B", "instruction": "part B", "agent": "worker"}]}""";

    private final TestingModel model = new TestingModel();
    private TestingApi api;
    private Path workspace;
    private String root = "";

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(folder, model);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static String ask(String why, String path) {
        return """
                {"request": "write it", "justification": "%s", "tools": ["file_edit"], "operations": ["write_file"],
                 "scope": {"file_edit": {"read": [], "write": ["%s"]}}, "duration": "30m"}""".formatted(why, path);
    }

    private static boolean isAbout(List<Message> messages, String word) {
        return messages.stream()
                .filter(Message.Request.class::isInstance)
                .map(message -> ((Message.Request) message).text())
                .findFirst()
                .orElseThrow()
                .contains(word);
    }

    /** Part A and part B each ask, and end with what came of it; each then asks once more. */
    private void submit(String pathOfB) {
        model.on("worker", request -> {
            if (isAbout(request.messages(), "ROOT")) {
                return turns(calls("break_down_task", PARTS), ends("done")).answer(request);
            }
            boolean first = isAbout(request.messages(), "part A");
            String ask = ask(first ? "for A" : "for B", first ? "x.txt" : pathOfB);
            return turns(calls("need_more_tools", ask), endsWithLastResult()).answer(request);
        });
        ObjectNode body = Json.object()
                .put("request", "ROOT")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        root = api.post("/api/v1/tasks", Json.write(body)).text("id");
    }

    private JsonNode questions() {
        return api.get("/api/v1/approvals?state=pending&tree=" + root).body();
    }

    private Answer bothWait() {
        return api.until(
                "/api/v1/approvals?state=pending&tree=" + root,
                answer -> answer.body().size() == 1
                        && answer.body().path(0).path("alike").size() == 1);
    }

    private List<String> grants() {
        return api.get("/api/v1/grants?state=all&tree=" + root)
                .body()
                .valueStream()
                .map(grant -> grant.path("task").asString())
                .distinct()
                .toList();
    }

    @Test
    void one_yes_gives_each_its_own_grant() {
        submit("x.txt");
        JsonNode question = bothWait().body().path(0);
        assertThat(List.of(
                        question.path("reason").asString(),
                        question.path("alike").path(0).path("reason").asString()))
                .containsExactlyInAnyOrder("for A", "for B");

        api.post("/api/v1/approvals/" + question.path("id").asString() + "/approve", "{\"ttl_seconds\": 60}");

        assertThat(api.ended(root).text("state")).isEqualTo("completed");
        assertThat(questions()).isEmpty();
        assertThat(grants())
                .containsExactlyInAnyOrder(
                        question.path("task").asString(),
                        question.path("alike").path(0).path("task").asString());
        assertThat(api.get("/api/v1/approvals?state=approved&tree=" + root).body())
                .hasSize(2)
                .allSatisfy(approval ->
                        assertThat(approval.path("decided_by").asString()).isEqualTo("person:user"));
    }

    @Test
    void one_no_is_an_answer_to_both_whichever_was_named() {
        submit("x.txt");
        JsonNode second = bothWait().body().path(0).path("alike").path(0);

        api.post("/api/v1/approvals/" + second.path("id").asString() + "/deny", "{\"reason\": \"not today\"}");

        api.ended(root);
        assertThat(grants()).isEmpty();
        assertThat(api.get("/api/v1/approvals?state=denied&tree=" + root).body())
                .hasSize(2)
                .allSatisfy(approval ->
                        assertThat(approval.path("decision_reason").asString()).isEqualTo("not today"));
    }

    @Test
    void requests_that_differ_are_two_questions() {
        submit("y.txt");
        JsonNode both = api.until(
                        "/api/v1/approvals?state=pending&tree=" + root,
                        answer -> answer.body().size() == 2)
                .body();
        assertThat(both)
                .allSatisfy(question -> assertThat(question.path("alike")).isEmpty());
        api.post("/api/v1/approvals/" + both.path(0).path("id").asString() + "/deny", "{\"reason\": \"no\"}");
        assertThat(questions()).hasSize(1);
        api.post("/api/v1/approvals/" + both.path(1).path("id").asString() + "/approve", "{}");
        api.ended(root);
        assertThat(grants()).containsExactly(both.path(1).path("task").asString());
    }
}
