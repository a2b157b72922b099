package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each result over MCP names the receipt of its call, which its caller alone can read. */
class McpReceiptTest {
    private static final String READ = "file_system_listing__read_file";

    @TempDir
    Path folder;

    private TestingAgents agents;
    private TestingApi.Answer token;
    private TestingMcpClient client;

    @BeforeEach
    void start() throws IOException {
        agents = TestingAgents.start(folder);
        token = agents.token("{\"reading\": true}");
        client = agents.client(token);
    }

    @AfterEach
    void stop() {
        agents.close();
    }

    @Test
    void a_result_names_its_receipt_beside_what_it_holds() {
        TestingMcpClient.Answer answer = client.call(READ, "{\"path\": \"notes.txt\"}");
        JsonNode receipt = receipt(client, address(answer));
        assertThat(receipt.path("operation").asString()).isEqualTo("read_file");
        assertThat(receipt.path("task").asString()).isEqualTo(token.text("task"));
        assertThat(receipt.path("outcome").asString()).isEqualTo("succeeded");
        assertThat(receipt.path("arguments_hash").asString()).matches("[0-9a-f]{64}");
        JsonNode event = agents.api()
                .get("/api/v1/events?type=tool.succeeded&tree=" + token.text("task"))
                .body()
                .path(0);
        assertThat(receipt.path("events").valueStream().toList())
                .extracting(one -> one.path("type").asString())
                .containsExactly("tool.started", "tool.succeeded");
        JsonNode last = receipt.path("events").path(1);
        assertThat(last.path("seq").asLong()).isEqualTo(event.path("seq").asLong());
        assertThat(last.path("id").asString()).isEqualTo(event.path("id").asString());
    }

    @Test
    void the_structured_result_stays_what_its_schema_says() {
        TestingMcpClient.Answer answer = client.call(READ, "{\"path\": \"notes.txt\"}");
        assertThat(answer.result().path("structuredContent").has("receipt")).isFalse();
        assertThat(answer.result().path("content")).hasSize(1);
        TestingMcpClient.Answer failed = client.call(READ, "{\"path\": \"nothing.txt\"}");
        assertThat(failed.result().path("isError").asBoolean()).isTrue();
        assertThat(failed.result().has("structuredContent")).isFalse();
        assertThat(receipt(client, address(failed)).path("outcome").asString()).isEqualTo("failed");
    }

    @Test
    void a_denial_has_one_too() {
        client.call("need_more_tools", """
                {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
                 "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "30m"}""");
        TestingMcpClient.Answer denied =
                client.call("file_edit__write_file", "{\"path\": \"b.txt\", \"content\": \"x\", \"mode\": \"create\"}");
        assertThat(denied.status()).isEqualTo(403);
        JsonNode receipt =
                receipt(client, denied.error().path("data").path("receipt").asString());
        assertThat(receipt.path("outcome").asString()).isEqualTo("denied");
        assertThat(receipt.path("rule").asString()).isEqualTo("scope");
    }

    @Test
    void for_another_task_there_is_no_such_receipt() {
        String address = address(client.call(READ, "{\"path\": \"notes.txt\"}"));
        TestingMcpClient other = agents.client(agents.token("{\"reading\": true}"));
        TestingMcpClient.Answer refused = other.read(address);
        TestingMcpClient.Answer unknown = other.read(address + "x");
        assertThat(refused.error().path("code")).isEqualTo(unknown.error().path("code"));
        assertThat(refused.error().path("message").asString()).isEqualTo("There is no resource '" + address + "'.");
        assertThat(client.read(address + "x").error().path("code").asInt()).isEqualTo(-32602);
    }

    @Test
    void what_a_person_holds_was_not_called_and_has_none() {
        String task = "/api/v1/tasks/" + token.text("task");
        agents.api().until(task, answer -> answer.text("state").equals("waiting_on_dependencies"));
        agents.api().post(task + "/pause", "{}");
        TestingMcpClient.Answer held = client.call(READ, "{\"path\": \"notes.txt\"}");
        assertThat(held.text()).contains("A person holds this task");
        assertThat(held.result().path("_meta").has("dev.writ/receipt")).isFalse();
    }

    private static String address(TestingMcpClient.Answer answer) {
        String address = answer.result().path("_meta").path("dev.writ/receipt").asString("");
        assertThat(address).as(answer.message().toString()).startsWith("writ://receipt/");
        return address;
    }

    private static JsonNode receipt(TestingMcpClient client, String address) {
        TestingMcpClient.Answer read = client.read(address);
        assertThat(read.result().path("contents")).as(read.message().toString()).hasSize(1);
        return Json.parse(read.result().path("contents").path(0).path("text").asString());
    }
}
