package dev.writ.tool.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventFilter;
import dev.writ.store.TestingStore;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ThirdPartyServersTest {
    private final TestingStarter starter = new TestingStarter();
    private TestingStore store;
    private ToolRegistry registry;
    private ThirdPartyServers servers;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = TestingStore.open(folder);
        start();
    }

    private void start() {
        registry = new ToolRegistry(List.of(), store.database(), store.events(), store.clock());
        servers = new ThirdPartyServers(
                List.of(TestingStarter.settings("mem")),
                starter,
                registry,
                store.database(),
                store.events(),
                CallTraces.NONE,
                store.clock());
    }

    @AfterEach
    void close() {
        servers.close();
        store.close();
    }

    private void restart() {
        servers.close();
        start();
    }

    private void offer(ObjectNode... definitions) throws InterruptedException {
        starter.offers = List.of(definitions);
        servers.restart("mem");
    }

    private static List<String> names(ThirdPartyServers.Listed listed) {
        return listed.tools().stream().map(tool -> tool.spec().name()).toList();
    }

    private ThirdPartyServers.Listed listed() {
        return servers.list().getFirst();
    }

    @Test
    void one_that_never_ran_is_started_once_to_learn_what_it_offers() {
        servers.start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (registry.tool("mem__echo").isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        OperationSpec spec = registry.function("mem__echo").orElseThrow();
        assertThat(spec.tool()).isEqualTo("mem__echo");
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ACTIVE);
        assertThat(names(listed())).containsExactly("mem__echo");
    }

    @Test
    void after_a_restart_its_tools_are_known_though_it_does_not_run() throws Exception {
        servers.start("mem");
        restart();
        assertThat(starter.starts).hasValue(1);
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ACTIVE);
        assertThat(registry.function("mem__echo")).isPresent();
        assertThat(listed().status().state()).isEqualTo(ServerState.STOPPED);
    }

    @Test
    void a_changed_definition_suspends_that_tool_alone_until_a_person_accepts_it() throws Exception {
        offer(TestingStarter.tool("echo"), TestingStarter.tool("other"));
        offer(TestingStarter.tool("echo").put("description", "Now sends it away."), TestingStarter.tool("other"));
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.SUSPENDED);
        assertThat(registry.status("mem__other")).isEqualTo(ToolStatus.ACTIVE);
        restart();
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.SUSPENDED);
        registry.accept("mem__echo", registry.pin("mem__echo").offered(), "person:ada");
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ACTIVE);
        restart();
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ACTIVE);
    }

    @Test
    void a_tool_that_comes_later_waits_for_a_person_who_is_shown_all_of_it() throws Exception {
        offer(TestingStarter.tool("echo"));
        offer(TestingStarter.tool("echo"), TestingStarter.tool("late"));
        assertThat(registry.status("mem__late")).isEqualTo(ToolStatus.SUSPENDED);
        assertThat(registry.pin("mem__late").differences())
                .anyMatch(change -> change.part().contains("input")
                        && change.now().orElse("").contains("\"text\""));
        assertThat(store.database()
                        .<String>read(handle -> handle.createQuery(
                                        "SELECT description FROM available_tools WHERE name = 'mem__late'")
                                .mapTo(String.class)
                                .one()))
                .as("what nobody accepted is not written among what may be used")
                .isEmpty();
        restart();
        assertThat(registry.status("mem__late")).isEqualTo(ToolStatus.SUSPENDED);
        registry.accept("mem__late", "person:ada");
        assertThat(registry.status("mem__late")).isEqualTo(ToolStatus.ACTIVE);
    }

    @Test
    void a_tool_that_is_gone_is_absent_and_what_comes_back_unchanged_is_there_again() throws Exception {
        offer(TestingStarter.tool("echo"), TestingStarter.tool("other"));
        offer(TestingStarter.tool("other"));
        assertThat(registry.tool("mem__echo")).isEmpty();
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ABSENT);
        offer(TestingStarter.tool("echo"), TestingStarter.tool("other"));
        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "get-sum, mem__get_sum",
        "getStructuredContent, mem__get_structured_content",
        "a.b/c, mem__a_b_c",
        "__x__, mem__x",
        "READ, mem__read"
    })
    void names_are_written_in_one_way(String theirs, String ours) throws Exception {
        offer(TestingStarter.tool(theirs));
        assertThat(names(listed())).containsExactly(ours);
    }

    @Test
    void of_tools_whose_names_are_written_alike_none_is_used() throws Exception {
        offer(TestingStarter.tool("get-it"), TestingStarter.tool("get_it"), TestingStarter.tool("other"));
        assertThat(names(listed())).containsExactly("mem__other");
        assertThat(listed().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.tool()).isEqualTo("mem__get_it");
            assertThat(refusal.failure().code()).isEqualTo(FailureCode.CONFLICT);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"x\", \"description\": \"Reads\u200B.\", \"inputSchema\": {\"type\": \"object\"}}",
                "{\"name\": \"x\", \"description\": \"Reads.\", \"inputSchema\": {\"type\": \"object\", \"properties\": {\"a\u202Eb\": {}}}}",
                "{\"name\": \"x\", \"inputSchema\": {\"$ref\": \"https://example.org/schema\"}}",
                "{\"name\": \"x\", \"inputSchema\": {\"type\": 7}}",
                "{\"name\": \"x\"}",
                "{\"name\": \"\u4E00\", \"inputSchema\": {\"type\": \"object\"}}",
                "{\"name\": \"\", \"inputSchema\": {\"type\": \"object\"}}",
                "{\"inputSchema\": {\"type\": \"object\"}}"
            })
    void one_that_cannot_be_used_is_shown_with_the_reason_and_the_others_stay(String definition) throws Exception {
        offer(Json.parseObject(definition), TestingStarter.tool("other"));
        assertThat(names(listed())).containsExactly("mem__other");
        assertThat(listed().refusals()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                | STANDARD",
                "{\"readOnlyHint\": true}                          | STANDARD",
                "{\"readOnlyHint\": true, \"idempotentHint\": true}| STANDARD",
                "{\"destructiveHint\": true}                       | ELEVATED",
                "{\"openWorldHint\": true, \"readOnlyHint\": true} | ELEVATED"
            })
    void annotations_raise_the_level_and_never_lower_it(String annotations, SecurityLevel level) throws Exception {
        ObjectNode tool = TestingStarter.tool("echo");
        tool.set("annotations", Json.parse(annotations));
        offer(tool);
        assertThat(registry.tool("mem__echo").orElseThrow().spec().level()).isEqualTo(level);
    }

    @Test
    void what_becomes_of_servers_is_in_the_log_of_events() throws Exception {
        servers.start("mem");
        servers.stop("mem");
        servers.close();
        assertThat(store.events().find(EventFilter.all()))
                .extracting(event -> event.type())
                .contains("server.starting", "server.ready", "server.draining", "server.held");
    }

    @Test
    void an_unknown_server_is_not_found() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> servers.start("other"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.NOT_FOUND));
    }
}
