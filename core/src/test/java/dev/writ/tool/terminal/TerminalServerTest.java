package dev.writ.tool.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Host;
import dev.writ.permission.HostPattern;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.sandbox.Sandbox;
import dev.writ.sandbox.TestingSandbox;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Availability;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.TestingCalls;
import dev.writ.tool.TestingStops;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class TerminalServerTest {
    @TempDir
    Path folder;

    TestingSandbox box;
    TerminalServer server;
    CallContext context;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
        server = new TerminalServer(
                box.sandbox(), TestingPermissions.of(List.of("ls", "**"), List.of("python3", "app.py")));
        context = TestingCalls.context(Optional.of(box.workspace()));
    }

    @Test
    void it_offers_an_elevated_tool_for_six_hours() {
        assertThat(server.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("terminal");
            assertThat(tool.level()).isEqualTo(SecurityLevel.ELEVATED);
            assertThat(tool.defaultDuration()).isEqualTo(Duration.ofHours(6));
        });
        assertThat(server.availability()).isEqualTo(new Availability.Ready());
        assertThat(server.operations())
                .extracting(operation -> operation.spec().id())
                .containsExactly("terminal.list_commands", "terminal.check_command", "terminal.execute_command");
        assertThat(TestingCalls.find(server, "terminal.execute_command").spec().effect())
                .isEqualTo(Effect.UNSAFE);
    }

    @Test
    void without_bubblewrap_it_says_what_to_install() {
        Sandbox without = new Sandbox(
                folder.resolve("other"), InstantSource.system(), folder.resolve("none"), TestingSandbox.SMALL);
        assertThat(new TerminalServer(without, TestingPermissions.of()).availability())
                .isInstanceOfSatisfying(
                        Availability.Missing.class,
                        missing -> assertThat(missing.hint()).contains("apt install bubblewrap"));
    }

    @Test
    void a_command_has_the_time_it_names_or_that_of_its_tree_and_the_gateway_is_told() throws Exception {
        TerminalServer hurried =
                new TerminalServer(box.sandbox(), TestingPermissions.of(List.of("sleep", "**")), (tree, tunable) -> 1);
        Operation run = TestingCalls.find(hurried, "terminal.execute_command");
        assertThat(run.prepare(Json.parseObject("{\"argv\": [\"sleep\", \"5\"]}"), context)
                        .timeNeeded())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(run.prepare(Json.parseObject("{\"argv\": [\"sleep\", \"5\"], \"timeout_seconds\": 300}"), context)
                        .timeNeeded())
                .isEqualTo(Duration.ofSeconds(300));
        OperationResult cut = TestingCalls.call(
                hurried, "terminal.execute_command", Json.parseObject("{\"argv\": [\"sleep\", \"5\"]}"), context);
        assertThat(cut.data().path("timed_out").booleanValue()).isTrue();
    }

    @Test
    void a_command_line_is_run_and_reported() throws Exception {
        Files.writeString(
                box.file("app.py"),
                "import sys\nprint(sys.stdin.read().upper())\nprint('bad', file=sys.stderr)\nexit(4)\n");
        OperationResult result = execute("""
                {"argv": ["python3", "app.py"], "stdin": "hello"}
                """);

        JsonNode data = result.data();
        assertThat(data.path("argv")).isEqualTo(Json.array(List.of("python3", "app.py")));
        assertThat(data.path("cwd").stringValue()).isEmpty();
        assertThat(data.path("exit_code").intValue()).isEqualTo(4);
        assertThat(data.path("stdout").stringValue()).isEqualTo("HELLO\n");
        assertThat(data.path("stderr").stringValue()).isEqualTo("bad\n");
        assertThat(data.path("timed_out").booleanValue()).isFalse();
        assertThat(data.path("layers").size()).isGreaterThan(15);
        assertThat(result.text())
                .startsWith("$ python3 app.py\nExit code 4 after ")
                .contains("--- stdout ---\nHELLO\n", "--- stderr ---\nbad\n");
    }

    @Test
    void every_result_fits_its_schema() throws Exception {
        assertFits("terminal.execute_command", "{\"argv\": [\"ls\"]}");
        assertFits("terminal.check_command", "{\"argv\": [\"rm\", \"x\"]}");
        assertFits("terminal.check_command", "{\"argv\": [\"ls\"]}");
        assertFits("terminal.list_commands", "{}");
    }

    @Test
    void it_states_the_command_line_it_would_run() {
        assertThat(TestingCalls.accesses(
                        server, "terminal.execute_command", arguments("[\"rm\", \"-rf\", \"/\"]"), context))
                .containsExactly(new Access.CommandAccess(List.of("rm", "-rf", "/")));
    }

    @Test
    void it_states_the_hosts_with_the_line_that_is_to_reach_them() {
        ObjectNode arguments = Json.parseObject(
                "{\"argv\": [\"curl\", \"x\"], \"hosts\": [\"b.example.org:80\", \"A.example.org\", \"a.example.org:443\"]}");
        assertThat(TestingCalls.accesses(server, "terminal.execute_command", arguments, context))
                .containsExactly(new Access.CommandAccess(
                        List.of("curl", "x"), List.of(Host.parse("a.example.org"), Host.parse("b.example.org:80"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"argv\": [\"curl\"], \"hosts\": [\"0x7f.1\"]}",
                "{\"argv\": [\"curl\"], \"hosts\": [\"*\"]}",
                "{\"argv\": [\"sort\", \"-r\"], \"hosts\": [\"example.org\"]}"
            })
    void hosts_that_are_none_and_hosts_for_a_line_that_only_looks_are_refused_early(String arguments) {
        for (String id : List.of("terminal.execute_command", "terminal.check_command")) {
            Operation operation = TestingCalls.find(server, id);
            assertThatThrownBy(() -> operation.prepare(Json.parseObject(arguments), context))
                    .isInstanceOfSatisfying(
                            WritException.class,
                            e -> assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS));
        }
    }

    @Test
    void what_was_reached_and_refused_is_told_and_recorded() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed here");
        HttpServer granted = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        granted.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write("hello".getBytes(StandardCharsets.US_ASCII));
            }
        });
        granted.start();
        try {
            String host = "127.0.0.1:" + granted.getAddress().getPort();
            ObjectNode arguments = Json.parseObject("{\"argv\": [\"curl\", \"-s\", \"http://" + host
                    + "/\", \"http://other.example.org/\", \"https://other.example.org/\"], \"hosts\": [\"" + host
                    + "\"]}");
            AuthorizedCall call = TestingCalls.authorized(context);
            OperationResult result = TestingCalls.find(server, "terminal.execute_command")
                    .prepare(arguments, context)
                    .run(call);

            JsonNode network = result.data().path("network");
            assertThat(result.data().path("stdout").stringValue()).startsWith("hello");
            assertThat(network.at("/connections/0/host").stringValue()).isEqualTo(host);
            assertThat(network.at("/connections/0/times").intValue()).isEqualTo(1);
            assertThat(network.path("refused")
                            .valueStream()
                            .map(one -> one.path("host").stringValue()))
                    .containsExactlyInAnyOrder("other.example.org:80", "other.example.org:443");
            assertThat(result.text())
                    .contains("Network: 1 connection to " + host, "Network: refused other.example.org:443: ")
                    .contains("name it in \"hosts\"", "need_more_tools");
            assertThat(TestingStops.layers(call))
                    .contains("network: proxy (" + host + ")", "network: connected " + host + " 1x")
                    .anyMatch(layer -> layer.startsWith("network: refused other.example.org:443 1x"));
            assertThat(mistakes("terminal.execute_command", result)).isEmpty();
        } finally {
            granted.stop(0);
        }
    }

    @Test
    void the_list_says_with_which_hosts_a_line_may_be_run() throws Exception {
        TerminalServer reaching = new TerminalServer(
                box.sandbox(),
                new TestingPermissions(
                        new CommandScope(List.of(List.of("curl", "**")), List.of(HostPattern.parse("*.example.org"))),
                        true));
        OperationResult result = TestingCalls.call(reaching, "terminal.list_commands", Json.object(), context);
        assertThat(result.data().at("/commands/0/hosts/0").stringValue()).isEqualTo("*.example.org:443");
        assertThat(result.text()).contains("[\"curl\",\"**\"]  with hosts *.example.org:443");
    }

    @Test
    void the_protection_is_reported_for_the_record() throws Exception {
        AuthorizedCall call = TestingCalls.authorized(context);
        TestingCalls.find(server, "terminal.execute_command")
                .prepare(arguments("[\"true\"]"), context)
                .run(call);
        assertThat(TestingStops.layers(call))
                .contains("profile:full", "network-namespace", "seccomp", "read-only-control-files");
    }

    @Test
    void by_base_permission_a_command_only_looks_whatever_its_line_is() throws Exception {
        AuthorizedCall call = TestingCalls.authorized(context, new Authority.Base("recovery_agent"));
        OperationResult result = TestingCalls.find(server, "terminal.execute_command")
                .prepare(arguments("[\"touch\", \"made\"]"), context)
                .run(call);

        assertThat(result.data().path("exit_code").intValue()).isNotZero();
        assertThat(box.file("made")).doesNotExist();
        assertThat(TestingStops.layers(call)).contains("profile:read-only", "read-only-workspace");
    }

    @Test
    void commands_that_only_look_cannot_do_more() throws Exception {
        OperationResult looked = execute("{\"argv\": [\"sort\", \"-r\"], \"stdin\": \"a\\nb\"}");
        assertThat(looked.data().path("stdout").stringValue()).isEqualTo("b\na\n");
        assertThat(looked.data().path("layers").toString()).contains("read-only-workspace");

        OperationResult wrote = execute("{\"argv\": [\"sort\", \"-omade\"], \"stdin\": \"b\"}");
        assertThat(wrote.data().path("layers").toString()).doesNotContain("read-only-workspace");
        assertThat(box.file("made")).hasContent("b");
    }

    @Test
    void time_runs_out_where_the_caller_says() throws Exception {
        OperationResult result = execute("{\"argv\": [\"sleep\", \"50\"], \"timeout_seconds\": 1}");
        assertThat(result.data().path("timed_out").booleanValue()).isTrue();
        assertThat(result.data().path("exit_code").intValue()).isEqualTo(137);
        assertThat(result.text()).contains("its time was over");
    }

    @Test
    void a_stopped_call_kills_its_command() throws Exception {
        AuthorizedCall call = TestingCalls.authorized(context);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                TestingCalls.find(server, "terminal.execute_command")
                        .prepare(arguments("[\"bash\", \"-c\", \"touch up; sleep 50\"]"), context)
                        .run(call);
                end.completeExceptionally(new AssertionError("it ran to its end"));
            } catch (Exception e) {
                end.complete(e);
            }
        });
        while (!Files.exists(box.file("up"))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        TestingStops.stop(call, "the grant was revoked");

        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(WritException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(FailureCode.CANCELLED);
            assertThat(e.failure().message()).contains("the grant was revoked");
        });
    }

    @Test
    void a_call_without_a_workspace_says_so() {
        Operation operation = TestingCalls.find(server, "terminal.execute_command");
        CallContext nowhere = TestingCalls.context(Optional.empty());
        assertThatThrownBy(() -> operation.prepare(arguments("[\"ls\"]"), nowhere))
                .isInstanceOfSatisfying(
                        WritException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(FailureCode.WORKSPACE_UNUSABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"\"]", "[\" \"]", "[\"a\\u0000b\"]", "[\"ls\", \"a\\u0000\"]", "[\"ls\\nrm\"]"})
    void lines_that_no_system_can_run_are_refused_early(String argv) {
        Operation operation = TestingCalls.find(server, "terminal.execute_command");
        assertThatThrownBy(() -> operation.prepare(arguments(argv), context))
                .isInstanceOfSatisfying(
                        WritException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS));
    }

    @Test
    void a_line_that_is_too_long_is_refused_early() {
        ObjectNode arguments = Json.object();
        arguments.putArray("argv").add("echo").add("x".repeat(200_000));
        Operation operation = TestingCalls.find(server, "terminal.execute_command");
        assertThatThrownBy(() -> operation.prepare(arguments, context)).hasMessageContaining("longer than");
    }

    @Test
    void check_says_what_the_scope_says() throws Exception {
        assertThat(call("terminal.check_command", "{\"argv\": [\"ls\", \"-l\"]}")
                        .data()
                        .path("allowed")
                        .booleanValue())
                .isTrue();
        OperationResult denied = call("terminal.check_command", "{\"argv\": [\"rm\", \"x\"]}");
        assertThat(denied.data().path("allowed").booleanValue()).isFalse();
        assertThat(denied.data().path("reason").stringValue()).contains("outside your scope");
        assertThat(denied.text()).contains("need_more_tools");
    }

    @Test
    void check_says_which_vetted_pattern_a_line_is_of_and_with_which_rights_it_would_run() throws Exception {
        JsonNode known = call("terminal.check_command", "{\"argv\": [\"find\", \"src\", \"-name\", \"*.c\"]}")
                .data();
        assertThat(known.path("profile").stringValue()).isEqualTo("read-only");
        assertThat(known.path("vetted").path("command").path(0).stringValue()).isEqualTo("find");
        assertThat(known.path("vetted").path("description").stringValue()).startsWith("find files");

        JsonNode unknown = call("terminal.check_command", "{\"argv\": [\"find\", \"src\", \"-delete\"]}")
                .data();
        assertThat(unknown.path("profile").stringValue()).isEqualTo("full");
        assertThat(unknown.has("vetted")).isFalse();
    }

    @Test
    void the_list_names_what_is_granted_before_what_could_be_asked_for() throws Exception {
        JsonNode commands = call("terminal.list_commands", "{}").data().path("commands");
        assertThat(sources(commands, "granted")).containsExactly(List.of("ls", "**"), List.of("python3", "app.py"));
        assertThat(sources(commands, "vetted"))
                .contains(List.of("pwd"), List.of("mvn", "test"))
                .noneMatch(command -> command.getFirst().equals("ls"));
    }

    @Test
    void where_scopes_are_not_told_vetted_commands_are_tried_against_them() throws Exception {
        TerminalServer silent =
                new TerminalServer(box.sandbox(), new TestingPermissions(VettedCommands.diagnostics(), false));
        JsonNode commands = TestingCalls.call(silent, "terminal.list_commands", Json.object(), context)
                .data()
                .path("commands");
        assertThat(sources(commands, "granted"))
                .containsExactlyElementsOf(VettedCommands.diagnostics().commands());
    }

    private static List<List<String>> sources(JsonNode commands, String source) {
        return commands.valueStream()
                .filter(command -> command.path("source").stringValue().equals(source))
                .map(command -> command.path("command")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList())
                .toList();
    }

    private void assertFits(String id, String arguments) throws Exception {
        assertThat(mistakes(id, call(id, arguments))).isEmpty();
    }

    private List<?> mistakes(String id, OperationResult result) {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(TestingCalls.find(server, id).spec().outputSchema());
        return schema.validate(result.data());
    }

    private OperationResult execute(String arguments) throws Exception {
        return call("terminal.execute_command", arguments);
    }

    private OperationResult call(String id, String arguments) throws Exception {
        return TestingCalls.call(server, id, Json.parseObject(arguments), context);
    }

    private static ObjectNode arguments(String argv) {
        return Json.parseObject("{\"argv\": " + argv + "}");
    }
}
