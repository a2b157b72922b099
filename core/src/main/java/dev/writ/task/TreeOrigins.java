package dev.writ.task;

import dev.writ.Json;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.TreeOrigin.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which requests came from which. Safe for use by many threads. */
public final class TreeOrigins {
    private final Database database;

    public TreeOrigins(Database database) {
        this.database = database;
    }

    public void add(Transaction transaction, TreeOrigin origin) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO tree_origins (tree, kind, source_tree, source_task, step, changed)
                        VALUES (:tree, :kind, :source, :sourceTask, :step, :changed)
                        """)
                .bind("tree", origin.tree())
                .bind("kind", origin.kind().id())
                .bind("source", origin.source())
                .bind("sourceTask", origin.sourceTask())
                .bind("step", origin.step())
                .bind("changed", Json.write(Json.array(origin.changed())))
                .execute();
    }

    /** What a request came from; empty for one that somebody worded. */
    public Optional<TreeOrigin> of(String tree) {
        return list("tree", tree).stream().findFirst();
    }

    /** What came from a request, oldest first. */
    public List<TreeOrigin> from(String tree) {
        return list("source_tree", tree);
    }

    private List<TreeOrigin> list(String column, String value) {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM tree_origins WHERE " + column + " = :value ORDER BY tree")
                        .bind("value", value)
                        .map((row, context) -> read(row))
                        .list());
    }

    private static TreeOrigin read(ResultSet row) throws SQLException {
        return new TreeOrigin(
                row.getString("tree"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("source_tree"),
                row.getString("source_task"),
                row.getInt("step"),
                Json.parse(row.getString("changed"))
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList());
    }
}
