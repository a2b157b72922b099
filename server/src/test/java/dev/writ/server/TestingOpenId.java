package dev.writ.server;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.writ.Json;
import dev.writ.server.openid.TestingProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole Writ that accepts tokens of a provider, and what clients send it. */
abstract class TestingOpenId {
    @TempDir
    Path folder;

    final TestingProvider provider = new TestingProvider();
    private final List<TestingMcpClient> clients = new ArrayList<>();
    TestingApi api;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("workspace")).resolve("notes.txt"), "buy milk");
        start("");
    }

    /** @param more lines of the settings */
    void start(String more) {
        settings("""
                mcp:
                  openid:
                    issuer: %s
                    who: [{claim: groups, values: [writ]}]
                    agents: [{claim: groups, values: [docs], agent: documentation_agent}]
                    purpose: sum up the notes
                    workspace: %s
                    reading: true
                """.formatted(provider.issuer(), folder.resolve("workspace")) + more);
        api = TestingApi.start(folder, new TestingModel());
    }

    void settings(String text) {
        try {
            Path file = folder.resolve(".config/writ/writ.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restart(String more) {
        api.close();
        start(more);
    }

    @AfterEach
    void stop() {
        clients.forEach(TestingMcpClient::close);
        api.close();
        provider.close();
    }

    Date ago(int seconds) {
        return Date.from(Instant.now().minusSeconds(seconds));
    }

    JWTClaimsSet.Builder claims(String subject) {
        return provider.claims(subject, api.writ.url() + "/mcp", Instant.now());
    }

    TestingMcpClient.Answer list(JWTClaimsSet.Builder claims) {
        return request("/mcp", provider.token(claims));
    }

    TestingMcpClient.Answer request(String path, String token) {
        return client(path, token).request("tools/list", Json.object());
    }

    TestingMcpClient asking(JWTClaimsSet.Builder claims) {
        TestingMcpClient client = client(claims);
        client.capabilities.putObject("elicitation").putObject("form");
        return client;
    }

    TestingMcpClient client(JWTClaimsSet.Builder claims) {
        return client("/mcp", provider.token(claims));
    }

    TestingMcpClient client(String path, String token) {
        TestingMcpClient client = new TestingMcpClient(api.writ.url() + path, token);
        clients.add(client);
        return client;
    }

    static String challenge(TestingMcpClient.Answer answer) {
        return answer.http().headers().firstValue("WWW-Authenticate").orElse("");
    }

    List<JsonNode> tokens() {
        return api.get("/api/v1/tokens").body().valueStream().toList();
    }

    String taskOf(String subject) {
        return tokens().stream()
                .filter(token -> token.path("created_by").asString().endsWith(":" + subject))
                .map(token -> token.path("task").asString())
                .findFirst()
                .orElseThrow();
    }

    Set<String> tasks() {
        return tokens().stream().map(token -> token.path("task").asString()).collect(Collectors.toSet());
    }
}
