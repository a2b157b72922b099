package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The databases of a server by name, and how callers find them. */
record RegisteredDatabases(Map<String, SqlSource> sources) {
    RegisteredDatabases {
        sources = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sources));
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
