package dev.writ.model.playbook;

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
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Databases whose named queries give the rows a test wrote: {@code database:query} to a JSON list. */
final class TestingQueries implements ToolServer {
    private static final String ANY = "{\"type\": \"object\"}";

    private final Map<String, String> rows;

    TestingQueries(Map<String, String> rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "sql_lite";
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(
                new ToolSpec("sql_lite", "Named queries.", SecurityLevel.STANDARD, Duration.ofHours(24), List.of()));
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                operation("list_databases", arguments -> PreparedCall.of(List.of(), call -> result(databases()))),
                operation(
                        "list_queries",
                        arguments -> PreparedCall.of(
                                List.of(),
                                call -> result(
                                        queries(arguments.path("database").asString(""))))),
                operation("execute_query", arguments -> {
                    String database = arguments.path("database").asString("writ");
                    String query = arguments.path("query").asString("");
                    return PreparedCall.of(
                            List.of(new Access.QueryAccess(database, query, "")),
                            call -> result(execute(database, query)));
                }));
    }

    private ObjectNode databases() {
        ObjectNode data = Json.object();
        ArrayNode list = data.putArray("databases");
        rows.keySet().stream()
                .map(key -> key.split(":", -1)[0])
                .distinct()
                .sorted()
                .forEach(name -> list.addObject()
                        .put("name", name)
                        .put("kind", "sqlite")
                        .put("description", "Database " + name + "."));
        return data;
    }

    private ObjectNode queries(String database) {
        ObjectNode data = Json.object();
        ArrayNode list = data.putArray("queries");
        rows.keySet().stream()
                .sorted()
                .filter(key -> database.isEmpty() || key.startsWith(database + ":"))
                .forEach(key -> {
                    ObjectNode query = list.addObject()
                            .put("database", key.split(":", -1)[0])
                            .put("name", key.split(":", -1)[1])
                            .put("description", "Query " + key + ".");
                    ArrayNode parameters = query.putArray("parameters");
                    if (key.endsWith("_by_id")) {
                        parameters
                                .addObject()
                                .put("name", "id")
                                .put("type", "integer")
                                .put("required", true);
                    }
                });
        return data;
    }

    private ObjectNode execute(String database, String query) {
        ArrayNode list = (ArrayNode) Json.parse(rows.get(database + ":" + query));
        ObjectNode data = Json.object()
                .put("database", database)
                .put("query", query)
                .put("row_count", list.size())
                .put("truncated", false);
        data.set(
                "columns",
                list.isEmpty()
                        ? Json.array()
                        : Json.array(List.copyOf(list.get(0).propertyNames())));
        data.set("rows", list);
        return data;
    }

    private static OperationResult result(ObjectNode data) {
        return new OperationResult(data, data.toString());
    }

    private static Operation operation(String name, Function<ObjectNode, PreparedCall> prepare) {
        return new Operation() {
            @Override
            public OperationSpec spec() {
                return new OperationSpec("sql_lite", name, name, Json.parseObject(ANY), Json.object(), Effect.PURE);
            }

            @Override
            public PreparedCall prepare(ObjectNode arguments, CallContext context) {
                return prepare.apply(arguments);
            }
        };
    }
}
