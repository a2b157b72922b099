package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code execute_query}: runs a named query with checked parameters. */
record ExecuteQuery(RegisteredDatabases databases, QueryRunner runner, InstantSource clock) implements Operation {
    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                SqlServer.NAME,
                "execute_query",
                "Runs a named query and gives its rows. See list_queries for names and parameters; free SQL is not"
                        + " possible.",
                Json.parseObject("""
                        {"type": "object", "additionalProperties": false, "required": ["query"], "properties": {
                         "database": {"type": "string", "maxLength": 100,
                          "description": "Name of the database; 'writ' where it is left out."},
                         "query": {"type": "string", "minLength": 1, "maxLength": 200,
                          "description": "Name of the query, or database:name."},
                         "parameters": {"type": "object", "maxProperties": 100,
                          "description": "Values of the query's parameters by name."},
                         "format": {"enum": ["rows", "table"],
                          "description": "How the text shows the rows: an aligned table (default), or one JSON object a line."}}}
                        """),
                Json.parseObject("""
                        {"type": "object", "required": ["database", "query", "columns", "rows", "row_count", "truncated"],
                         "properties": {
                          "database": {"type": "string"}, "query": {"type": "string"},
                          "columns": {"type": "array", "items": {"type": "string"}},
                          "rows": {"type": "array", "items": {"type": "object"}},
                          "row_count": {"type": "integer"}, "truncated": {"type": "boolean"}}}
                        """),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        QueryName name = QueryName.read(arguments);
        SqlSource source = databases.find(name.database());
        SqlQuery query = RegisteredDatabases.query(source, name.query());
        List<SqlValue> values = values(query, arguments.path("parameters"), clock.instant());
        boolean table = !arguments.path("format").asString("table").equals("rows");
        return PreparedCall.of(
                List.of(databases.access(source, name.query())), call -> run(source, query, values, table, call));
    }

    /** One value for each {@code ?} of the statement. */
    private static List<SqlValue> values(SqlQuery query, JsonNode given, Instant now) {
        for (String name : given.propertyNames()) {
            if (query.parameters().stream()
                    .noneMatch(parameter -> parameter.name().equals(name))) {
                String known =
                        query.parameters().stream().map(SqlParameter::name).collect(Collectors.joining(", "));
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The query '" + query.name() + "' has no parameter '" + name + "'.",
                        known.isEmpty() ? "It takes none." : "It takes: " + known + ".");
            }
        }
        var byName = query.parameters().stream()
                .collect(Collectors.toMap(
                        SqlParameter::name,
                        parameter -> parameter.value(Optional.ofNullable(given.get(parameter.name())), now)));
        return query.statement().names().stream().map(byName::get).toList();
    }

    private OperationResult run(
            SqlSource source, SqlQuery query, List<SqlValue> values, boolean table, AuthorizedCall call) {
        String database = source.database().name();
        QueryRows result = runner.run(
                source,
                "The query '" + database + ":" + query.name() + "'",
                query.statement().positional(),
                values,
                query.times(),
                call);
        ArrayNode rows = Json.array();
        for (List<JsonNode> cells : result.rows()) {
            ObjectNode row = Json.object();
            for (int i = 0; i < cells.size(); i++) {
                row.set(result.columns().get(i), cells.get(i));
            }
            rows.add(row);
        }
        ObjectNode data = Json.object()
                .put("database", database)
                .put("query", query.name())
                .put("row_count", rows.size())
                .put("truncated", result.truncated());
        data.set("columns", Json.array(result.columns()));
        data.set("rows", rows);
        return new OperationResult(data, table ? TextTable.of(result) : TextRows.of(rows, result.truncated()));
    }
}
