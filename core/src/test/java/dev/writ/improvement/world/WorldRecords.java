package dev.writ.improvement.world;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/** Writes what Writ would have on record about a task, as far as anybody reads it who looks for improvements. */
final class WorldRecords {
    private final EventLog events;
    private final IdSource ids;

    WorldRecords(EventLog events, IdSource ids) {
        this.events = events;
        this.ids = ids;
    }

    /** A request that is accepted, with the one task that it is. */
    Task accept(Transaction transaction, Instant at) {
        String id = ids.next("task");
        transaction.execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES (?, 'Go through the ledger.', 'person:ann', '{}', '{}', 60, ?)
                """, id, at.toEpochMilli());
        transaction.execute("""
                INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version, created_at, updated_at)
                VALUES (?, ?, 0, 'ledger', 'Go through the ledger.', 'single_agent', ?, 'agent_responding', 1, ?, ?)
                """, id, id, PoorAgent.AGENT, at.toEpochMilli(), at.toEpochMilli());
        return new Task(
                id,
                id,
                "",
                "",
                0,
                "ledger",
                "Go through the ledger.",
                "single_agent",
                PoorAgent.AGENT,
                Json.object(),
                TaskState.AGENT_RESPONDING,
                Optional.empty(),
                "",
                0,
                0,
                false,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                1,
                at,
                at,
                Optional.empty());
    }

    /** What it did, and how it ended. */
    void end(Transaction transaction, Task task, Traces traces, boolean completed, int turns) {
        long at = task.createdAt().toEpochMilli();
        long ended = at + traces.millis();
        transaction.execute(
                "UPDATE trees SET tokens = ?, finished_at = ? WHERE id = ?", traces.tokens(), ended, task.tree());
        transaction.execute(
                "UPDATE tasks SET state = ?, turns = ?, finished_at = ?, updated_at = ? WHERE id = ?",
                completed ? "completed" : "failed",
                turns,
                ended,
                ended,
                task.id());
        for (Traces.Call call : traces.calls()) {
            call(transaction, task, call, ++at);
        }
        for (Traces.Grant grant : traces.grants()) {
            // After the calls that were denied for want of it.
            grant(transaction, task, grant, ++at, ended);
        }
        if (traces.askedForTools()) {
            events.append(
                    transaction,
                    NewEvent.of("grant.requested", "task", task.id())
                            .in(task.tree(), task.id())
                            .by("agent:" + task.agent()));
        }
        if (!traces.shown().isEmpty()) {
            instructed(transaction, task, traces);
        }
    }

    private void call(Transaction transaction, Task task, Traces.Call call, long at) {
        String id = ids.next("call");
        int dot = call.operation().indexOf('.');
        String tool = call.operation().substring(0, dot);
        String operation = call.operation().substring(dot + 1);
        transaction.execute(
                """
                INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash, arguments,
                                               accesses, effect, started_at, finished_at, outcome, rule, cut, bytes,
                                               duration_micros)
                VALUES (?, ?, ?, ?, ?, ?, 'base', ?, ?, '[]', 'pure', ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                task.id(),
                task.tree(),
                task.agent(),
                tool,
                operation,
                Integer.toHexString(call.arguments().hashCode()),
                call.arguments(),
                at,
                at + call.millis(),
                call.outcome(),
                call.rule(),
                call.cut(),
                call.bytes(),
                1_000 * call.millis());
        events.append(
                transaction,
                NewEvent.of("tool." + call.outcome(), "tool_call", id)
                        .in(task.tree(), task.id())
                        .by("agent:" + task.agent())
                        .ended(call.outcome(), Duration.ofMillis(call.millis()))
                        .with("tool", tool)
                        .with("operation", operation));
    }

    private void grant(Transaction transaction, Task task, Traces.Grant grant, long at, long ended) {
        transaction.execute(
                """
                INSERT INTO task_tool_assignments (id, task, tree, agent, tool, operations, scope, reason, approved_by,
                                                   granted_at, expires_at, uses, state, ended_at)
                VALUES (?, ?, ?, ?, ?, '[]', ?, 'for the ledger', 'policy', ?, ?, ?, 'task_ended', ?)
                """,
                ids.next("grant"),
                task.id(),
                task.tree(),
                task.agent(),
                grant.tool(),
                PoorAgent.SCOPE,
                at,
                at + Duration.ofHours(1).toMillis(),
                grant.uses(),
                ended);
    }

    private void instructed(Transaction transaction, Task task, Traces traces) {
        ArrayNode documents = Json.array();
        for (Traces.Shown shown : traces.shown()) {
            documents.addObject().put("name", shown.document()).put("length", shown.characters());
        }
        events.append(
                transaction,
                NewEvent.of("agent.instructed", "agent", task.agent())
                        .in(task.tree(), task.id())
                        .withData(Json.object().set("documents", documents)));
    }
}
