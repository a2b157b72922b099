package dev.writ.tool.sql;

import dev.writ.tool.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * A database and the queries declared for it.
 *
 * @param name what callers write before the colon, for instance {@code shop} in {@code shop:open_orders}
 * @param location path of the file (SQLite), or JDBC URL (PostgreSQL)
 * @param user PostgreSQL role; empty when the URL says it, always empty for SQLite
 * @param passwordVariable name of the environment variable that holds the password; empty for none
 * @param queries in the order of their declaration; names are unique
 */
public record SqlDatabase(
        String name,
        SqlKind kind,
        String location,
        String description,
        String user,
        String passwordVariable,
        List<SqlQuery> queries) {
    public SqlDatabase {
        queries = List.copyOf(queries);
    }

    /** SHA-256 of all that decides what a query reads: where it runs, and the query itself. */
    String hash(SqlQuery query) {
        return Sha256.of(origin() + query.hash());
    }

    /** Where its queries run and as whom; one line for each part, none of which has a line end. */
    String origin() {
        return kind.id() + "\n" + location + "\n" + user + "\n";
    }

    /** The query of this name, if it is declared. */
    public Optional<SqlQuery> query(String query) {
        return queries.stream()
                .filter(candidate -> candidate.name().equals(query))
                .findFirst();
    }
}
