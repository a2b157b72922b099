package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.Json;
import dev.writ.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Servers that nobody here wrote, as the registry of npm has them, used by an MCP client through Writ. */
@Timeout(300)
class ServersFromNpmTest {
    private static final String VERSION = "@2026.8.31";

    private static TestingNpm npm;

    @TempDir
    Path folder;

    private Path data;
    private TestingApi api;
    private TestingMcpClient client;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(Files.isExecutable(Sandbox.BUBBLEWRAP), "bubblewrap is not installed here");
        npm = TestingNpm.install(
                "servers",
                "@modelcontextprotocol/server-memory" + VERSION,
                "@modelcontextprotocol/server-filesystem" + VERSION,
                "@modelcontextprotocol/server-everything" + VERSION);
    }

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(folder.toRealPath().resolve("data"));
        Path settings = Files.writeString(folder.resolve("writ.yaml"), """
                servers:
                  memory:
                    command: [node, %1$s/server-memory/dist/index.js]
                    read: [%2$s]
                    write: [%3$s]
                    env: {MEMORY_FILE_PATH: %3$s/graph.json}
                  files:
                    command: [node, %1$s/server-filesystem/dist/index.js, %3$s]
                    read: [%2$s]
                    write: [%3$s]
                  everything:
                    command: [node, %1$s/server-everything/dist/index.js]
                    read: [%2$s]
                """.formatted(
                        npm.folder().resolve("node_modules/@modelcontextprotocol"), npm.folder(), data));
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", settings.toString())));
        ObjectNode token = Json.object().put("purpose", "try the servers").put("workspace", data.toString());
        client = new TestingMcpClient(
                api.writ.url() + "/mcp",
                api.post("/api/v1/tokens", Json.write(token)).text("secret"));
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    /** Asks for a tool of a server and has the person say yes. */
    private void grant(String tool, String scope) throws Exception {
        String server = tool.substring(0, tool.indexOf("__"));
        api.until(
                "/api/v1/servers/" + server,
                answer -> answer.body()
                        .path("tools")
                        .valueStream()
                        .anyMatch(one -> one.path("name").asString().equals(tool)));
        ObjectNode ask =
                Json.object().put("request", "use " + tool).put("justification", "the user wants the servers tried");
        ask.putArray("tools").add(tool);
        if (!scope.isEmpty()) {
            ask.putObject("scope").putObject(tool).putArray("arguments").add(Json.parse(scope));
        }
        CompletableFuture<TestingMcpClient.Answer> asked =
                CompletableFuture.supplyAsync(() -> client.call("need_more_tools", Json.write(ask)));
        String approval = api.until(
                        "/api/v1/approvals?state=pending",
                        answer -> !answer.body().isEmpty())
                .body()
                .path(0)
                .path("id")
                .asString();
        assertThat(api.post("/api/v1/approvals/" + approval + "/approve", "{}").status())
                .isEqualTo(200);
        assertThat(asked.get(60, TimeUnit.SECONDS).text()).startsWith("Granted " + tool);
    }

    @Test
    void memory_keeps_what_it_is_told_in_the_folder_it_was_given() throws Exception {
        grant("memory__create_entities", "");
        TestingMcpClient.Answer made = client.call(
                "memory__create_entities",
                "{\"entities\": [{\"name\": \"Ada\", \"entityType\": \"person\", \"observations\": [\"likes tea\"]}]}");
        assertThat(made.result().path("structuredContent").toString()).contains("likes tea");
        assertThat(Files.readString(data.resolve("graph.json"))).contains("likes tea");
    }

    @Test
    void a_scope_of_arguments_is_kept_to() throws Exception {
        grant("files__write_file", """
                {"properties": {"path": {"type": "string", "pattern": "^%s/[a-z]+[.]txt$"}, "content": {"type": "string", "maxLength": 20}},
                 "required": ["path", "content"], "additionalProperties": false}""".formatted(data));
        assertThat(client.call("files__write_file", written("note.txt", "buy milk"))
                        .text())
                .contains("Successfully wrote");
        assertThat(data.resolve("note.txt")).hasContent("buy milk");
        TestingMcpClient.Answer denied = client.call("files__write_file", written("note.sh", "buy milk"));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(client.call("files__write_file", written("long.txt", "x".repeat(21)))
                        .status())
                .isEqualTo(403);
        assertThat(data.resolve("note.sh")).doesNotExist();
        assertThat(data.resolve("long.txt")).doesNotExist();
    }

    private String written(String name, String content) {
        return Json.write(
                Json.object().put("path", data.resolve(name).toString()).put("content", content));
    }

    @Test
    void a_tool_that_was_not_granted_does_not_exist_and_one_that_is_ends_with_its_grant() throws Exception {
        assertThat(client.tools()).noneMatch(name -> name.startsWith("everything__"));
        BlockingQueue<String> heard = client.listen();
        assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/subscriptions/acknowledged");
        grant("everything__get_sum", "");
        assertThat(client.tools()).contains("everything__get_sum").doesNotContain("everything__get_env");
        assertThat(client.call("everything__get_sum", "{\"a\": 2, \"b\": 3}").text())
                .contains("5");
        api.post("/api/v1/grants/revoke-all", "{\"reason\": \"enough\"}");
        while (client.tools().contains("everything__get_sum")) {
            assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/tools/list_changed");
        }
        assertThat(client.call("everything__get_sum", "{\"a\": 2, \"b\": 3}")
                        .error()
                        .path("message")
                        .asString())
                .isEqualTo("There is no tool 'everything__get_sum'.");
    }

    @Test
    void structured_results_and_failures_come_through() throws Exception {
        grant("everything__get_structured_content", "");
        TestingMcpClient.Answer weather =
                client.call("everything__get_structured_content", "{\"location\": \"New York\"}");
        assertThat(weather.result()
                        .path("structuredContent")
                        .path("temperature")
                        .isNumber())
                .isTrue();
        TestingMcpClient.Answer mistaken =
                client.call("everything__get_structured_content", "{\"location\": \"Atlantis\"}");
        assertThat(mistaken.result().path("isError").asBoolean()).isTrue();
    }
}
