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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tool whose definition changed, from its suspension to a person's yes. */
class ToolAcceptanceTest {
    private static final String ASK = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}""";

    private final TestingModel model = new TestingModel();
    private TestingApi api;
    private Path workspace;

    /** Starts once, and again on a database in which the tool is suspended, as after a change of a third party's. */
    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(folder, model);
        api.writ
                .core()
                .database()
                .writeOnly(transaction -> transaction
                        .handle()
                        .execute("UPDATE available_tools SET status = 'suspended' WHERE name = 'file_edit'"));
        api.close();
        api = TestingApi.start(folder, model);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer accept(String definition) {
        return api.post(
                "/api/v1/tools/file_edit/accept", Json.write(Json.object().put("definition", definition)));
    }

    private Answer pin() {
        return api.get("/api/v1/tools/file_edit/pin");
    }

    private JsonNode askForIt() {
        model.worker(calls("need_more_tools", ASK), endsWithLastResult());
        ObjectNode body = Json.object()
                .put("request", "write b.txt")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        body.set("allow", Json.array(List.of("edit")));
        String task = api.post("/api/v1/tasks", Json.write(body)).text("id");
        api.ended(task);
        return api.get("/api/v1/events?limit=1000&tree=" + task).body();
    }

    @Test
    void aRequestForASuspendedToolIsRefusedWithoutAskingAnybody() {
        JsonNode events = askForIt();
        assertThat(events.valueStream()
                        .filter(event -> event.path("type").asString().equals("grant.refused"))
                        .map(event -> event.path("data").path("rule").asString() + " "
                                + event.path("data").path("reason").asString()))
                .containsExactly("suspended The tool file_edit is switched off until a person accepts it.");
        assertThat(events.valueStream().map(event -> event.path("type").asString()))
                .doesNotContain("grant.issued", "approval.requested");
        assertThat(workspace.resolve("b.txt")).doesNotExist();
    }

    @Test
    void acceptingAnotherDefinitionThanTheOneOfferedIsAConflictAndChangesNothing() {
        String offered = pin().text("offered");
        Answer late = accept(offered.replace(offered.charAt(0), 'x'));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.error()).isEqualTo("conflict");
        assertThat(pin().text("status")).isEqualTo("suspended");

        assertThat(accept(offered).text("status")).isEqualTo("active");
        assertThat(askForIt().valueStream().map(event -> event.path("type").asString()))
                .contains("grant.issued");
    }

    @Test
    void anAcceptanceNamesADefinition() {
        assertThat(api.post("/api/v1/tools/file_edit/accept", "{}").status()).isEqualTo(400);
        assertThat(Set.of(400, 404))
                .contains(api.post("/api/v1/tools/core/accept", "{\"definition\": \"x\"}")
                        .status());
        assertThat(pin().text("status")).isEqualTo("suspended");
    }
}
