package dev.writ.tool.entity;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/** An operation made of its description and the function that prepares a call. */
record EntityOperation(OperationSpec spec, BiFunction<ObjectNode, CallContext, PreparedCall> preparation)
        implements Operation {

    /** @param input and {@code output}: JSON Schemas as text */
    static Operation of(
            String name,
            Effect effect,
            String description,
            String input,
            String output,
            BiFunction<ObjectNode, CallContext, PreparedCall> preparation) {
        OperationSpec spec = new OperationSpec(
                EntityManagerServer.TOOL,
                name,
                description,
                Json.parseObject(input),
                Json.parseObject(output),
                effect,
                effect == Effect.PURE ? Flow.reading(Source.KEPT) : Flow.changing(Source.KEPT));
        return new EntityOperation(spec, preparation);
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        return preparation.apply(arguments, context);
    }
}
