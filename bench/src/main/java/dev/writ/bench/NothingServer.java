package dev.writ.bench;

import dev.writ.Json;
import dev.writ.permission.Access;
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
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A tool server whose one operation states that it reads a file and does nothing: all that is left is the gateway. */
final class NothingServer implements ToolServer, Operation {
    static final String TOOL = "file_system_listing";
    static final String OPERATION = "nothing";

    private static final OperationSpec SPEC = new OperationSpec(
            TOOL, OPERATION, "Does nothing.", Json.parseObject("""
                    {"type": "object", "additionalProperties": false, "required": ["path"],
                     "properties": {"path": {"type": "string", "description": "A path."}}}"""), Json.parseObject("""
                    {"type": "object"}"""), Effect.PURE);

    @Override
    public String name() {
        return "nothing";
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(TOOL, "Does nothing.", SecurityLevel.MINIMAL, Duration.ofHours(12), List.of()));
    }

    @Override
    public List<Operation> operations() {
        return List.of(this);
    }

    @Override
    public OperationSpec spec() {
        return SPEC;
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        String path = arguments.path("path").asString();
        return PreparedCall.of(
                List.of(new Access.FileAccess(path, Access.FileVerb.READ)),
                call -> new OperationResult(Json.object().put("path", path), path));
    }
}
