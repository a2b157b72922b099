package dev.writ.server;

import dev.writ.Json;
import dev.writ.event.AuditedRow;
import dev.writ.event.AuditedTable;
import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Anomaly;
import dev.writ.insight.anomaly.AnomalyKind;
import dev.writ.insight.anomaly.Finding;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ObjectNode;

/** Days of work in the log of a server, as its gateway and its engine would have written them; the same at every run. */
final class TestingHistory {
    private static final long SEED = 11;

    private final TestingApi api;
    private final Random random = new Random(SEED);
    private Instant now = Instant.EPOCH;
    private int number;
    private String task = "";

    /** The clock of servers in tests: the time it is, but for a thread that writes history. */
    static final InstantSource CLOCK = () -> TestingHistory.WRITTEN.get().orElseGet(Instant::now);

    private static final ThreadLocal<Optional<Instant>> WRITTEN = ThreadLocal.withInitial(Optional::empty);

    TestingHistory(TestingApi api) {
        this.api = api;
    }

    /** As the server itself writes it, so that its log knows of it. */
    private void append(Transaction transaction, NewEvent event, List<AuditedRow> rows) {
        WRITTEN.set(Optional.of(now));
        try {
            api.writ.core().events().append(transaction, event, rows);
        } finally {
            WRITTEN.remove();
        }
    }

    /** Nearly three days of work of one task, what was denied to it, its grants, and anomalies, two of them open. */
    void fill() {
        task = api.post(
                        "/api/v1/tasks",
                        "{\"request\": \"keep the reports up to date\", \"process\": \"single_agent\", \"agent\": \"worker\"}")
                .text("id");
        api.ended(task);
        work(Duration.ofHours(64));
        anomaly(
                AnomalyKind.SCOPE_PROBING,
                9,
                "Task %s of 'worker' tried 9 different calls outside of what it may within 10 minutes, the last one file_edit.write_file (rule scope)."
                        .formatted(task),
                Json.object()
                        .put("different_calls", 9)
                        .put("denied", 11)
                        .put("least_different_calls", 8)
                        .put("within_seconds", 600));
        anomaly(
                AnomalyKind.RATE,
                412,
                "'worker' called terminal 412 times within an hour; its median is 31 (robust z-score 22.4).",
                Json.object()
                        .put("calls", 412)
                        .put("median", 31)
                        .put("z_score", 22.4)
                        .put("tool", "terminal"));
        Anomaly looked = anomaly(
                AnomalyKind.FIRST_USE,
                1,
                "'worker' used the host files.example for the first time in 214 calls over 3 days.",
                Json.object().put("host", "files.example").put("calls", 214).put("days", 3));
        api.writ.core().anomalies().feedback(looked.id(), "expected", "person:user");
        api.writ.core().anomalies().resolve(looked.id(), "The new mirror, agreed on Monday.", "person:user");
    }

    Anomaly anomaly(AnomalyKind kind, double measured, String explanation, ObjectNode figures) {
        Instant until = Instant.now();
        Finding finding = new Finding(
                kind,
                kind.id() + ":worker",
                new Finding.Subject("worker", "terminal", "", task, task, ""),
                new Period(until.minusSeconds(600), until),
                measured,
                explanation,
                figures,
                LongStream.rangeClosed(20, 31).boxed().toList());
        return api.writ
                .core()
                .database()
                .write(transaction -> api.writ.core().anomalies().raise(transaction, finding))
                .orElseThrow();
    }

    /** Work at the hours of the day, none at night; too short and too long ago for a rule to find something in it. */
    private void work(Duration length) {
        Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
        Instant start = end.minus(length);
        for (Instant hour = start; hour.isBefore(end); hour = hour.plus(Duration.ofHours(1))) {
            int busy = 2 + (int) (hour.getEpochSecond() / 3600 % 24) / 3;
            Instant from = hour;
            if (hour.getEpochSecond() / 3600 % 24 >= 3) {
                api.writ.core().database().writeOnly(transaction -> hour(transaction, from, busy));
            }
        }
    }

