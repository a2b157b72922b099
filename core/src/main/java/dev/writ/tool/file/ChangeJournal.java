package dev.writ.tool.file;

import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.tool.file.FileChange.ChangeAction;
import dev.writ.tool.file.FileChange.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** The table {@code file_changes}, and the events that go with it. Safe for use by many threads. */
final class ChangeJournal {
    private static final String COLUMNS = """
            id, call, task, tree, workspace, path, action, other_path, before_kind, before_hash, after_hash, diff,
            lines_added, lines_removed, state, created_at
            """;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    ChangeJournal(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Writes a change down, durably, before it is made. */
    void intend(FileChange change, Snapshot before) {
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("""
                        INSERT INTO file_changes (id, call, task, tree, workspace, path, action, other_path,
                                                  before_kind, before_mode, before_hash, before_content, after_hash,
                                                  diff, lines_added, lines_removed, state, created_at)
                        VALUES (:id, :call, :task, :tree, :workspace, :path, :action, :otherPath,
                                :beforeKind, :beforeMode, :beforeHash, :beforeContent, :afterHash,
                                :diff, :linesAdded, :linesRemoved, :state, :at)
                        """)
                .bind("id", change.id())
                .bind("call", change.call())
                .bind("task", change.task())
                .bind("tree", change.tree())
                .bind("workspace", change.workspace())
                .bind("path", change.path())
                .bind("action", change.action().id())
                .bind("otherPath", change.otherPath())
                .bind("beforeKind", change.beforeKind())
                .bind("beforeMode", SnapshotBytes.mode(before))
                .bind("beforeHash", change.beforeHash())
                .bind("beforeContent", SnapshotBytes.write(before))
                .bind("afterHash", change.afterHash())
                .bind("diff", change.diff())
                .bind("linesAdded", change.linesAdded())
                .bind("linesRemoved", change.linesRemoved())
                .bind("state", change.state().id())
                .bind("at", change.at().toEpochMilli())
                .execute());
    }

    /**
     * Moves a change on, and tells the event log where it became done or undone.
     *
     * @return false where the change was no longer in the state {@code from}; nothing is changed then
     */
    boolean advance(FileChange change, State from, State to, String actor) {
        return database.write(transaction -> {
            int rows = transaction
                    .handle()
                    .createUpdate("""
                            UPDATE file_changes SET state = :to, undone_at = :undoneAt
                            WHERE id = :id AND state = :from
                            """)
                    .bind("id", change.id())
                    .bind("from", from.id())
                    .bind("to", to.id())
                    .bind("undoneAt", to == State.UNDONE ? Long.valueOf(clock.millis()) : null)
                    .execute();
            if (rows == 1) {
                tell(transaction, change, from, to, actor);
            }
            return rows == 1;
        });
    }

    private void tell(Transaction transaction, FileChange change, State from, State to, String actor) {
        if (from == State.INTENDED && to == State.DONE) {
            events.append(transaction, event("file.changed", change, actor));
        } else if (to == State.UNDONE) {
            events.append(transaction, event("file.undone", change, actor));
        }
    }

    private static NewEvent event(String type, FileChange change, String actor) {
        return NewEvent.of(type, "file_change", change.id())
                .in(change.tree(), change.task())
                .by(actor)
                .causedBy(change.call())
                .with("change", change.id())
                .with("path", change.path())
                .with("action", change.action().id())
                .with("other_path", change.otherPath())
                .with("lines_added", change.linesAdded())
                .with("lines_removed", change.linesRemoved());
    }

    Optional<FileChange> find(String id) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM file_changes WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> change(row))
                .findOne());
    }

    /** Changes of a tree that happened, or may have; oldest first. */
    List<FileChange> ofTree(String tree) {
        return database.read(
                handle -> changes(handle.createQuery("SELECT " + COLUMNS + """
                         FROM file_changes WHERE tree = :tree AND state <> 'abandoned' ORDER BY created_at, id
                        """).bind("tree", tree)));
    }

    /** How much is kept to undo the changes of a tree. */
    Kept kept(String tree) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) AS changes, COALESCE(SUM(LENGTH(before_content)), 0) AS bytes
                        FROM file_changes WHERE tree = :tree
                        """)
                .bind("tree", tree)
                .map((row, context) -> new Kept(row.getInt("changes"), row.getLong("bytes")))
                .one());
    }

    /** @param bytes of the contents before */
    record Kept(int changes, long bytes) {}

    /** Changes that were being made or taken back when something stopped them, or still are. */
    List<FileChange> unsettled() {
        return database.read(handle -> changes(handle.createQuery("SELECT " + COLUMNS + """
                         FROM file_changes WHERE state IN ('intended', 'undoing') ORDER BY created_at, id
                        """)));
    }

    /** What was at the path before the change. */
    Snapshot before(String id) {
        return database.read(handle -> handle.createQuery("""
                        SELECT before_kind, before_mode, before_content FROM file_changes WHERE id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> SnapshotBytes.read(
                        row.getString("before_kind"), row.getInt("before_mode"), row.getBytes("before_content")))
                .one());
    }

    private static List<FileChange> changes(Query query) {
        return query.map((row, context) -> change(row)).list();
    }

    private static FileChange change(ResultSet row) throws SQLException {
        return new FileChange(
                row.getString("id"),
                row.getString("call"),
                row.getString("task"),
                row.getString("tree"),
                row.getString("workspace"),
                row.getString("path"),
                ChangeAction.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                row.getString("other_path"),
                row.getString("before_kind"),
                row.getString("before_hash"),
                row.getString("after_hash"),
                row.getString("diff"),
                row.getInt("lines_added"),
                row.getInt("lines_removed"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
