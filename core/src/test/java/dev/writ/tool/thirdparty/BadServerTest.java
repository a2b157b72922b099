package dev.writ.tool.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.sandbox.TestingSandbox;
import dev.writ.store.TestingStore;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolStatus;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs in the real sandbox that behave badly: each is contained, and it is said what was wrong. */
@Timeout(120)
class BadServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TestingStore store;
    private TestingSandbox sandbox;
    private ToolRegistry registry;
    private Optional<ThirdPartyServers> servers = Optional.empty();
    private Path home;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        sandbox = new TestingSandbox(folder);
        home = sandbox.workspace().root();
        try (InputStream script = BadServerTest.class.getResourceAsStream("/thirdparty/server.sh")) {
            Files.copy(script, home.resolve("server.sh"));
        }
        store = TestingStore.open(folder);
        registry = new ToolRegistry(List.of(), store.database(), store.events(), store.clock());
    }

    @AfterEach
    void close() {
        servers.ifPresent(ThirdPartyServers::close);
        store.close();
    }

    private ThirdPartyServers register(String behaviour) {
        ThirdPartyServers made = ThirdPartyServers.of(
                List.of(new ServerSettings(
                        "bad",
                        new ServerSettings.Program(
                                List.of("sh", "server.sh", behaviour),
                                Map.of(),
                                Optional.of(home),
                                List.of(),
                                List.of(home),
                                List.of()),
                        SecurityLevel.STANDARD,
                        Duration.ofMinutes(10),
                        PATIENCE)),
                sandbox.sandbox(),
                registry,
                store.database(),
                store.events(),
                CallTraces.NONE,
                store.clock());
        servers = Optional.of(made);
        return made;
    }

    private ThirdPartyServers.Listed listed() {
        return servers.orElseThrow().list().getFirst();
    }

    private List<String> tools() {
        return listed().tools().stream().map(tool -> tool.spec().name()).toList();
    }

    private String call(Duration patience) throws Exception {
        return servers.orElseThrow()
                .named("bad")
                .use(connection -> connection.call("echo", Json.object(), patience, Optional.empty()))
                .content()
                .toString();
    }

    @ParameterizedTest
    @CsvSource({"silent, did not answer", "ends, exit code 3"})
    void one_that_does_not_introduce_itself_is_left_alone_for_a_while(String behaviour, String said) {
        ThirdPartyServers bad = register(behaviour);
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> bad.start("bad"))
                .satisfies(refused -> assertThat(refused.failure().code()).isEqualTo(FailureCode.UNAVAILABLE));
        assertThat(listed().status().state()).isEqualTo(ServerState.RESTING);
        assertThat(String.join("\n", bad.log("bad"))).contains("server starts as " + behaviour, said);
    }

    @Test
    void one_that_is_slow_to_start_is_waited_for() throws Exception {
        register("slow").start("bad");
        assertThat(tools()).containsExactly("bad__echo");
        assertThat(call(PATIENCE)).contains("said");
        List<String> layers = servers.orElseThrow().named("bad").use(ServerConnection::layers);
        assertThat(layers).contains("mount-namespace", "seccomp");
    }

    @ParameterizedTest
    @CsvSource({
        "crash",
        "hang",
        "no-json",
        "half",
        "twice-a-key",
        "batch",
        "endless",
        "chatter",
        "other-id",
        "no-content"
    })
    void a_call_that_goes_wrong_fails_with_the_reason_and_the_server_works_again_afterwards(String behaviour)
            throws Exception {
        ThirdPartyServers bad = register(behaviour);
        bad.start("bad");
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> call(Duration.ofSeconds(2)))
                .satisfies(failed -> assertThat(failed.failure().message()).contains("bad"));
        // One that still runs is stopped, too; that it starts again shows that nothing of it stands in the way.
        bad.restart("bad");
        assertThat(listed().status().state()).isEqualTo(ServerState.READY);
        assertThat(tools()).containsExactly("bad__echo");
    }

    @Test
    void what_a_server_refuses_is_said_in_its_words() throws Exception {
        register("refuses").start("bad");
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> call(PATIENCE))
                .satisfies(failed -> assertThat(failed.failure().message()).contains("not today"));
        assertThat(listed().status().state()).isEqualTo(ServerState.READY);
    }

    @Test
    void one_that_asks_for_the_model_is_refused() throws Exception {
        register("asks").start("bad");
        assertThat(call(PATIENCE)).contains("refused");
    }

    @Test
    void tools_without_end_are_not_taken_up() {
        ThirdPartyServers bad = register("pages");
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> bad.start("bad"));
        assertThat(tools()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hidden, bad__echo", "clash, bad__get_it"})
    void a_tool_that_cannot_be_told_from_another_is_shown_with_the_reason(String behaviour, String refused)
            throws Exception {
        register(behaviour).start("bad");
        assertThat(tools()).containsExactly("bad__other");
        assertThat(listed().refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.tool()).isEqualTo(refused));
    }

    @Test
    void a_definition_that_changes_during_a_call_suspends_the_tool_until_it_is_accepted() throws Exception {
        register("changes-in-call").start("bad");
        assertThat(registry.status("bad__echo")).isEqualTo(ToolStatus.ACTIVE);
        call(PATIENCE);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (registry.status("bad__echo") == ToolStatus.ACTIVE && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(registry.status("bad__echo")).isEqualTo(ToolStatus.SUSPENDED);
        List<String> before = new ArrayList<>();
        registry.pin("bad__echo").differences().forEach(change -> change.now().ifPresent(before::add));
        assertThat(before).anyMatch(text -> text.contains("Sends it away."));
        registry.accept("bad__echo", "person:ada");
        assertThat(registry.status("bad__echo")).isEqualTo(ToolStatus.ACTIVE);
    }
}
