package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.AgentFiles;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.TokenListener;
import dev.writ.permission.Access;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.sandbox.Workspace;
import dev.writ.store.TestingStore;
import dev.writ.task.Message;
import dev.writ.tool.ArgumentValidator;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.TestingCalls;
import dev.writ.tool.ToolServer;
import dev.writ.tool.file.FileSystemServer;
import dev.writ.tool.git.GitServer;
import dev.writ.tool.git.GitSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays the gateway for one agent over a real folder: real file and git tools, a terminal and queries of the test's own,
 * scopes checked on every call, and grants as the test decides. Holds the model to its promises in every turn: only
 * offered functions, arguments that fit their schemas, the same answer to the same conversation, an end in time.
 */
final class TestingWorld {
    private static final int MOST_TURNS = 80;

    private final Path root;
    private final String tree;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, ArgumentValidator> schemas = new HashMap<>();
    private final List<Granted> grants = new ArrayList<>();
    private final List<Called> called = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Map<String, String> refusals = new HashMap<>();
    private final Map<String, WritException> failures = new HashMap<>();
    private boolean messages = true;
    private int turns;

    private record Granted(String tool, Set<String> operations, Scope scope) {}

    /** A call that reached the world; status succeeded, failed or denied. */
    record Called(String function, ObjectNode arguments, String status) {}

    /** How a conversation ended. */
    record Ended(boolean completed, String result, ArrayNode findings, ObjectNode data) {
        String code() {
            return data.path("code").asString("");
        }

        List<String> places() {
            return findings.valueStream()
                    .map(finding -> finding.path("place").asString(""))
                    .toList();
        }
    }

