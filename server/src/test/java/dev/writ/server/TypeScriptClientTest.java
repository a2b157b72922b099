package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client nobody here wrote, the official TypeScript one, works with Writ as it is, in both eras of the protocol. */
class TypeScriptClientTest {
    private static final String CLIENT = "@modelcontextprotocol/client@2.4.0";
    private static final Duration TO_INSTALL = Duration.ofSeconds(60);
    private static final Duration TO_RUN = Duration.ofSeconds(120);
    private static final Path PLACE = Path.of("target", "interop").toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        assumeTrue(works("node", "--version") && works("npm", "--version"), "Node.js and npm are not there");
        Files.createDirectories(PLACE);
        Files.writeString(PLACE.resolve("package.json"), "{\"type\": \"module\"}\n");
        try (InputStream script = TypeScriptClientTest.class.getResourceAsStream("interop/client.mjs")) {
            Files.copy(script, PLACE.resolve("client.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm =
                start(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", CLIENT), "install.log");
        boolean installed = npm.waitFor(TO_INSTALL.toSeconds(), TimeUnit.SECONDS) && npm.exitValue() == 0;
        npm.destroyForcibly();
        assumeTrue(
                installed,
                "the client could not be installed from the npm registry; see " + PLACE.resolve("install.log"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void it_works_with_writ(String era) throws IOException, InterruptedException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "buy milk");
        try (TestingApi api = TestingApi.start(folder, new TestingModel())) {
            ObjectNode body = Json.object()
                    .put("purpose", "sum up the notes")
                    .put("workspace", workspace.toString())
                    .put("reading", true)
                    .put("may_approve", true);
            body.putArray("allow").add("edit");
            String secret = api.post("/api/v1/tokens", Json.write(body)).text("secret");
            Process node = start(List.of("node", "client.mjs", api.writ.url() + "/mcp", secret, era), era + ".log");
            try {
                assertThat(node.waitFor(TO_RUN.toSeconds(), TimeUnit.SECONDS))
                        .as("the client ends")
                        .isTrue();
            } finally {
                node.destroyForcibly();
            }
            String said = Files.readString(PLACE.resolve(era + ".log"));
            assertThat(node.exitValue()).as(said).isZero();
            List<JsonNode> seen = said.lines()
                    .filter(line -> line.startsWith("{"))
                    .map(Json::parse)
                    .toList();
            assertThat(seen).hasSize(15).allMatch(one -> one.path("ok").asBoolean());
            assertThat(api.until(
                                    "/api/v1/events?type=tool.failed",
                                    answer -> answer.body().toString().contains("\"watch\""))
                            .body()
                            .toString())
                    .as("what the client no longer wanted was stopped")
                    .contains("\"cancelled\"");
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(List<String> command, String log) throws IOException {
        return new ProcessBuilder(command)
                .directory(PLACE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(PLACE.resolve(log).toFile())
                .start();
    }
}
