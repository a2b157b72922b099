package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingApi.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** U+0000, which PostgreSQL cannot keep in a text: one behaviour, whatever the database. */
class NulCharacterTest {
    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingApi api;

    @BeforeEach
    void start() {
        api = TestingApi.start(TestingApi.settings(folder, TestingPostgres.flags(folder)), model);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/v1/tasks | {\"request\": \"a\\u0000b\"} | /request",
                "POST | /api/v1/tasks | {\"request\": \"x\", \"parameters\": {\"list\": [\"a\", \"\\u0000\"]}} | /parameters/list/1",
                "POST | /api/v1/tasks | {\"request\": \"x\", \"parameters\": {\"a\\u0000b\": 1}} | /parameters",
                "POST | /api/v1/documents | {\"name\": \"x\", \"content\": {\"text\": \"a\\u0000b\"}} | /content/text",
                "POST | /api/v1/documents | {\"name\": \"x\\u0000\", \"content\": {\"text\": \"a\"}} | /name",
                "POST | /api/v1/tasks/task_0/reply | {\"text\": \"a\\u0000b\"} | /text",
                "GET | /api/v1/tasks?agent=a%00b | '' | agent",
                "GET | /api/v1/events?type=a%00b | '' | type",
                "GET | /api/v1/tasks/a%00b | '' | id",
                "GET | /api/v1/documents/a%00b | '' | name"
            })
    void whatAClientSendsWithItIsRefusedWithItsPlace(String method, String path, String body, String place) {
        Answer answer = api.send(method, path, body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_arguments");
        assertThat(answer.body().path("error").path("message").asString())
                .contains("U+0000")
                .contains("'" + place + "'");
        assertThat(answer.body().path("error").path("hint").asString()).isNotBlank();
        assertThat(api.get("/api/v1/tasks").body()).isEmpty();
    }

    @Test
    void anAgentThatCallsWithItIsToldWhereAndMayCorrectItself() {
        model.worker(
                calls("end_task", "{\"status\": \"completed\", \"result\": \"a\\u0000b\", \"data\": {}}"),
                request -> TestingModel.reply(
                        "",
                        TestingModel.call(
                                "end_task",
                                "{\"status\": \"completed\", \"data\": {}, \"result\": \"told: "
                                        + TestingModel.lastResult(request)
                                                .text()
                                                .replace("\"", "'")
                                                .replace("\n", " ")
                                        + "\"}")));

        Answer task = api.ended(submit());

        assertThat(task.text("state")).as(task.body().toString()).isEqualTo("completed");
        assertThat(task.body().toString()).contains("told: ").contains("U+0000").contains("/result");
    }

    @Test
    void whatAModelSaysIsKeptWithAMarkInItsPlace() {
        model.worker(
                request -> TestingModel.reply("thinking\u0000 aloud", TestingModel.call("no\u0000such", "{}")),
                ends("done"));

        String id = submit();
        Answer task = api.ended(id);

        assertThat(task.text("state")).as(task.body().toString()).isEqualTo("completed");
        assertThat(api.get("/api/v1/tasks/" + id + "/messages").body().toString())
                .contains("thinking\uFFFD aloud")
                .contains("no\uFFFDsuch")
                .doesNotContain("\\u0000");
    }

    private String submit() {
        return api.post("/api/v1/tasks", "{\"request\": \"say something\"}").text("id");
    }
}
