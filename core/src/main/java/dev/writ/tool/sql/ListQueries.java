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
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code list_queries}: what can be asked. Shows no data and no SQL, so it states no access. */
record ListQueries(RegisteredDatabases databases) implements Operation {
    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                SqlServer.NAME,
                "list_queries",
                "Lists the named queries with their parameters, of one database or of all. A grant may allow only some.",
                Json.parseObject("""
                        {"type": "object", "additionalProperties": false, "properties": {
                         "database": {"type": "string", "maxLength": 100,
                          "description": "Name of a database; all databases where it is left out."}}}
                        """),
                Json.parseObject("""
                        {"type": "object", "required": ["queries"], "properties": {"queries": {"type": "array", "items": {
                         "type": "object", "required": ["database", "name", "description", "parameters"], "properties": {
                          "database": {"type": "string"}, "name": {"type": "string"}, "description": {"type": "string"},
                          "parameters": {"type": "array", "items": {"type": "object",
                           "required": ["name", "type", "required", "default", "description"], "properties": {
                            "name": {"type": "string"}, "type": {"type": "string"}, "required": {"type": "boolean"},
                            "default": {}, "description": {"type": "string"}}}}}}}}}
                        """),
                Effect.PURE,
                Flow.reading(Source.OWN));
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        List<SqlSource> chosen = arguments.has("database")
                ? List.of(databases.find(arguments.get("database").asString()))
                : databases.all();
        return PreparedCall.of(List.of(), call -> {
            ArrayNode list = Json.array();
            StringBuilder text = new StringBuilder();
            for (SqlSource source : chosen) {
                for (SqlQuery query : source.database().queries()) {
                    list.add(describe(source, query));
                    text.append(line(source, query)).append('\n');
                }
            }
            return new OperationResult(
                    Json.object().set("queries", list), text.toString().strip());
        });
    }

    private static ObjectNode describe(SqlSource source, SqlQuery query) {
        ArrayNode parameters = Json.array();
        query.parameters().forEach(parameter -> parameters.add(parameter.describe()));
        return Json.object()
                .put("database", source.database().name())
                .put("name", query.name())
                .put("description", query.description())
                .set("parameters", parameters);
    }

    private static String line(SqlSource source, SqlQuery query) {
        String parameters = query.parameters().stream()
                .map(parameter ->
                        parameter.name() + ": " + parameter.type().word() + (parameter.required() ? " (required)" : ""))
                .collect(Collectors.joining(", "));
        return source.database().name() + ":" + query.name() + "(" + parameters + ") - " + query.description();
    }
}
