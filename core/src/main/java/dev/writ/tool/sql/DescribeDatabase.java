package dev.writ.tool.sql;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code describe}: tables and columns of a database. Needs a scope that holds {@code database:describe}. */
record DescribeDatabase(RegisteredDatabases databases, QueryRunner runner) implements Operation {
    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                SqlServer.NAME,
                QuerySettings.DESCRIBE,
                "Shows the tables and columns of a database, to understand what its queries read.",
                Json.parseObject("""
                        {"type": "object", "additionalProperties": false, "required": ["database"], "properties": {
                         "database": {"type": "string", "maxLength": 100, "description": "Name of the database."}}}
                        """),
                Json.parseObject("""
                        {"type": "object", "required": ["database", "kind", "tables", "truncated"], "properties": {
                         "database": {"type": "string"}, "kind": {"type": "string"}, "truncated": {"type": "boolean"},
                         "tables": {"type": "array", "items": {"type": "object", "required": ["name", "columns"],
                          "properties": {"name": {"type": "string"}, "columns": {"type": "array", "items": {
                           "type": "object", "required": ["name", "type", "nullable"], "properties": {
                            "name": {"type": "string"}, "type": {"type": "string"}, "nullable": {"type": "boolean"}}}}}}}}}
                        """),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        SqlSource source = databases.find(arguments.path("database").asString(SqlDatabases.WRIT));
        return PreparedCall.of(List.of(databases.access(source, QuerySettings.DESCRIBE)), call -> run(source, call));
    }

    private OperationResult run(SqlSource source, AuthorizedCall call) {
        SqlDatabase database = source.database();
        QueryRows found = runner.run(
                source,
                "Describing the database '" + database.name() + "'",
                source.describeSql(),
                List.of(),
                Set.of(),
                call);
        Map<String, ArrayNode> columns = new LinkedHashMap<>();
        for (List<JsonNode> row : found.rows()) {
            columns.computeIfAbsent(row.get(0).asString(), table -> Json.array())
                    .add(Json.object()
                            .put("name", row.get(1).asString())
                            .put("type", row.get(2).asString())
                            .put("nullable", row.get(3).asBoolean()));
        }
        ArrayNode tables = Json.array();
        List<String> lines = new ArrayList<>();
        columns.forEach((table, list) -> {
            tables.add(Json.object().put("name", table).set("columns", list));
            lines.add(table + "("
                    + String.join(
                            ", ",
                            list.valueStream().map(DescribeDatabase::column).toList()) + ")");
        });
        ObjectNode data = Json.object()
                .put("database", database.name())
                .put("kind", database.kind().id())
                .put("truncated", found.truncated());
        data.set("tables", tables);
        return new OperationResult(data, lines.isEmpty() ? "The database has no tables." : String.join("\n", lines));
    }

    private static String column(JsonNode column) {
        return (column.path("name").asString() + " " + column.path("type").asString()).strip();
    }
}
