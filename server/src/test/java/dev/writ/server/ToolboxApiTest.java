package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.Change;
import dev.writ.entity.EntityKind;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Relationships;
import dev.writ.event.EventLog;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the API says of tools beside their definitions, of base permissions, and of what is related to what. */
class ToolboxApiTest {
    private TestingApi api;

    @BeforeEach
    void start(@TempDir Path folder) {
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(one -> one.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_tool_says_what_each_of_its_operations_does() {
        JsonNode terminal = named(api.get("/api/v1/toolbox").body(), "terminal");
        assertThat(terminal.path("third_party").asBoolean(true)).isFalse();
        assertThat(terminal.path("status").asString()).isEqualTo("active");
        JsonNode files = api.get("/api/v1/toolbox/file_edit").body();
        JsonNode write = named(files.path("operations"), "write_file");
        assertThat(write.path("changes").asBoolean(false)).isTrue();
        assertThat(write.path("sends").asBoolean(true)).isFalse();
        assertThat(write.path("arguments").path("properties").has("path")).isTrue();
        assertThat(api.get("/api/v1/toolbox/core").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/toolbox/nothing").error()).isEqualTo("not_found");
    }

    @Test
    void a_tool_is_switched_off_until_it_is_accepted_again() {
        assertThat(api.post("/api/v1/toolbox/terminal/deactivate", "").text("status"))
                .isEqualTo("inactive");
        assertThat(named(api.get("/api/v1/toolbox").body(), "terminal")
                        .path("status")
                        .asString())
                .isEqualTo("inactive");
        String offered = api.get("/api/v1/tools/terminal/pin").text("offered");
        assertThat(api.post("/api/v1/tools/terminal/accept", "{\"definition\": \"" + offered + "\"}")
                        .text("status"))
                .isEqualTo("active");
        assertThat(api.post("/api/v1/toolbox/core/deactivate", "").status()).isEqualTo(404);
    }

    @Test
    void base_permissions_are_listed_by_agent_and_by_tool() {
        JsonNode all = api.get("/api/v1/base-permissions").body();
        assertThat(all).isNotEmpty();
        String agent = all.get(0).path("agent").asString();
        String tool = all.get(0).path("tool").asString();
        assertThat(api.get("/api/v1/base-permissions?agent=" + agent).body())
                .allMatch(one -> one.path("agent").asString().equals(agent))
                .isNotEmpty();
        assertThat(api.get("/api/v1/base-permissions?agent=" + agent + "&tool=" + tool)
                        .body())
                .hasSize(1);
        assertThat(api.get("/api/v1/base-permissions?agent=nobody").body()).isEmpty();
    }

    @Test
    void relations_are_told_from_both_ends() {
        new Relationships(
                        api.writ.core().database(),
                        new EventLog(
                                api.writ.core().database(),
                                InstantSource.system(),
                                new dev.writ.TimeOrderedIds(InstantSource.system(), new java.util.Random(1))),
                        InstantSource.system())
                .relate(
                        new EntityRef(EntityKind.DOCUMENT, "changing-files"),
                        new EntityRef(EntityKind.TOOL, "file_edit"),
                        "documents",
                        0.5,
                        Change.by("person:user", ""));
        JsonNode to = api.get("/api/v1/documents/changing-files/relations").body();
        assertThat(to).hasSize(1);
        assertThat(to.get(0).path("direction").asString()).isEqualTo("to");
        assertThat(to.get(0).path("name").asString()).isEqualTo("file_edit");
        JsonNode from = api.get("/api/v1/tools/file_edit/relations").body();
        assertThat(from.get(0).path("direction").asString()).isEqualTo("from");
        assertThat(from.get(0).path("name").asString()).isEqualTo("changing-files");
        assertThat(from.get(0).path("type").asString()).isEqualTo("documents");
        assertThat(api.get("/api/v1/tools/nothing/relations").status()).isEqualTo(404);
    }

    @Test
    void definitions_are_found_by_the_words_of_their_content() {
        api.post("/api/v1/documents", """
                {"name": "harvest", "content": {"summary": "what grows", "text": "Barley and Rye."}}""");
        assertThat(api.get("/api/v1/documents?q=rye%20barley").body())
                .extracting(one -> one.path("name").asString())
                .containsExactly("harvest");
        assertThat(api.get("/api/v1/documents?q=nothing-like-it").body()).isEmpty();
    }

    @Test
    void the_system_says_whether_every_step_is_held() {
        assertThat(api.get("/api/v1/system").body().path("step_mode").asBoolean(true))
                .isFalse();
        api.send("PUT", "/api/v1/system/step-mode", "{\"on\": true}");
        assertThat(api.get("/api/v1/system").body().path("step_mode").asBoolean(false))
                .isTrue();
    }
}
