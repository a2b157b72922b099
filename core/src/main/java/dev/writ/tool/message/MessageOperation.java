package dev.writ.tool.message;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RecipientAccess;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** An operation that concerns the user: its description, and what turns arguments into the work of a call. */
record MessageOperation(OperationSpec spec, BiFunction<ObjectNode, CallContext, Supplier<OperationResult>> preparation)
        implements Operation {

    /** @param input and {@code output}: JSON Schemas as text */
    static Operation of(
            String name,
            Effect effect,
            String description,
            String input,
            String output,
            BiFunction<ObjectNode, CallContext, Supplier<OperationResult>> preparation) {
        // It reaches nobody but the person whose words the task follows, by routes that a person configured.
        OperationSpec spec = new OperationSpec(
                MessageUserServer.TOOL,
                name,
                description,
                Json.parseObject(input),
                Json.parseObject(output),
                effect,
                effect == Effect.PURE ? Flow.reading(Source.KEPT) : Flow.changing(Source.OWN));
        return new MessageOperation(spec, preparation);
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        Supplier<OperationResult> body = preparation.apply(arguments, context);
        return PreparedCall.of(List.of(new RecipientAccess("user")), call -> body.get());
    }
}
