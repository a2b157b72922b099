package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** An agent that waits for two people, over the API. */
class TwoPeopleTest {
    private static final String ASK = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}""";

    private final TestingModel model = new TestingModel();
    private TestingApi api;
    private Path workspace;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Path settings = Files.writeString(folder.resolve("writ.yaml"), "two_people: [file_edit]\n");
        api = TestingApi.start(
                TestingApi.settings(folder, Map.of("config", settings.toString())), InstantSource.system(), model);
        model.worker(calls("need_more_tools", ASK), endsWithLastResult());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** The task, whose user said beforehand that edits need no asking. */
    private String submitted() {
        ObjectNode body = Json.object()
                .put("request", "write b.txt")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        body.set("allow", Json.array(List.of("edit")));
        return api.post("/api/v1/tasks", Json.write(body)).text("id");
    }

    private String asked() {
        return api.until(
                        "/api/v1/approvals?state=pending",
                        answer -> !answer.body().isEmpty())
                .body()
                .get(0)
                .path("id")
                .asString();
    }

    private String add(String name) {
        return api.post("/api/v1/accounts", "{\"name\": \"" + name + "\", \"role\": \"approver\"}")
                .text("secret");
    }

    @Test
    void the_agent_goes_on_when_the_second_person_has_agreed() {
        String ada = add("ada");
        String task = submitted();
        String approval = asked();
        String path = "/api/v1/approvals/" + approval;
        assertThat(api.post(path + "/approve", "{\"rule_seconds\": 86400}").error())
                .as("one person's rule")
                .isEqualTo("denied");
        Answer first = api.as(ada, "POST", path + "/approve", "");
        assertThat(first.text("state")).isEqualTo("pending");
        assertThat(first.body().path("two_people").asBoolean()).isTrue();
        assertThat(first.body().path("first_yes").path("by").asString()).isEqualTo("person:ada");
        assertThat(api.as(ada, "POST", path + "/approve", "").error()).isEqualTo("conflict");
        assertThat(api.get("/api/v1/grants?state=live&tree=" + task).body()).isEmpty();
        assertThat(api.as(add("bob"), "POST", path + "/approve", "").text("state"))
                .isEqualTo("approved");
        assertThat(api.ended(task).text("state")).isEqualTo("completed");
        assertThat(api.get("/api/v1/events?limit=1000&entity=" + approval)
                        .body()
                        .valueStream()
                        .map(event -> event.path("type").asString() + " "
                                + event.path("actor").asString()))
                .containsExactly(
                        "approval.requested agent:worker",
                        "approval.first_yes person:ada",
                        "approval.approved person:bob",
                        "approval.granted engine");
    }
}
