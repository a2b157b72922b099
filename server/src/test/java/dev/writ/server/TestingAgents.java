package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A whole Writ with a small workspace, and agents from outside that come over MCP. */
final class TestingAgents implements AutoCloseable {
    private final Path folder;
    final Path workspace;
    private TestingApi api;
    private final List<TestingMcpClient> clients = new ArrayList<>();

    private TestingAgents(Path folder, Path workspace, TestingApi api) {
        this.folder = folder;
        this.workspace = workspace;
        this.api = api;
    }

    static TestingAgents start(Path folder) throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "buy milk");
        return new TestingAgents(folder, workspace, TestingApi.start(folder, new TestingModel()));
    }

    TestingApi api() {
        return api;
    }

    /** Stops, and starts again on the same data, at another address. */
    void restart() {
        api.close();
        api = TestingApi.start(folder, new TestingModel());
    }

    /** @param fields more of the request for a token, as in {@code {"reading": true}} */
    TestingApi.Answer token(String fields) {
        ObjectNode body = Json.parseObject(fields)
                .put("agent", "worker")
                .put("purpose", "sum up the notes")
                .put("workspace", workspace.toString());
        body.putArray("allow").add("edit");
        TestingApi.Answer answer = api.post("/api/v1/tokens", Json.write(body));
        assertThat(answer.status()).as(() -> answer.body().toString()).isEqualTo(201);
        return answer;
    }

    /** A client for the token, at where Writ serves now. */
    TestingMcpClient client(TestingApi.Answer token) {
        TestingMcpClient client = new TestingMcpClient(api.writ.url() + "/mcp", token.text("secret"));
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(TestingMcpClient::close);
        api.close();
    }
}
