package dev.writ.bench;

import dev.writ.Json;
import dev.writ.event.AuditedRow;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Writes the records and events of calls as the gateway does, many in a transaction. */
final class RecordedCalls {
    private static final int A_COMMIT = 1_000;

    private final Database database;
    private final EventLog events;
    private int written;

    RecordedCalls(Database database, EventLog events) {
        this.database = database;
        this.events = events;
    }

    /** Goes on until there are so many calls. */
    void writeUntil(int calls) {
        while (written < calls) {
            int until = Math.min(calls, written + A_COMMIT);
            database.writeOnly(transaction -> {
                for (int call = written; call < until; call++) {
                    write(transaction, "call_%020d".formatted(call), call);
                }
            });
            written = until;
        }
    }

    int written() {
        return written;
    }

    private void write(Transaction transaction, String call, int number) {
        AuditedRow row = AuditedTable.CALL.row(call);
        transaction.execute(
                """
                INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash, arguments,
                                               accesses, effect, started_at, outcome)
                VALUES (?, 'task_1', 'task_1', 'worker', 'file_edit', 'write_file', 'assignment', ?, ?, '[]', 'idempotent', ?,
                        'started')
                """,
                call,
                "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
                "{\"path\":\"src/main/java/File" + number + ".java\",\"mode\":\"overwrite\"}",
                (long) number);
        events.append(transaction, event("tool.started", call).with("check_nanos", 4_000), row);
        transaction.execute(
                "UPDATE tool_usage_events SET outcome = 'succeeded', finished_at = ?, bytes = 4096, summary = ? WHERE call = ?",
                number + 5L,
                "wrote File" + number + ".java",
                call);
        events.append(
                transaction,
                event("tool.succeeded", call).with("bytes", 4_096).ended("succeeded", Duration.ofMillis(5)),
                row);
    }

    private static NewEvent event(String type, String call) {
        ObjectNode data = Json.object()
                .put("tool", "file_edit")
                .put("operation", "write_file")
                .put("agent", "worker")
                .put("authority", "assignment")
                .put("assignment", "grant_1");
        return NewEvent.of(type, "tool_call", call)
                .in("task_1", "task_1")
                .by("agent:worker")
                .withData(data);
    }
}