    TestingWorld(Path folder, ToolServer... others) {
        try {
            root = Files.createDirectories(folder.resolve("workspace")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestingStore store = SharedStore.STORE;
        tree = store.ids().next("task");
        List<ToolServer> servers = new ArrayList<>(List.of(others));
        servers.add(new FileSystemServer(store.database(), store.events(), store.clock(), store.ids()));
        servers.add(new GitServer(GitSettings.defaults(), name -> Optional.empty(), store.clock()));
        for (ToolServer server : servers) {
            for (Operation operation : server.operations()) {
                String function =
                        operation.spec().tool() + "__" + operation.spec().name();
                operations.put(function, operation);
                schemas.put(function, ArgumentValidator.compile(operation.spec().inputSchema()));
            }
        }
    }

    Path root() {
        return root;
    }

    TestingWorld file(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files with their content, what git keeps left out. */
    Map<String, String> everything() {
        try (Stream<Path> walk = Files.walk(root)) {
            Map<String, String> all = new TreeMap<>();
            walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(path -> !path.startsWith(".git/"))
                    .forEach(path -> all.put(path, read(path)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the tool is refused for this reason. */
    TestingWorld refuse(String tool, String reason) {
        refusals.put(tool, reason);
        return this;
    }

    /** From now on the function fails. */
    TestingWorld fail(String function, WritException failure) {
        failures.put(function, failure);
        return this;
    }

    TestingWorld withoutMessages() {
        messages = false;
        return this;
    }

    List<Called> called() {
        return List.copyOf(called);
    }

    List<String> called(String function) {
        return called.stream()
                .filter(call -> call.function().equals(function))
                .map(call -> call.arguments().toString())
                .toList();
    }

    /** What the model asked for, one scope a request. */
    List<JsonNode> asked(String tool) {
        return called.stream()
                .filter(call -> call.function().equals("need_more_tools"))
                .map(call -> call.arguments().path("scope").path(tool))
                .filter(scope -> !scope.isMissingNode())
                .toList();
    }

    long denied() {
        return called.stream().filter(call -> call.status().equals("denied")).count();
    }

    int turns() {
        return turns;
    }

    /** Words that went with calls, and messages to the user. */
    String said() {
        return String.join("\n", said);
    }

    Ended ask(String request) {
        return run("worker", request);
    }

    Ended role(String agent, ObjectNode input) {
        return run(agent, "Do your part.\n\nInput (JSON):\n" + Json.writePretty(input));
    }

    /** Lets the agent work on the request until it ends the task. */
    Ended run(String agent, String request) {
        Optional<AgentDefinition> definition = AgentFiles.bundled().agents().stream()
                .filter(each -> each.name().equals(agent))
                .findFirst();
        grants.clear();
        definition.ifPresent(each -> each.basePermissions().forEach(this::grant));
        List<Message> conversation = new ArrayList<>(List.of(
                new Message.Instruction(
                        definition.map(AgentDefinition::instruction).orElse("")),
                new Message.Request("user", request)));
        int most = definition.map(AgentDefinition::maximumTurns).orElse(MOST_TURNS);
        for (turns = 1; turns <= most; turns++) {
            ModelRequest asked = new ModelRequest(
                    agent, tree, turns, dev.writ.model.ModelTier.STANDARD, conversation, offered(), 4_096);
            PlaybookModel model = new PlaybookModel();
            ModelReply reply = model.chat(asked, TokenListener.NONE);
            assertThat(model.chat(asked, TokenListener.NONE))
                    .as("the same conversation")
                    .isEqualTo(reply);
            assertThat(reply.calls())
                    .as("a turn without a call: " + reply.text())
                    .isNotEmpty();
            conversation.add(new Message.Reply(reply.text(), reply.calls()));
            said.add(reply.text());
            for (Message.Call call : reply.calls()) {
                assertThat(asked.functions())
                        .extracting(ModelRequest.Function::name)
                        .contains(call.function());
                if (call.function().equals("end_task")) {
                    return ended(call.arguments());
                }
                conversation.add(answer(call));
            }
        }
        throw new AssertionError("no end after " + most + " turns; last: " + conversation.getLast());
    }

    private Ended ended(ObjectNode arguments) {
        assertThat(arguments.path("status").asString("")).isIn("completed", "failed");
        assertThat(arguments.path("result").asString("")).isNotBlank();
        ArrayNode findings = arguments.path("findings") instanceof ArrayNode list ? list : Json.array();
        findings.forEach(finding -> {
            assertThat(finding.path("title").asString("")).isNotBlank();
            assertThat(finding.path("severity").asString("")).isIn("info", "warning", "error");
        });
        return new Ended(
                arguments.path("status").asString("").equals("completed"),
                arguments.path("result").asString(""),
                findings,
                arguments.path("data") instanceof ObjectNode data ? data : Json.object());
    }

    private List<ModelRequest.Function> offered() {
        List<ModelRequest.Function> offered = new ArrayList<>();
        for (String core : List.of(
                "end_task",
                "need_more_tools",
                "need_more_context",
                "break_down_task",
                "start_subtask",
                "flag_for_review",
                "request_improvement")) {
            offered.add(new ModelRequest.Function(core, core, Json.object()));
        }
        if (messages) {
            offered.add(new ModelRequest.Function("message_user__send_message", "Tells the user.", Json.object()));
        }
        operations.forEach((function, operation) -> {
            boolean granted = grants.stream().anyMatch(grant -> allows(grant, operation));
            if (granted) {
                offered.add(new ModelRequest.Function(
                        function,
                        operation.spec().description(),
                        operation.spec().inputSchema()));
            }
        });
        return offered;
    }

    private static boolean allows(Granted grant, Operation operation) {
        return grant.tool().equals(operation.spec().tool())
                && (grant.operations().isEmpty()
                        || grant.operations().contains(operation.spec().name()));
    }

    private void grant(BasePermission base) {
        grants.add(new Granted(base.tool(), base.operations(), base.scope()));
    }

    private Message.Result answer(Message.Call call) {
        Message.Result result =
                switch (call.function()) {
                    case "need_more_tools" -> granted(call);
                    case "message_user__send_message" -> {
                        said.add(call.arguments().path("text").asString(""));
                        yield succeeded(call, Json.object().put("message", "msg_1"));
                    }
                    case "need_more_context" -> succeeded(call, Json.object().set("documents", Json.array()));
                    default -> operation(call);
                };
        called.add(new Called(call.function(), call.arguments(), result.status()));
        return result;
    }

    private Message.Result granted(Message.Call call) {
        ObjectNode arguments = call.arguments();
        assertThat(arguments.path("request").asString("")).isNotBlank().hasSizeLessThan(2_000);
        assertThat(arguments.path("justification").asString(""))
                .contains("The user asked")
                .hasSizeLessThan(2_000);
        assertThat(arguments.path("duration").asString("")).matches("|[0-9]{1,4}[smh]");
        String tool = arguments.path("tools").path(0).asString("");
        ObjectNode data = Json.object();
        ArrayNode granted = data.putArray("granted");
        ArrayNode refused = data.putArray("refused");
        if (refusals.containsKey(tool)) {
            refused.addObject().put("tool", tool).put("reason", refusals.get(tool));
            return succeeded(call, data);
        }
        Scope scope = ScopeJson.read(tool, arguments.path("scope").path(tool));
        List<String> names = arguments
                .path("operations")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
        grants.add(new Granted(tool, Set.copyOf(names), scope));
        ObjectNode grant =
                granted.addObject().put("assignment", "asg_" + grants.size()).put("tool", tool);
        grant.set("operations", Json.array(names));
        grant.set("scope", ScopeJson.write(scope));
        return succeeded(call, data);
    }

    private Message.Result operation(Message.Call call) {
        Operation operation = operations.get(call.function());
        assertThat(schemas.get(call.function()).firstMistake(call.arguments()))
                .as(call.function() + call.arguments())
                .isEmpty();
        CallContext context =
                new CallContext(tree + "_" + called.size(), tree, tree, "worker", Optional.of(new Workspace(root)));
        try {
            if (failures.containsKey(call.function())) {
                throw failures.get(call.function());
            }
            var prepared = operation.prepare(call.arguments(), context);
            Optional<Access> outside = prepared.accesses().stream()
                    .filter(access -> !permitted(operation, access))
                    .findFirst();
            if (outside.isPresent()) {
                return new Message.Result(
                        call.id(),
                        call.function(),
                        "denied",
                        "Denied.",
                        denial(operation, prepared.accesses(), outside.get()));
            }
            OperationResult result = prepared.run(TestingCalls.authorized(context));
            return new Message.Result(call.id(), call.function(), "succeeded", result.text(), result.data());
        } catch (WritException e) {
            return new Message.Result(
                    call.id(),
                    call.function(),
                    "failed",
                    e.failure().toString(),
                    Json.object()
                            .put("code", e.failure().code().id())
                            .put("message", e.failure().message())
                            .put("hint", e.failure().hint()));
        } catch (Exception e) {
            throw new AssertionError(call.function() + call.arguments(), e);
        }
    }

    private boolean permitted(Operation operation, Access access) {
        return grants.stream()
                .anyMatch(grant -> allows(grant, operation) && grant.scope().permits(access));
    }

    /** A receipt whose smallest request allows exactly what the call touches. */
    private static ObjectNode denial(Operation operation, List<Access> accesses, Access outside) {
        ObjectNode data = Json.object()
                .put("rule", "scope")
                .put("sentence", outside + " is outside the scope the task was given.");
        ObjectNode smallest = data.putObject("smallest_request");
        Function<Access.FileVerb, List<String>> paths = verb -> accesses.stream()
                .flatMap(access -> access instanceof Access.FileAccess file && file.verb() == verb
                        ? Stream.of(file.path())
                        : Stream.of())
                .toList();
        if (outside instanceof Access.FileAccess) {
            ObjectNode scope =
                    smallest.putObject("scope").putObject(operation.spec().tool());
            scope.set("read", Json.array(paths.apply(Access.FileVerb.READ)));
            scope.set("write", Json.array(paths.apply(Access.FileVerb.WRITE)));
        }
        return data;
    }

    private static Message.Result succeeded(Message.Call call, ObjectNode data) {
        return new Message.Result(call.id(), call.function(), "succeeded", data.toString(), data);
    }

    /** Opening a store takes longer than most conversations: all worlds share one, each with a tree of its own. */
    private static final class SharedStore {
        static final TestingStore STORE = open();

        private static TestingStore open() {
            try {
                Path folder = Files.createTempDirectory("playbook-store");
                TestingStore store = TestingStore.open(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    store.close();
                    try (Stream<Path> files = Files.list(folder)) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                        Files.delete(folder);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return store;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
