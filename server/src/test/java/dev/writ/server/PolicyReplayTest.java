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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** A person tries another policy on what has happened. */
class PolicyReplayTest {
    private static final String ASK = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}""";
    private static final String ASK_IN_VAIN = """
            {"request": "publish", "justification": "the user asked for it", "tools": ["message_user"],
             "operations": ["send_message"], "scope": {"message_user": {"recipients": ["ops"]}}}""";

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

    /** Gets a grant by rule, uses it, is denied another file, and is refused a grant outside the ceiling. */
    private void work() {
        model.worker(
                calls("need_more_tools", ASK),
                calls("file_edit__write_file", "{\"path\": \"b.txt\", \"content\": \"beta\", \"mode\": \"overwrite\"}"),
                calls("file_edit__write_file", "{\"path\": \"c.txt\", \"content\": \"beta\", \"mode\": \"overwrite\"}"),
                calls("need_more_tools", ASK_IN_VAIN),
                endsWithLastResult());
        ObjectNode body = Json.object()
                .put("request", "write b.txt")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        body.set("allow", Json.array(List.of("edit")));
        api.ended(api.post("/api/v1/tasks", Json.write(body)).text("id"));
    }

    private Answer replay(String policy) {
        return api.post(
                "/api/v1/policy/replay",
                Json.write(Json.object().put("name", "new.yaml").put("policy", policy)));
    }

    private static List<String> differences(Answer answer) {
        return answer.body()
                .path("differences")
                .valueStream()
                .map(one -> String.join(
                        " ",
                        one.path("kind").asString(),
                        one.path("what").asString(),
                        one.path("before").asString(),
                        one.path("after").asString()))
                .toList();
    }

    private long events() {
        return api.get("/api/v1/events?newest=true&limit=1")
                .body()
                .path(0)
                .path("seq")
                .asLong(0);
    }

    @Test
    void thePolicyInForceChangesNothingOfWhatWasDecided() {
        work();
        Answer answer = replay("concurrent_tasks: 3");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("looked_at").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(answer.body().path("differing").asInt()).isZero();
        assertThat(answer.body().path("untold").asInt()).isZero();
        assertThat(answer.body().path("differences").size()).isZero();
    }

    @Test
    void aStricterPolicyWouldHaveRefusedTheGrantAndTheCallUnderIt() {
        work();
        long before = events();
        Answer answer = replay("ceiling: {file_edit: none}");
        assertThat(differences(answer))
                .containsExactly("grant file_edit allowed denied", "call file_edit.write_file allowed denied");
        assertThat(answer.body().path("differing").asInt()).isEqualTo(2);
        assertThat(answer.body().path("differences").path(1).path("touches").asString())
                .isEqualTo("Writing 'b.txt'");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void whatWasRefusedIsOnRecordWithWhatWasAskedFor() {
        work();
        Answer answer = replay("ceiling: {message_user: {scope: {recipients: [user, ops]}}}");
        assertThat(differences(answer)).containsExactly("grant message_user denied asks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'ceiling: ['                        | not valid YAML",
                "'ceilings: {}'                      | There is no setting 'ceilings' (new.yaml)",
                "'- a'                               | not a list of settings",
                "'ceiling: {file_edit: {scope: {paths: [a]}}}' | paths",
                "'auto_approve: [{tool: nothing}]'   | scope",
                "' '                                 | policy",
            })
    void aFileThatIsNoPolicyIsRefusedWithWhatIsWrong(String policy, String sentence) {
        Answer answer = replay(policy);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_arguments");
        assertThat(answer.body().path("error").path("message").asString()).contains(sentence);
    }
}
