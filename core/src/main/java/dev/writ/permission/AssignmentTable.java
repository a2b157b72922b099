package dev.writ.permission;

import dev.writ.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.JsonNode;

/** The rows of {@code task_tool_assignments}. */
final class AssignmentTable {
    private AssignmentTable() {}

    static void insert(Handle handle, Assignment assignment) {
        handle.createUpdate("""
                        INSERT INTO task_tool_assignments (id, task, tree, agent, tool, operations, scope, reason,
                                                           approved_by, granted_at, expires_at, maximum_uses, state)
                        VALUES (:id, :task, :tree, :agent, :tool, :operations, :scope, :reason,
                                :approvedBy, :grantedAt, :expiresAt, :maximumUses, :state)
                        """)
                .bind("id", assignment.id())
                .bind("task", assignment.task())
                .bind("tree", assignment.tree())
                .bind("agent", assignment.agent())
                .bind("tool", assignment.tool())
                .bind("operations", writeNames(assignment.operations()))
                .bind("scope", Json.write(ScopeJson.write(assignment.scope())))
                .bind("reason", assignment.reason())
                .bind("approvedBy", assignment.approvedBy())
                .bind("grantedAt", assignment.grantedAt().toEpochMilli())
                .bind("expiresAt", assignment.expiresAt().toEpochMilli())
                .bind("maximumUses", assignment.maximumUses())
                .bind("state", assignment.state().id())
                .execute();
    }

    static void narrow(Handle handle, Assignment narrowed) {
        handle.createUpdate("""
                        UPDATE task_tool_assignments
                        SET operations = :operations, scope = :scope, expires_at = :expiresAt
                        WHERE id = :id AND state = 'live'
                        """)
                .bind("id", narrowed.id())
                .bind("operations", writeNames(narrowed.operations()))
                .bind("scope", Json.write(ScopeJson.write(narrowed.scope())))
                .bind("expiresAt", narrowed.expiresAt().toEpochMilli())
                .execute();
    }

    /** Ends the assignment; false when it had ended already. */
    static boolean end(Handle handle, String id, Assignment.State state, String by, String reason, long now) {
        return handle.createUpdate("""
                        UPDATE task_tool_assignments
                        SET state = :state, ended_at = :now, ended_by = :by, end_reason = :reason
                        WHERE id = :id AND state = 'live'
                        """)
                        .bind("id", id)
                        .bind("state", state.id())
                        .bind("now", now)
                        .bind("by", by)
                        .bind("reason", reason)
                        .execute()
                > 0;
    }

    /**
     * Counts a use of a live assignment that has one left, and ends it with its last one; the assignment as it then
     * stands, or empty when there was nothing to count under.
     */
    static Use use(Handle handle, String id, long now) {
        return handle.createQuery("""
                        UPDATE task_tool_assignments
                        SET uses = uses + 1,
                            last_used_at = :now,
                            state = CASE WHEN uses + 1 = maximum_uses THEN 'used_up' ELSE state END,
                            ended_at = CASE WHEN uses + 1 = maximum_uses THEN :now ELSE ended_at END,
                            end_reason = CASE WHEN uses + 1 = maximum_uses THEN 'last use' ELSE end_reason END
                        WHERE id = :id AND state = 'live' AND expires_at > :now
                          AND (maximum_uses = 0 OR uses < maximum_uses)
                        RETURNING state
                        """)
                .bind("id", id)
                .bind("now", now)
                .map((row, context) -> row.getString("state").equals("live") ? Use.COUNTED : Use.LAST)
                .findOne()
                .orElse(Use.NONE);
    }

    /** What became of a use that was to be counted. */
    enum Use {
        /** The assignment is not live any more. */
        NONE,
        COUNTED,
        /** Counted, and the assignment ended with it. */
        LAST
    }

    /** Live ones that fit the condition, a piece of SQL of our own with named parameters. */
    static List<Assignment> live(Handle handle, String condition, Map<String, ?> parameters) {
        return handle.createQuery(
                        "SELECT * FROM task_tool_assignments WHERE state = 'live' AND (" + condition + ") ORDER BY id")
                .bindMap(parameters)
                .map((row, context) -> read(row))
                .list();
    }

    /** All of a task, oldest first; of those that ended only the latest few. */
    static List<Assignment> ofTask(Handle handle, String task) {
        return handle.createQuery("""
                        SELECT * FROM task_tool_assignments WHERE task = :task AND (state = 'live' OR id IN (
                            SELECT id FROM task_tool_assignments WHERE task = :task AND state <> 'live'
                            ORDER BY ended_at DESC, id DESC LIMIT 16))
                        ORDER BY ended_at, id
                        """)
                .bind("task", task)
                .map((row, context) -> read(row))
                .list();
    }

    /** The live assignments of all tasks of which none has ended yet. Equal scopes are one object. */
    static List<Assignment> ofTasksWithLiveOnesAlone(Handle handle) {
        Map<String, Scope> scopes = new HashMap<>();
        return handle.createQuery("""
                        SELECT * FROM task_tool_assignments
                        WHERE state = 'live'
                          AND task NOT IN (SELECT task FROM task_tool_assignments WHERE state <> 'live')
                        """).map((row, context) -> read(row, scopes)).list();
    }

    static Optional<AssignmentView> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM task_tool_assignments WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> view(row))
                .findOne();
    }

    static List<AssignmentView> list(Handle handle, AssignmentFilter filter) {
        Query query = handle.createQuery("""
                        SELECT * FROM task_tool_assignments
                        WHERE (:task = '' OR task = :task)
                          AND (:tree = '' OR tree = :tree)
                          AND (:state = '' OR state = :state)
                        ORDER BY granted_at DESC, id DESC LIMIT :limit
                        """);
        return query.bind("task", filter.task())
                .bind("tree", filter.tree())
                .bind("state", filter.state().map(Assignment.State::id).orElse(""))
                .bind("limit", filter.limit())
                .map((row, context) -> view(row))
                .list();
    }

    private static AssignmentView view(ResultSet row) throws SQLException {
        return new AssignmentView(
                read(row),
                row.getInt("uses"),
                time(row, "last_used_at"),
                time(row, "ended_at"),
                row.getString("ended_by"),
                row.getString("end_reason"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Assignment read(ResultSet row) throws SQLException {
        return read(row, new HashMap<>());
    }

    private static Assignment read(ResultSet row, Map<String, Scope> known) throws SQLException {
        // A million assignments name a handful of tools and agents.
        String tool = row.getString("tool").intern();
        String scope = row.getString("scope");
        return new Assignment(
                row.getString("id"),
                row.getString("task"),
                row.getString("tree"),
                row.getString("agent").intern(),
                tool,
                readNames(row.getString("operations")),
                known.computeIfAbsent(tool + scope, key -> ScopeJson.stored(tool, Json.parse(scope))),
                row.getString("reason"),
                row.getString("approved_by"),
                Instant.ofEpochMilli(row.getLong("granted_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                row.getInt("maximum_uses"),
                Assignment.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
    }

    static String writeNames(Set<String> names) {
        return Json.write(Json.array(names.stream().sorted().toList()));
    }

    static Set<String> readNames(String json) {
        if (json.equals("[]")) {
            return Set.of();
        }
        return Json.parse(json).valueStream().map(JsonNode::stringValue).collect(Collectors.toUnmodifiableSet());
    }
}
