package dev.writ.tool.sql;

import dev.writ.Json;
import dev.writ.tool.Sha256;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/**
 * A named query: the only SQL that callers can run.
 *
 * @param statement one statement that reads
 * @param times names of result columns that hold milliseconds since 1970, shown to callers as ISO-8601 times
 */
public record SqlQuery(
        String name, String description, List<SqlParameter> parameters, SqlStatement statement, Set<String> times) {
    public SqlQuery {
        parameters = List.copyOf(parameters);
        times = Set.copyOf(times);
    }

    /**
     * SHA-256, in hexadecimal, of all that decides what the query does: name, SQL, parameters with types, ranges and
     * defaults. Another hash is another query, whatever its name.
     */
    public String hash() {
        ArrayNode declared = Json.array();
        parameters.forEach(parameter -> declared.add(parameter.toJson()));
        String canonical = Json.canonical(Json.object()
                .put("name", name)
                .put("sql", statement.sql())
                .set("times", Json.array(times.stream().sorted().toList()))
                .set("parameters", declared));
        return Sha256.of(canonical);
    }
}
