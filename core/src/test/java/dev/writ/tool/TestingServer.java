package dev.writ.tool;

import dev.writ.Json;
import dev.writ.permission.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A tool server made of lambdas. Each operation takes {@code {"text": string}} and states that it reads the file of that name. */
final class TestingServer implements ToolServer {
    static final ObjectNode SCHEMA = Json.parseObject("""
            {"type": "object", "additionalProperties": false,
             "properties": {"text": {"type": "string", "maxLength": 5000}}}""");

    private final String name;
    private final Map<String, ToolSpec> tools = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private volatile Availability availability = new Availability.Ready();
    private boolean thirdParty;

    TestingServer(String name) {
        this.name = name;
    }

    TestingServer tool(String tool, String... alternatives) {
        tools.put(
                tool,
                new ToolSpec(
                        tool,
                        "Does " + tool + ".",
                        SecurityLevel.STANDARD,
                        Duration.ofHours(6),
                        List.of(alternatives)));
        return this;
    }

    TestingServer operation(String tool, String operation, Effect effect, PreparedCall.Body body) {
        return operation(tool, operation, effect, Duration.ZERO, body);
    }

    TestingServer operation(String tool, String operation, Effect effect, Duration needed, PreparedCall.Body body) {
        return operation(
                new OperationSpec(tool, operation, "Does it.", SCHEMA, Json.object(), effect),
                arguments -> PreparedCall.of(
                        List.of(new Access.FileAccess(arguments.path("text").asString(""), Access.FileVerb.READ)),
                        needed,
                        body));
    }

    TestingServer operation(OperationSpec spec, Preparing preparing) {
        tools.computeIfAbsent(
                spec.tool(),
                tool -> new ToolSpec(
                        tool, "Does " + tool + ".", SecurityLevel.STANDARD, Duration.ofHours(6), List.of()));
        operations.add(new Operation() {
            @Override
            public OperationSpec spec() {
                return spec;
            }

            @Override
            public PreparedCall prepare(ObjectNode arguments, CallContext context) {
                return preparing.prepare(arguments);
            }
        });
        return this;
    }

    TestingServer fromThirdParty() {
        thirdParty = true;
        return this;
    }

    void availability(Availability availability) {
        this.availability = availability;
    }

    static OperationResult result(String text) {
        return new OperationResult(Json.object().put("text", text), text);
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
    public Availability availability() {
        return availability;
    }

    @Override
    public boolean thirdParty() {
        return thirdParty;
    }

    interface Preparing {
        PreparedCall prepare(ObjectNode arguments);
    }
}
