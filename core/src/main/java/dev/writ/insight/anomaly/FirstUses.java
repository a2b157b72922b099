package dev.writ.insight.anomaly;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Finding.Subject;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/**
 * Learns which operations, hosts, recipients and programs each agent uses, call by call, and finds the first use of one by
 * an agent that has worked long enough for its first uses to be over.
 */
final class FirstUses {
    static final String READER = "first_uses";
    private static final int AT_ONCE = 2_000;
    private static final Duration SETTLED_AFTER = Duration.ofDays(3);
    private static final long SETTLED_CALLS = 200;
    /** What was done long before it was read, when Writ was started on an old log, is learned and not raised. */
    private static final Duration NEWS = Duration.ofHours(1);

    private record Use(long seq, long at, String agent, String kind, String value, Subject subject) {}

    private record Key(String agent, String kind, String value) {}

    private static final class Known {
        private final Use first;
        private long last;
        private long count;

        Known(Use first) {
            this.first = first;
        }
    }

    private record Standing(long since, long calls) {
        boolean settled(long at) {
            return calls >= SETTLED_CALLS && at - since >= SETTLED_AFTER.toMillis();
        }
    }

    private FirstUses() {}

    /** Reads on by some events; to be called in the transaction that keeps what was found. False at the end of the log. */
    static boolean advance(Transaction transaction, Instant now, List<Finding> found) {
        Handle handle = transaction.handle();
        long after = position(handle);
        long end = handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM events")
                .mapTo(Long.class)
                .one();
        long until = Math.min(end, after + AT_ONCE);
        if (until <= after) {
            return false;
        }
        Map<Key, Known> seen = new LinkedHashMap<>();
        for (Use use : uses(handle, after, until)) {
            Known known = seen.computeIfAbsent(new Key(use.agent(), use.kind(), use.value()), key -> new Known(use));
            known.last = use.at();
            known.count++;
        }
        // Looked at before any of them is learned, so that a batch is judged by what was known before it.
        seen.values().forEach(known -> finding(handle, known.first, now).ifPresent(found::add));
        seen.values().forEach(known -> learn(transaction, known));
        transaction.execute(
                "INSERT INTO log_positions (reader, seq) VALUES (?, ?) ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq",
                READER,
                until);
        return until < end;
    }

    private static long position(Handle handle) {
        return handle.createQuery("SELECT seq FROM log_positions WHERE reader = :reader")
                .bind("reader", READER)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static List<Use> uses(Handle handle, long after, long until) {
        List<Use> uses = new ArrayList<>();
        handle.createQuery("""
                        SELECT e.seq, e.at, u.agent, u.tool, u.operation, u.task, u.tree, u.assignment, u.accesses
                        FROM events e JOIN tool_usage_events u ON u.call = e.entity
                        WHERE e.seq > :after AND e.seq <= :until AND e.type || '' = 'tool.started' AND u.agent <> ''
                        ORDER BY e.seq
                        """)
                .bind("after", after)
                .bind("until", until)
                .map((row, context) -> {
                    Subject subject = new Subject(
                            row.getString("agent"),
                            row.getString("tool"),
                            row.getString("operation"),
                            row.getString("task"),
                            row.getString("tree"),
                            row.getString("assignment"));
                    long seq = row.getLong("seq");
                    long at = row.getLong("at");
                    String operation = subject.tool() + "." + subject.operation();
                    uses.add(new Use(seq, at, subject.agent(), "operation", operation, subject));
                    targets(row.getString("accesses"))
                            .forEach((kind, values) -> values.forEach(
                                    value -> uses.add(new Use(seq, at, subject.agent(), kind, value, subject))));
                    return seq;
                })
                .list();
        return uses;
    }

    /** Hosts that a command may reach, recipients of messages, programs that are run. */
    private static Map<String, SortedSet<String>> targets(String accesses) {
        Map<String, SortedSet<String>> targets = new LinkedHashMap<>();
        try {
            for (JsonNode access : Json.parse(accesses)) {
                access.path("hosts")
                        .forEach(host -> targets.computeIfAbsent("host", kind -> new TreeSet<>())
                                .add(host.asString("")));
                if (access.has("recipient")) {
                    targets.computeIfAbsent("recipient", kind -> new TreeSet<>())
                            .add(access.path("recipient").asString(""));
                }
                if (!access.path("command").isEmpty()) {
                    targets.computeIfAbsent("program", kind -> new TreeSet<>())
                            .add(access.path("command").path(0).asString(""));
                }
            }
        } catch (WritException e) {
            return Map.of();
        }
        return targets;
    }

    private static Optional<Finding> finding(Handle handle, Use use, Instant now) {
        if (use.at() < now.minus(NEWS).toEpochMilli() || isKnown(handle, use)) {
            return Optional.empty();
        }
        Standing standing = standing(handle, use.agent());
        if (!standing.settled(use.at())) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(use.at());
        return Optional.of(new Finding(
                AnomalyKind.FIRST_USE,
                "first_use:" + use.agent() + ":" + use.kind() + ":" + use.value(),
                use.subject(),
                new Period(at, at.plusMillis(1)),
                1,
                "'%s' used the %s '%s' for the first time, after %d calls since %s."
                        .formatted(
                                use.agent(),
                                use.kind(),
                                use.value(),
                                standing.calls(),
                                Instant.ofEpochMilli(standing.since())),
                Json.object()
                        .put("what", use.kind())
                        .put("value", use.value())
                        .put("calls_before", standing.calls())
                        .put("least_calls_before", SETTLED_CALLS)
                        .put("least_days_before", SETTLED_AFTER.toDays()),
                List.of(use.seq())));
    }

    private static boolean isKnown(Handle handle, Use use) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM known_uses WHERE agent = :agent AND kind = :kind AND value = :value)
                        """)
                .bind("agent", use.agent())
                .bind("kind", use.kind())
                .bind("value", use.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static Standing standing(Handle handle, String agent) {
        return handle.createQuery("""
                        SELECT COALESCE(MIN(first_at), 0) AS since, COALESCE(SUM(count), 0) AS calls FROM known_uses
                        WHERE agent = :agent AND kind = 'operation'
                        """)
                .bind("agent", agent)
                .map((row, context) -> new Standing(row.getLong("since"), row.getLong("calls")))
                .one();
    }

    private static void learn(Transaction transaction, Known known) {
        transaction.execute(
                """
                INSERT INTO known_uses (agent, kind, value, first_at, last_at, first_seq, count)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (agent, kind, value) DO UPDATE SET
                    last_at = excluded.last_at, count = known_uses.count + excluded.count
                """,
                known.first.agent(),
                known.first.kind(),
                known.first.value(),
                known.first.at(),
                known.last,
                known.first.seq(),
                known.count);
    }
}
