package dev.writ.tool.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Definitions of a third party's tools with control characters in them, U+0000 among them: the same on any database. */
abstract class ControlCharacterContract {
    private static final String PLACE = "HERE";
    private static final List<String> DEFINITIONS = List.of(
            "{'name': 'badHERE', 'description': 'x', 'inputSchema': {'type': 'object'}}",
            "{'name': 'bad', 'description': 'xHERE', 'inputSchema': {'type': 'object'}}",
            "{'name': 'bad', 'title': 'xHERE', 'inputSchema': {'type': 'object'}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object', 'properties': {'aHERE': {'type': 'string'}}}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object', 'properties': {'a': {'description': 'xHERE'}}}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object', 'properties': {'a': {'enum': ['xHERE']}}}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object', 'properties': {'a': {'pattern': 'xHERE'}}}}",
            "{'name': 'bad', 'inputSchema': {'type': 'HERE'}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object'}, 'outputSchema': {'type': 'object', 'title': 'HERE'}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object'}, 'annotations': {'title': 'xHERE'}}",
            "{'name': 'bad', 'inputSchema': {'type': 'object'}, '_meta': {'xHERE': 1}}");

    private final TestingStarter starter = new TestingStarter();
    private final TestingClock clock = new TestingClock();
    private final AtomicLong ids = new AtomicLong();
    private Database database;
    private EventLog events;
    private ToolRegistry registry;
    private ThirdPartyServers servers;

    abstract Database open(Path folder);

    @BeforeEach
    void start(@TempDir Path folder) {
        database = open(folder);
        events = new EventLog(database, clock, prefix -> prefix + "_" + ids.incrementAndGet());
        registerServer();
    }

    private void registerServer() {
        registry = new ToolRegistry(List.of(), database, events, clock);
        servers = new ThirdPartyServers(
                List.of(TestingStarter.settings("mem")), starter, registry, database, events, CallTraces.NONE, clock);
    }

    @AfterEach
    void close() {
        servers.close();
        database.close();
    }

    static Stream<Arguments> definitions() {
        return DEFINITIONS.stream()
                .flatMap(definition -> Stream.of("\\u0000", "\\u0001", "\\u0008", "\\u001b", "\\u001f")
                        .map(character -> Arguments.of(definition, character)));
    }

    private static ObjectNode definition(String text, String character) {
        return Json.parseObject(text.replace('\'', '"').replace(PLACE, character));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void one_that_holds_them_keeps_no_other_from_being_used(String text, String character) throws Exception {
        starter.offers = List.of(TestingStarter.tool("echo"), definition(text, character));

        servers.start("mem");

        assertThat(registry.status("mem__echo")).isEqualTo(ToolStatus.ACTIVE);
        assertNothingIsShownWithThem();
        servers.close();
        registerServer();
        assertThat(registry.status("mem__echo")).as("after a restart").isEqualTo(ToolStatus.ACTIVE);
        assertNothingIsShownWithThem();
        starter.offers = List.of(TestingStarter.tool("echo"));
        servers.start("mem");
        assertThat(servers.list().getFirst().tools()).as("gone again").hasSize(1);
    }

    /** One that may be used has none of them where a person or an agent reads it; why another may not is said without. */
    private void assertNothingIsShownWithThem() {
        servers.list().getFirst().refusals().forEach(refusal -> {
            assertThat(refusal.toString()).doesNotContainPattern("[\\p{Cntrl}]");
        });
        servers.list().getFirst().tools().stream()
                .filter(tool -> registry.status(tool.spec().name()) == ToolStatus.ACTIVE)
                .forEach(tool -> assertThat(tool.spec().toString() + tool.operations())
                        .doesNotContainPattern("\\p{Cntrl}|\\\\u00"));
        assertThat(events.find(EventFilter.all()).toString()).doesNotContain("\0");
    }
}
