package dev.writ.tool.sql;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code list_databases}: names, kinds and descriptions, and nothing of what is in them. */
record ListDatabases(RegisteredDatabases databases) implements Operation {
    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                SqlServer.NAME,
                "list_databases",
                "Lists the databases that have named queries. Writ's own records are in the database 'writ'.",
                Json.parseObject("""
                        {"type": "object", "properties": {}, "additionalProperties": false}
                        """),
                Json.parseObject("""
                        {"type": "object", "required": ["databases"], "properties": {"databases": {"type": "array",
                         "items": {"type": "object", "required": ["name", "kind", "description"], "properties": {
                          "name": {"type": "string"}, "kind": {"type": "string"}, "description": {"type": "string"}}}}}}
                        """),
                Effect.PURE,
                Flow.reading(Source.OWN));
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        return PreparedCall.of(List.of(), call -> {
            ArrayNode list = Json.array();
            StringBuilder text = new StringBuilder();
            for (SqlSource source : databases.all()) {
                SqlDatabase database = source.database();
                list.add(Json.object()
                        .put("name", database.name())
                        .put("kind", database.kind().id())
                        .put("description", database.description()));
                text.append("%s (%s, %d queries): %s%n"
                        .formatted(
                                database.name(),
                                database.kind().id(),
                                database.queries().size(),
                                database.description()));
            }
            return new OperationResult(
                    Json.object().set("databases", list), text.toString().strip());
        });
    }
}
