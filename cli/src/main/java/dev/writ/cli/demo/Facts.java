package dev.writ.cli.demo;

import dev.writ.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads back from the database what really happened. */
public final class Facts {
    private final Database database;

    public Facts(Database database) {
        this.database = database;
    }

    /** The first value of a query with named parameters, as text. */
    public Optional<String> one(String sql, Map<String, ?> parameters) {
        return rows(sql, parameters).stream().findFirst();
    }

    /** The first column of all rows, as text. */
    public List<String> rows(String sql, Map<String, ?> parameters) {
        return database.read(handle -> handle
                .createQuery(sql)
                .bindMap(parameters)
                .map((row, context) -> Optional.ofNullable(row.getString(1)))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList());
    }

    public long count(String sql, Map<String, ?> parameters) {
        return one(sql, parameters).map(Long::parseLong).orElse(0L);
    }
}
