package dev.writ.insight.anomaly;

import dev.writ.store.Database;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Calls of agents, as the gateway would have recorded them. Gathered first, then written in order with one commit. */
final class Traffic {
    static final List<String> AGENTS = List.of("worker", "documentation_agent", "review_agent");
    private static final List<String> OPERATIONS = List.of("read_file", "list_directory", "search_content");

    /** @param accesses JSON of what it touches */
    record Call(
            Instant at,
            String agent,
            String task,
            String tool,
            String operation,
            String rule,
            String arguments,
            String accesses,
            long bytes) {}

    private final List<Call> calls = new ArrayList<>();
    private int written;

    void add(Call call) {
        calls.add(call);
    }

    void add(Instant at, String agent, String operation) {
        add(new Call(at, agent, "task_" + agent, "file_system_listing", operation, "", "h", "[]", 500));
    }

    void addDenied(Instant at, String agent, String task, String rule, String arguments) {
        add(new Call(at, agent, task, "file_edit", "write_file", rule, arguments, "[]", 0));
    }

    /** Weeks of work on working days from eight to eighteen o'clock, more or less much of it, some of it denied. */
    void work(Random random, Instant from, int days) {
        for (int day = 0; day < days; day++) {
            Instant midnight = from.plus(Duration.ofDays(day));
            DayOfWeek weekday = midnight.atOffset(ZoneOffset.UTC).getDayOfWeek();
            if (weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY) {
                continue;
            }
            for (int hour = 8; hour < 18; hour++) {
                for (String agent : AGENTS) {
                    hour(random, midnight.plus(Duration.ofHours(hour)), agent);
                }
            }
        }
    }

    private void hour(Random random, Instant hour, String agent) {
        int size = Math.max(0, (int) (12 + 5 * random.nextGaussian()));
        for (int i = 0; i < size; i++) {
            Instant at = hour.plusSeconds(random.nextInt(3_600));
            if (random.nextInt(30) == 0) {
                addDenied(at, agent, "task_" + agent + random.nextInt(5), "scope", "h" + random.nextInt(1_000));
            } else {
                add(at, agent, OPERATIONS.get(random.nextInt(OPERATIONS.size())));
            }
        }
    }

    /** Writes what was gathered, the oldest first. */
    void write(Database database) {
        calls.sort((a, b) -> a.at().compareTo(b.at()));
        database.writeOnly(transaction -> {
            for (Call call : calls) {
                String id = "call_%08d".formatted(written++);
                boolean denied = !call.rule().isEmpty();
                transaction.execute(
                        """
                        INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash,
                                                       arguments, accesses, effect, started_at, outcome, rule, bytes)
                        VALUES (?, ?, 'tree_1', ?, ?, ?, 'base', ?, '{}', ?, 'pure', ?, ?, ?, ?)
                        """,
                        id,
                        call.task(),
                        call.agent(),
                        call.tool(),
                        call.operation(),
                        call.arguments(),
                        call.accesses(),
                        call.at().toEpochMilli(),
                        denied ? "denied" : "succeeded",
                        call.rule(),
                        call.bytes());
                if (!denied) {
                    event(transaction, id, call, "tool.started");
                }
                event(transaction, id, call, denied ? "tool.denied" : "tool.succeeded");
            }
        });
        calls.clear();
    }

    private static void event(dev.writ.store.Transaction transaction, String id, Call call, String type) {
        transaction.execute(
                """
                INSERT INTO events (id, at, type, kind, entity, tree, task, actor, outcome, duration_micros, data)
                VALUES (?, ?, ?, 'tool_call', ?, 'tree_1', ?, ?, ?, 5000, ?)
                """,
                id + type,
                call.at().toEpochMilli(),
                type,
                id,
                call.task(),
                "agent:" + call.agent(),
                type.substring("tool.".length()),
                "{\"tool\":\"%s\",\"operation\":\"%s\",\"agent\":\"%s\",\"rule\":\"%s\",\"bytes\":%d}"
                        .formatted(call.tool(), call.operation(), call.agent(), call.rule(), call.bytes()));
    }
}