    private void hour(Transaction transaction, Instant hour, int busy) {
        for (int one = 0; one < busy; one++) {
            now = hour.plusSeconds(60L * one + 1);
            call(transaction, "worker", "file_system_listing", "read_file", 4, 0.97, 0.02);
            call(transaction, "worker", "file_edit", "edit_file", 12, 0.9, 0.05);
            if (one % 3 == 0) {
                call(transaction, "worker", "terminal", "execute_command", 2_400, 0.6, 0.2);
                call(transaction, "investigator_agent", "entity_manager", "list_entities", 3, 1, 0);
                model(transaction, "worker");
            }
            if (one % 5 == 0) {
                grant(transaction, "terminal", random.nextInt(3) > 0);
                grant(transaction, "github", random.nextInt(3) == 0);
            }
        }
    }

    /** @param millis about how long it takes; {@code good} and {@code refused}: shares of those that succeed, are denied */
    private void call(
            Transaction transaction,
            String agent,
            String tool,
            String operation,
            int millis,
            double good,
            double refused) {
        double chance = random.nextDouble();
        String end = chance < refused ? "denied" : chance < refused + good * (1 - refused) ? "succeeded" : "failed";
        Duration lasted = Duration.ofNanos((long) (millis * 1_000_000L * Math.exp(random.nextGaussian() * 0.8)));
        String id = "call_history_" + ++number;
        List<AuditedRow> rows = List.of();
        if (end.equals("denied")) {
            refused(transaction, id, agent, tool, operation);
            rows = List.of(AuditedTable.CALL.row(id));
        }
        NewEvent event = NewEvent.of("tool." + end, "tool_call", id)
                .in(task, task)
                .by("agent:" + agent)
                .ended(end, end.equals("denied") ? Duration.ZERO : lasted)
                .with("tool", tool)
                .with("operation", operation)
                .with("check_nanos", 2_000 + random.nextInt(9_000));
        append(
                transaction,
                switch (end) {
                    case "denied" ->
                        event.with("rule", random.nextInt(4) == 0 ? "ceiling" : "scope")
                                .with("sentence", "That lies outside of what was granted.");
                    case "failed" -> event.with("message", "The command ended with 1.");
                    default -> event.with("bytes", 100 + random.nextInt(9_000));
                },
                rows);
    }

    private void model(Transaction transaction, String agent) {
        append(
                transaction,
                NewEvent.of("model.called", "model_call", task)
                        .in(task, task)
                        .by("agent:" + agent)
                        .ended("succeeded", Duration.ofMillis(900 + random.nextInt(1_500)))
                        .with("model", "playbook")
                        .with("agent", agent)
                        .with("input_tokens", 1_200)
                        .with("output_tokens", 300)
                        .with("cost_micros", 2_500),
                List.of());
    }

    private void refused(Transaction transaction, String id, String agent, String tool, String operation) {
        String path = List.of("accounts.txt", "../secrets.env", "/etc/passwd").get(random.nextInt(3));
        transaction.execute(
                """
                INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash,
                                               arguments, accesses, effect, started_at, finished_at, outcome, rule)
                VALUES (?, ?, ?, ?, ?, ?, 'grant', 'h', '{}', ?, 'pure', ?, ?, 'denied', 'scope')
                """,
                id,
                task,
                task,
                agent,
                tool,
                operation,
                "[{\"path\": \"" + path + "\"}]",
                now.toEpochMilli(),
                now.toEpochMilli());
    }

    private void grant(Transaction transaction, String tool, boolean used) {
        String id = "grant_history_" + ++number;
        transaction.execute(
                """
                INSERT INTO task_tool_assignments (id, task, tree, agent, tool, operations, scope, reason, approved_by,
                                                   granted_at, expires_at, uses, state, ended_at)
                VALUES (?, ?, ?, 'worker', ?, '[]', '{}', ?, 'policy', ?, ?, ?, ?, ?)
                """,
                id,
                task,
                task,
                tool,
                random.nextBoolean() ? "predicted: used by most like it" : "asked for",
                now.toEpochMilli(),
                now.toEpochMilli(),
                used ? 3 : 0,
                used ? "task_ended" : "unused",
                now.toEpochMilli());
        append(
                transaction,
                NewEvent.of(used ? "grant.ended" : "grant.unused", "grant", id)
                        .in(task, task)
                        .by("engine")
                        .ended("", Duration.ofMinutes(20))
                        .with("tool", tool)
                        .with("agent", "worker"),
                List.of(AuditedTable.GRANT.row(id)));
    }
}
