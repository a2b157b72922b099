package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.tool.Sha256;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The databases of a server by name, and how callers find them. */
final class RegisteredDatabases {
    private final Map<String, SqlSource> sources;
    private final Map<String, String> definitions;

    RegisteredDatabases(Map<String, SqlSource> sources) {
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.definitions = sources.values().stream()
                .flatMap(source -> definitionsOf(source).entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> definitionsOf(SqlSource source) {
        SqlDatabase database = source.database();
        Map<String, String> hashes = new HashMap<>();
        database.queries().forEach(query -> hashes.put(database.name() + ":" + query.name(), database.hash(query)));
        hashes.put(database.name() + ":" + QuerySettings.DESCRIBE, Sha256.of(database.origin() + source.describeSql()));
        return hashes;
    }

    /** For each {@code database:query} what decides what it reads, as a hash. */
    Map<String, String> definitions() {
        return definitions;
    }

    /** What running a query of a source touches. */
    Access access(SqlSource source, String query) {
        String database = source.database().name();
        return new Access.QueryAccess(database, query, Objects.requireNonNull(definitions.get(database + ":" + query)));
    }

    List<SqlSource> all() {
        return List.copyOf(sources.values());
    }

    /** @throws WritException with {@code not_found}, naming those there are */
    SqlSource find(String name) {
        SqlSource source = sources.get(name);
        if (source == null) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no database '" + shown(name) + "'.",
                    "Use one of: " + String.join(", ", sources.keySet()) + ".");
        }
        return source;
    }

    /** @throws WritException with {@code not_found} */
    static SqlQuery query(SqlSource source, String name) {
        return source.database()
                .query(name)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "The database '" + source.database().name() + "' has no query '" + shown(name) + "'.",
                        "See its queries with list_queries; only these can be run."));
    }

    private static String shown(String name) {
        return name.length() > 80 ? name.substring(0, 80) + "…" : name;
    }
}
