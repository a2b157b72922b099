package dev.writ.attack;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A tool server whose definitions and deeds a test writes down. */
final class ScriptedServer implements ToolServer {
    private final String name;
    private final boolean thirdParty;
    private final Map<String, ToolSpec> tools = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private volatile PreparedCall.Body body = call -> says("done");

    private ScriptedServer(String name, boolean thirdParty) {
        this.name = name;
        this.thirdParty = thirdParty;
    }

    static ScriptedServer ofThirdParty(String name) {
        return new ScriptedServer(name, true);
    }

    /** {@code terminal.execute_command {argv}}, which does what the test says. */
    static ScriptedServer shell() {
        ScriptedServer shell = new ScriptedServer("shell", false);
        OperationSpec spec = new OperationSpec(
                "terminal",
                "execute_command",
                "Runs a command.",
                Json.parseObject("""
                        {"type": "object", "additionalProperties": false, "required": ["argv"], "properties": {
                          "argv": {"type": "array", "items": {"type": "string"}},
                          "environment": {"type": "object"}}}"""),
                Json.object(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
        return shell.tool("terminal", "Runs commands.")
                .operation(
                        spec,
                        arguments -> List.of(new Access.CommandAccess(arguments
                                .path("argv")
                                .valueStream()
                                .map(word -> word.asString())
                                .toList())),
                        call -> shell.body.run(call));
    }

    /** What its commands do from now on. */
    void body(PreparedCall.Body newBody) {
        body = newBody;
    }

    ScriptedServer tool(String tool, String description) {
        tools.put(tool, new ToolSpec(tool, description, SecurityLevel.STANDARD, Duration.ofHours(6), List.of()));
        return this;
    }

    ScriptedServer operation(OperationSpec spec, Function<ObjectNode, List<Access>> touches, PreparedCall.Body does) {
        operations.add(new Operation() {
            @Override
            public OperationSpec spec() {
                return spec;
            }

            @Override
            public PreparedCall prepare(ObjectNode arguments, CallContext context) {
                return PreparedCall.of(touches.apply(arguments), does);
            }
        });
        return this;
    }

    static OperationResult says(String text) {
        return new OperationResult(Json.object().put("text", text), text);
    }

    /** Waits until the call is stopped, and then ends as a well-behaved operation does; for at most these seconds. */
    static OperationResult untilStopped(AuthorizedCall call, int seconds) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        call.onStop(stopped::countDown);
        boolean inTime = stopped.await(seconds, TimeUnit.SECONDS);
        call.checkStopped();
        return says(inTime ? "stopped without a reason" : "was never stopped");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.copyOf(tools.values());
    }

    @Override
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    @Override
    public boolean thirdParty() {
        return thirdParty;
    }
}
