package dev.writ.bench;

import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.store.Transaction;

/**
 * Gives a store a longer and longer past: calls with their records and two events each, and for every twenty events a
 * task that has ended.
 */
final class GrowingPast {
    private static final int EVENTS_A_CALL = 2;
    private static final int EVENTS_A_TASK = 20;
    private static final int TASKS_A_COMMIT = 5_000;

    private final Database database;
    private final EventLog events;
    private final RecordedCalls calls;
    private int tasks;

    GrowingPast(Database database, EventLog events) {
        this.database = database;
        this.events = events;
        this.calls = new RecordedCalls(database, events);
    }

    /** Goes on until there are so many events in all, those before this included. */
    void growTo(long size) {
        long missing = size - events.lastSeq();
        calls.writeUntil(calls.written() + Math.toIntExact(Math.max(0, missing) / EVENTS_A_CALL));
        int wanted = Math.toIntExact(size / EVENTS_A_TASK);
        while (tasks < wanted) {
            int until = Math.min(wanted, tasks + TASKS_A_COMMIT);
            database.writeOnly(transaction -> {
                for (int task = tasks; task < until; task++) {
                    write(transaction, "task_past_%015d".formatted(task), task);
                }
            });
            tasks = until;
        }
    }

    private static void write(Transaction transaction, String id, long at) {
        transaction.execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at, finished_at)
                VALUES (?, 'measure', 'person:user', '{}', '{}', 60, ?, ?)
                """, id, at, at);
        transaction.execute("""
                INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version, created_at,
                                   updated_at, finished_at)
                VALUES (?, ?, 0, 'measure', 'measure', 'single_agent', 'worker', 'completed', 1, ?, ?, ?)
                """, id, id, at, at, at);
    }
}
