package dev.writ.model.playbook.tools;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Need;
import dev.writ.model.playbook.turn.Outcome;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Asking databases named questions through {@code sql_lite}. */
public final class Queries {
    public static final String TOOL = "sql_lite";
    public static final String OWN = "writ";

    private final Toolbox toolbox;
    private final Need need;

    /** @param queries {@code database:query}, or {@code database:*} */
    public Queries(Toolbox toolbox, List<String> queries, String purpose) {
        this.toolbox = toolbox;
        ObjectNode scope = Json.object();
        scope.set("queries", Json.array(queries));
        this.need = new Need(
                TOOL, List.of("list_databases", "list_queries", "execute_query", "describe"), scope, purpose, "");
    }

    /** A named query. */
    public record Query(String database, String name, String description, List<Data> parameters) {
        /** Whether it can be asked without giving anything. */
        public boolean needsNothing() {
            return parameters.stream().allMatch(parameter -> !parameter.flag("required") || parameter.has("default"));
        }
    }

    /** What a query gave. */
    public record Rows(String database, String query, List<String> columns, List<Data> rows, boolean truncated) {
        /** For use as a finding's place. */
        public String place() {
            return database + ":" + query;
        }
    }

    public List<Data> databases() {
        return toolbox.require(need, "list_databases", Json.object()).list("databases");
    }

    /** @param database "" for all */
    public List<Query> list(String database) {
        ObjectNode arguments = Json.object();
        if (!database.isEmpty()) {
            arguments.put("database", database);
        }
        return toolbox.require(need, "list_queries", arguments).list("queries").stream()
                .map(query -> new Query(
                        query.text("database"),
                        query.text("name"),
                        query.text("description"),
                        query.list("parameters")))
                .toList();
    }

    public Rows run(String database, String query, Map<String, Object> parameters) {
        return rows(toolbox.require(need, "execute_query", arguments(database, query, parameters)));
    }

    /** Several queries with the same parameters in one turn; one that fails is empty. */
    public List<Optional<Rows>> runAll(String database, List<String> queries, Map<String, Object> parameters) {
        return toolbox
                .useAll(
                        need,
                        "execute_query",
                        queries.stream()
                                .map(query -> arguments(database, query, parameters))
                                .toList())
                .stream()
                .map(outcome -> switch (outcome) {
                    case Outcome.Succeeded done -> Optional.of(rows(done.data()));
                    case Outcome.Failed failed -> {
                        // A store that is gone fails all of them alike: that is for the user to know.
                        if (failed.code().equals("unavailable") || failed.code().startsWith("store_")) {
                            throw new SkillStops(failed.code(), failed.sentence());
                        }
                        yield Optional.<Rows>empty();
                    }
                    case Outcome.Denied ignored -> Optional.<Rows>empty();
                    case Outcome.NotOffered ignored -> Optional.<Rows>empty();
                })
                .toList();
    }

    private static ObjectNode arguments(String database, String query, Map<String, Object> parameters) {
        ObjectNode arguments = Json.object().put("database", database).put("query", query);
        ObjectNode values = arguments.putObject("parameters");
        parameters.forEach((name, value) -> values.set(name, Json.tree(value)));
        return arguments.put("format", "rows");
    }

    private static Rows rows(Data data) {
        return new Rows(
                data.text("database"),
                data.text("query"),
                data.texts("columns"),
                data.list("rows"),
                data.flag("truncated"));
    }
}
