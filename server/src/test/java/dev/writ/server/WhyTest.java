package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
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

/** A person asks why a call is allowed or denied. */
class WhyTest {
    private static final String ASK = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}""";

    private final TestingModel model = new TestingModel();
    private TestingApi api;
    private Path workspace;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(folder, model);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** The worker gets a grant for b.txt, writes it and tries c.txt; it then waits for an answer. */
    private String waitingTask() {
        model.worker(
                calls("need_more_tools", ASK),
                calls("file_edit__write_file", arguments("b.txt")),
                calls("file_edit__write_file", arguments("c.txt")),
                calls("message_user__ask_user", "{\"question\": \"Which colour?\"}"),
                endsWithLastResult());
        ObjectNode body = Json.object()
                .put("request", "write b.txt")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        body.set("allow", Json.array(List.of("edit")));
        String task = api.post("/api/v1/tasks", Json.write(body)).text("id");
        // Once it waits for the answer, nothing more happens by itself.
        api.until("/api/v1/tasks/" + task, answer -> answer.text("state").equals("waiting_on_dependencies"));
        return task;
    }

    private static String arguments(String path) {
        return "{\"path\": \"" + path + "\", \"content\": \"beta\", \"mode\": \"overwrite\"}";
    }

    private JsonNode why(String task, String operation, String arguments) {
        ObjectNode body = Json.object().put("task", task).put("operation", operation);
        if (!arguments.isEmpty()) {
            body.set("arguments", Json.parseObject(arguments));
        }
        Answer answer = api.post("/api/v1/why", Json.write(body));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> steps(JsonNode why, String part) {
        return why.path("steps")
                .valueStream()
                .filter(step -> step.path("part").asString().equals(part))
                .map(step -> step.path("helps").asBoolean(false) + " "
                        + step.path("sentence").asString())
                .toList();
    }

    @Test
    void each_step_of_a_decision_is_told_and_nothing_runs_or_is_recorded() throws IOException {
        String task = waitingTask();
        long events = api.get("/api/v1/events?newest=true&limit=1")
                .body()
                .path(0)
                .path("seq")
                .asLong(0);

        JsonNode allowed = why(task, "file_edit.write_file", arguments("b.txt").replace("beta", "gamma"));
        assertThat(allowed.path("decision").asString()).isEqualTo("allowed");
        assertThat(allowed.path("by").asString()).startsWith("grant ");
        assertThat(steps(allowed, "grant"))
                .singleElement()
                .asString()
                .startsWith("true")
                .contains("the whole call");

        JsonNode denied = why(task, "file_edit__write_file", arguments("c.txt"));
        assertThat(denied.path("decision").asString()).isEqualTo("denied");
        assertThat(denied.path("rule").asString()).isEqualTo("scope");
        assertThat(denied.path("touches").toString()).contains("c.txt");
        assertThat(denied.path("smallest_request")
                        .path("scope")
                        .path("file_edit")
                        .toString())
                .contains("\"c.txt\"");
        assertThat(steps(denied, "ceiling")).singleElement().asString().startsWith("true");

        assertThat(workspace.resolve("b.txt")).hasContent("beta");
        assertThat(workspace.resolve("c.txt")).doesNotExist();
        assertThat(api.get("/api/v1/events?newest=true&limit=1")
                        .body()
                        .path(0)
                        .path("seq")
                        .asLong(0))
                .isEqualTo(events);
    }

    @Test
    void what_the_agent_may_not_know_of_is_told_to_people_alone() {
        JsonNode why = why(waitingTask(), "terminal.execute_command", "{\"argv\": [\"make\"]}");
        assertThat(why.path("decision").asString()).isEqualTo("denied");
        assertThat(why.path("rule").asString()).isEqualTo("not_assigned");
        assertThat(why.path("hidden").asBoolean(false)).isTrue();
        assertThat(steps(why, "operation").getFirst()).startsWith("false");
    }

    @Test
    void arguments_that_do_not_fit_are_no_decision() {
        String task = waitingTask();
        JsonNode why = why(task, "file_edit.write_file", "{\"path\": 7}");
        assertThat(why.path("decision").asString()).isEqualTo("failed");
        assertThat(steps(why, "arguments").getFirst()).startsWith("false");
        assertThat(why(task, "file_edit.write_file", "").path("decision").asString())
                .as("the operation as such")
                .isEqualTo("allowed");
    }

    @Test
    void a_recorded_call_is_explained_beside_what_was_recorded() {
        String task = waitingTask();
        JsonNode denials = api.get("/api/v1/events?type=tool.denied").body();
        String call = denials.path(0).path("entity").asString();

        JsonNode why = api.get("/api/v1/why?call=" + call).body();

        assertThat(why.path("task").asString()).isEqualTo(task);
        assertThat(why.path("recorded").path("outcome").asString()).isEqualTo("denied");
        assertThat(why.path("recorded").path("rule").asString()).isEqualTo("scope");
        assertThat(why.path("decision").asString()).isEqualTo("denied");
        assertThat(why.path("rule").asString()).isEqualTo("scope");
    }

    @Test
    void what_is_not_there_is_said() {
        assertThat(api.get("/api/v1/why?call=nobody").error()).isEqualTo("not_found");
        assertThat(api.post("/api/v1/why", "{\"task\": \"task_0\", \"operation\": \"a.b\"}")
                        .error())
                .isEqualTo("not_found");
        assertThat(api.post("/api/v1/why", "{\"task\": \"" + waitingTask() + "\", \"operation\": \"a.b\"}")
                        .error())
                .isEqualTo("not_found");
    }
}
