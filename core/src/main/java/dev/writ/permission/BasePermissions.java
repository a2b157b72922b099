package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What each agent type always has: the table {@code agent_base_permissions}, and a copy in memory for the checks. */
public final class BasePermissions {
    private final Database database;
    private final EventLog events;
    private volatile Map<Key, BasePermission> inForce;

    private record Key(String agent, String tool) {
        static Key of(BasePermission permission) {
            return new Key(permission.agent(), permission.tool());
        }
    }

    /** @param shipped the form in which it came with Writ; empty where it did not */
    private record Row(BasePermission permission, boolean withdrawn, String shipped) {
        boolean isUntouched() {
            return !withdrawn && shipped.equals(canonical(permission));
        }
    }

    public BasePermissions(Database database, EventLog events) {
        this.database = database;
        this.events = events;
        this.inForce = database.read(BasePermissions::readInForce);
    }

    /** The base permission of the agent for the tool; null where it has none. In memory. */
    @Nullable
    BasePermission find(String agent, String tool) {
        return inForce.get(new Key(agent, tool));
    }

    /** All that are in force, sorted by agent and tool. */
    public List<BasePermission> list() {
        return inForce.values().stream()
                .sorted(Comparator.comparing(BasePermission::agent).thenComparing(BasePermission::tool))
                .toList();
    }

    /** Brings in what comes with Writ. What a person has changed or withdrawn stays as it is. */
    public void seed(List<BasePermission> shipped) {
        database.writeOnly(transaction -> {
            Handle handle = transaction.handle();
            Map<Key, Row> rows = readRows(handle);
            Set<Key> keys = new HashSet<>();
            for (BasePermission permission : shipped) {
                keys.add(Key.of(permission));
                Row row = rows.get(Key.of(permission));
                if (row == null || (row.isUntouched() && !row.shipped().equals(canonical(permission)))) {
                    store(handle, new Row(permission, false, canonical(permission)));
                    report(transaction, permission, "shipped", "engine");
                }
            }
            for (Row row : rows.values()) {
                if (row.isUntouched() && !keys.contains(Key.of(row.permission()))) {
                    delete(handle, row.permission());
                    report(transaction, row.permission(), "withdrawn", "engine");
                }
            }
            inForceAfterCommit(transaction);
        });
    }

    /**
     * Gives an agent type a base permission in place of the one it had.
     *
     * @throws WritException with {@code denied} when an agent asks
     */
    public void set(Transaction transaction, BasePermission permission, String by) {
        checkPerson(by);
        Row row = readRows(transaction.handle()).get(Key.of(permission));
        store(transaction.handle(), new Row(permission, false, row == null ? "" : row.shipped()));
        report(transaction, permission, "set", by);
        inForceAfterCommit(transaction);
    }

    /**
     * Takes a base permission away for good; an update of Writ does not bring it back.
     *
     * @throws WritException with {@code not_found}, or {@code denied} when an agent asks
     */
    public void withdraw(Transaction transaction, String agent, String tool, String by) {
        checkPerson(by);
        Row row = readRows(transaction.handle()).get(new Key(agent, tool));
        if (row == null || row.withdrawn()) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "The agent " + Quoted.of(agent) + " has no base permission for " + Quoted.of(tool) + ".",
                    "List what it has with `writ agents get`.");
        }
        store(transaction.handle(), new Row(row.permission(), true, row.shipped()));
        report(transaction, row.permission(), "withdrawn", by);
        inForceAfterCommit(transaction);
    }

    /** To be called when another node has changed what an agent type always has. */
    public void changedElsewhere() {
        inForce = database.read(BasePermissions::readInForce);
    }

    private static void checkPerson(String by) {
        if (!Person.is(by)) {
            throw new WritException(
                    FailureCode.DENIED,
                    "Base permissions are changed by people only, not by " + Quoted.of(by) + ".",
                    "Ask for a grant with need_more_tools instead.");
        }
    }

    private void inForceAfterCommit(Transaction transaction) {
        Map<Key, BasePermission> next = readInForce(transaction.handle());
        transaction.afterCommit(() -> inForce = next);
    }

    private void report(Transaction transaction, BasePermission permission, String change, String by) {
        events.append(
                transaction,
                NewEvent.of("permission.base_changed", "agent", permission.agent())
                        .by(by)
                        .with("tool", permission.tool())
                        .with("change", change)
                        .with("permission", canonical(permission)));
    }

    private static void store(Handle handle, Row row) {
        delete(handle, row.permission());
        handle.createUpdate("""
                        INSERT INTO agent_base_permissions (agent, tool, operations, scope, withdrawn, shipped)
                        VALUES (:agent, :tool, :operations, :scope, :withdrawn, :shipped)
                        """)
                .bind("agent", row.permission().agent())
                .bind("tool", row.permission().tool())
                .bind("operations", AssignmentTable.writeNames(row.permission().operations()))
                .bind("scope", Json.write(ScopeJson.write(row.permission().scope())))
                .bind("withdrawn", row.withdrawn() ? 1 : 0)
                .bind("shipped", row.shipped())
                .execute();
    }

    private static void delete(Handle handle, BasePermission permission) {
        handle.createUpdate("DELETE FROM agent_base_permissions WHERE agent = :agent AND tool = :tool")
                .bind("agent", permission.agent())
                .bind("tool", permission.tool())
                .execute();
    }

    private static Map<Key, BasePermission> readInForce(Handle handle) {
        return readRows(handle).values().stream()
                .filter(row -> !row.withdrawn())
                .collect(Collectors.toUnmodifiableMap(row -> Key.of(row.permission()), Row::permission));
    }

    private static Map<Key, Row> readRows(Handle handle) {
        Map<Key, Row> rows = new HashMap<>();
        handle.createQuery("SELECT * FROM agent_base_permissions")
                .map((row, context) -> {
                    String tool = row.getString("tool");
                    return new Row(
                            new BasePermission(
                                    row.getString("agent"),
                                    tool,
                                    AssignmentTable.readNames(row.getString("operations")),
                                    ScopeJson.stored(tool, Json.parse(row.getString("scope")))),
                            row.getInt("withdrawn") != 0,
                            row.getString("shipped"));
                })
                .list()
                .forEach(row -> rows.put(Key.of(row.permission()), row));
        return rows;
    }

    private static String canonical(BasePermission permission) {
        return "{\"operations\":" + AssignmentTable.writeNames(permission.operations()) + ",\"scope\":"
                + Json.canonical(ScopeJson.write(permission.scope())) + "}";
    }
}
