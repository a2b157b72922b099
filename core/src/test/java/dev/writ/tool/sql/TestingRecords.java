package dev.writ.tool.sql;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writ's own database filled by hand, with a clock that the test moves. */
public final class TestingRecords implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    private final Path file;
    private final Database database;
    private final EventLog events;
    private Instant now = START;
    private int rows;

    public TestingRecords(Path folder) {
        this.file = folder.resolve("writ.db");
        this.database = TestingStore.database(folder);
        this.events = new EventLog(database, clock(), new TimeOrderedIds(clock(), new Random(7)));
    }

    public InstantSource clock() {
        return () -> now;
    }

    public void setTime(Instant time) {
        now = time;
    }

    public Path file() {
        return file;
    }

    public Database database() {
        return database;
    }

    public String event(NewEvent event) {
        return database.write(transaction -> events.append(transaction, event));
    }

    /** Appends many with one commit, each at its time. */
    public void events(List<Map.Entry<Instant, NewEvent>> timed) {
        database.writeOnly(transaction -> timed.forEach(entry -> {
            now = entry.getKey();
            events.append(transaction, entry.getValue());
        }));
    }

    /** Inserts a row, with these columns besides those every row of the table needs. */
    public void insert(String table, Map<String, Object> columns) {
        String names = String.join(", ", columns.keySet());
        String holes = ":" + String.join(", :", columns.keySet());
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("INSERT INTO " + table + " (" + names + ") VALUES (" + holes + ")")
                .bindMap(columns)
                .execute());
    }

    public void tree(String id) {
        insert(
                "trees",
                Map.of(
                        "id",
                        id,
                        "request",
                        "request of " + id,
                        "submitted_by",
                        "person:me",
                        "ceiling",
                        "{}",
                        "budget",
                        "{}",
                        "approval_seconds",
                        60,
                        "started_at",
                        START.toEpochMilli()));
    }

    /** A task of the tree {@code tree_1} that began and, where it is over, ended so many seconds after the start. */
    public void task(String id, String agent, String process, String state, long began, long ended, int turns) {
        boolean over = ended >= 0;
        Map<String, Object> columns = new HashMap<>(Map.ofEntries(
                Map.entry("id", id),
                Map.entry("tree", "tree_1"),
                Map.entry("depth", 0),
                Map.entry("title", "title of " + id),
                Map.entry("instruction", ""),
                Map.entry("process", process),
                Map.entry("agent", agent),
                Map.entry("state", state),
                Map.entry("turns", turns),
                Map.entry("version", 1),
                Map.entry("created_at", millis(began)),
                Map.entry("updated_at", millis(over ? ended : began))));
        if (over) {
            columns.put("finished_at", millis(ended));
        }
        insert("tasks", columns);
    }

    /** A tool call; {@code failure} is a message, empty for none. */
    public String call(
            String task, String agent, String operation, String outcome, long began, long millis, String failure) {
        return call(task, agent, operation, outcome, began, millis, failure, "{}");
    }

    public String call(
            String task,
            String agent,
            String operation,
            String outcome,
            long began,
            long millis,
            String failure,
            String arguments) {
        String id = "call_%05d".formatted(++rows);
        int dot = operation.indexOf('.');
        insert(
                "tool_usage_events",
                Map.ofEntries(
                        Map.entry("call", id),
                        Map.entry("task", task),
                        Map.entry("tree", "tree_1"),
                        Map.entry("agent", agent),
                        Map.entry("tool", operation.substring(0, dot)),
                        Map.entry("operation", operation.substring(dot + 1)),
                        Map.entry("authority", "base"),
                        Map.entry("arguments_hash", "h"),
                        Map.entry("arguments", arguments),
                        Map.entry("accesses", "[]"),
                        Map.entry("effect", "pure"),
                        Map.entry("started_at", millis(began)),
                        Map.entry("finished_at", millis(began) + millis),
                        Map.entry("outcome", outcome),
                        Map.entry("rule", outcome.equals("denied") ? "not_assigned" : ""),
                        Map.entry(
                                "failure",
                                failure.isEmpty()
                                        ? ""
                                        : Json.write(Json.object()
                                                .put("code", "operation_failed")
                                                .put("message", failure)
                                                .put("hint", ""))),
                        Map.entry("duration_micros", millis * 1_000)));
        return id;
    }

    public String grant(String task, String agent, String tool, String state, long granted, int uses) {
        String id = "grant_%05d".formatted(++rows);
        insert(
                "task_tool_assignments",
                Map.ofEntries(
                        Map.entry("id", id),
                        Map.entry("task", task),
                        Map.entry("tree", "tree_1"),
                        Map.entry("agent", agent),
                        Map.entry("tool", tool),
                        Map.entry("operations", "[]"),
                        Map.entry("scope", "{}"),
                        Map.entry("reason", "r"),
                        Map.entry("approved_by", "policy"),
                        Map.entry("granted_at", millis(granted)),
                        Map.entry("expires_at", millis(granted + 3_600)),
                        Map.entry("uses", uses),
                        Map.entry("state", state)));
        return id;
    }

    public static long millis(long second) {
        return START.toEpochMilli() + second * 1_000;
    }

    @Override
    public void close() {
        database.close();
    }
}
