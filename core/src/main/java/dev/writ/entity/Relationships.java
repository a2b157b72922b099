package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Typed connections between entities of any kind, with a strength. Between two entities there is at most one of a type.
 * Definitions may be named by id or name. Safe for use by many threads.
 */
public final class Relationships {
    private static final int MOST_RELATED = 500;
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    public Relationships(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** As {@link #relate(Transaction, EntityRef, EntityRef, String, double, Change)}, in a transaction of its own. */
    public Relationship relate(EntityRef source, EntityRef target, String type, double strength, Change change) {
        return database.write(transaction -> relate(transaction, source, target, type, strength, change));
    }

    /**
     * Adds a relationship, or gives the one of this type a new strength.
     *
     * @throws WritException with {@code not_found} when one of the two does not exist, {@code invalid_arguments} for a
     *     strength outside 0..1, a type that is no lower-case word, or an entity related to itself
     */
    public Relationship relate(
            Transaction transaction, EntityRef source, EntityRef target, String type, double strength, Change change) {
        if (!(strength >= 0 && strength <= 1)) {
            throw invalid("The strength " + strength + " is not between 0 and 1.", "Give a number from 0 to 1.");
        }
        if (!TYPE.matcher(type).matches()) {
            throw invalid(
                    "'" + type + "' is not a relationship type.",
                    "Use lower-case letters, digits and underscores, 64 at most, as in depends_on.");
        }
        Handle handle = transaction.handle();
        EntityRef from = existing(handle, source);
        EntityRef to = existing(handle, target);
        if (from.equals(to)) {
            throw invalid("An entity cannot be related to itself.", "Name two different entities.");
        }
        Optional<Relationship> present = find(handle, from, to, type);
        if (present.isPresent() && present.get().strength() == strength) {
            return present.get();
        }
        bind(handle.createUpdate("""
                        INSERT INTO entity_relationships (source_kind, source, target_kind, target, type, strength,
                                                          created_at)
                        VALUES (:sourceKind, :source, :targetKind, :target, :type, :strength, :now)
                        ON CONFLICT (source_kind, source, target_kind, target, type)
                        DO UPDATE SET strength = excluded.strength
                        """), from, to, type)
                .bind("strength", strength)
                .bind("now", clock.millis())
                .execute();
        NewEvent event = event("relationship.added", from, to, type, change);
        event.data().put("strength", strength);
        events.append(transaction, event);
        return find(handle, from, to, type).orElseThrow();
    }

    /** As {@link #unrelate(Transaction, EntityRef, EntityRef, String, Change)}, in a transaction of its own. */
    public boolean unrelate(EntityRef source, EntityRef target, String type, Change change) {
        return database.write(transaction -> unrelate(transaction, source, target, type, change));
    }

    /** Removes a relationship; false when there was none. */
    public boolean unrelate(Transaction transaction, EntityRef source, EntityRef target, String type, Change change) {
        Handle handle = transaction.handle();
        EntityRef from = existing(handle, source);
        EntityRef to = existing(handle, target);
        int removed = bind(handle.createUpdate("""
                        DELETE FROM entity_relationships
                        WHERE source_kind = :sourceKind AND source = :source
                          AND target_kind = :targetKind AND target = :target AND type = :type
                        """), from, to, type).execute();
        if (removed == 0) {
            return false;
        }
        events.append(transaction, event("relationship.removed", from, to, type, change));
        return true;
    }

    /** Relationships from and to an entity, the strongest first, 500 at most. */
    public List<Relationship> related(EntityKind kind, String idOrName) {
        return database.read(handle -> {
            EntityRef entity = existing(handle, new EntityRef(kind, idOrName));
            return handle.createQuery("""
                            SELECT * FROM entity_relationships
                            WHERE (source_kind = :kind AND source = :id) OR (target_kind = :kind AND target = :id)
                            ORDER BY strength DESC, created_at, source, target, type LIMIT :limit
                            """)
                    .bind("kind", kind.id())
                    .bind("id", entity.id())
                    .bind("limit", MOST_RELATED)
                    .map((row, context) -> relationship(row))
                    .list();
        });
    }

    private static Optional<Relationship> find(Handle handle, EntityRef source, EntityRef target, String type) {
        return bind(handle.createQuery("""
                        SELECT * FROM entity_relationships
                        WHERE source_kind = :sourceKind AND source = :source
                          AND target_kind = :targetKind AND target = :target AND type = :type
                        """), source, target, type)
                .map((row, context) -> relationship(row))
                .findOne();
    }

    private static EntityRef existing(Handle handle, EntityRef named) {
        Optional<String> id =
                switch (named.kind()) {
                    case AGENT, PROCESS, TOOL, DOCUMENT ->
                        DefinitionRows.find(handle, named.kind(), named.id()).map(Definition::id);
                    case TASK -> fact(handle, "SELECT id FROM tasks WHERE id = :id", named.id());
                    case EVENT -> fact(handle, "SELECT id FROM events WHERE id = :id", named.id());
                };
        return new EntityRef(named.kind(), id.orElseThrow(() -> Definitions.unknown(named.kind(), named.id())));
    }

    private static Optional<String> fact(Handle handle, String sql, String id) {
        return handle.createQuery(sql).bind("id", id).mapTo(String.class).findOne();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, EntityRef source, EntityRef target, String type) {
        return statement
                .bind("sourceKind", source.kind().id())
                .bind("source", source.id())
                .bind("targetKind", target.kind().id())
                .bind("target", target.id())
                .bind("type", type);
    }

    private static NewEvent event(String name, EntityRef source, EntityRef target, String type, Change change) {
        return change.event(name, source)
                .with("relationship", type)
                .with("target_kind", target.kind().id())
                .with("target", target.id());
    }

    private static Relationship relationship(ResultSet row) throws SQLException {
        return new Relationship(
                new EntityRef(EntityKind.parse(row.getString("source_kind")), row.getString("source")),
                new EntityRef(EntityKind.parse(row.getString("target_kind")), row.getString("target")),
                row.getString("type"),
                row.getDouble("strength"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static WritException invalid(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
