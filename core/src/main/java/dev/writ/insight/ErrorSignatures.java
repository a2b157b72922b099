package dev.writ.insight;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.TreeVersions;
import dev.writ.event.FailureSignature;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What goes wrong again and again: failures of tool calls and tasks, grouped. Safe for use by many threads. */
public final class ErrorSignatures {
    private static final int READ_AT_MOST = 50_000;
    private static final int EXAMPLES = 10;

    private record Key(String signature, String code) {}

    private record Row(String id, Instant at, String tool, String agent, Key key) {}

    private final Database database;

    public ErrorSignatures(Database database) {
        this.database = database;
    }

    /** The groups of the period, the most frequent first; of more than fifty thousand failures, the newest. */
    public List<ErrorSignature> in(Period period, int limit) {
        return database.read(handle -> {
            Map<Key, Group> groups = new LinkedHashMap<>();
            try (var rows = handle
                    .createQuery("""
                            SELECT id, at, tool, agent, failure FROM (
                                SELECT call AS id, COALESCE(finished_at, started_at) AS at, tool, agent, failure
                                FROM tool_usage_events WHERE outcome = 'failed' AND
                            """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
                                UNION ALL
                                SELECT id, COALESCE(finished_at, updated_at) AS at, '' AS tool, agent, failure
                                FROM tasks WHERE state = 'failed' AND
                            """
                            + TreeVersions.notRunAgain("tasks.tree") + """
                            ) failures
                            WHERE at >= :from AND at < :until
                            ORDER BY at DESC, id DESC LIMIT :limit
                            """)
                    .bind("from", period.from().toEpochMilli())
                    .bind("until", period.until().toEpochMilli())
                    .bind("limit", READ_AT_MOST)
                    .map((row, context) -> read(row))
                    .stream()) {
                rows.forEach(row ->
                        groups.computeIfAbsent(row.key(), key -> new Group(row)).add(row));
            }
            return groups.entrySet().stream()
                    .map(entry -> entry.getValue().result(entry.getKey()))
                    .sorted(Comparator.comparingLong(ErrorSignature::occurrences)
                            .reversed()
                            .thenComparing(ErrorSignature::signature)
                            .thenComparing(ErrorSignature::code))
                    .limit(limit)
                    .toList();
        });
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("tool"),
                row.getString("agent"),
                key(row.getString("failure")));
    }

    /** Failures are stored as {@code {code, message, hint}}; anything else is taken as the message itself. */
    private static Key key(String failure) {
        if (failure.startsWith("{")) {
            try {
                JsonNode json = Json.parse(failure);
                return new Key(
                        FailureSignature.of(json.path("message").asString("")),
                        json.path("code").asString(""));
            } catch (WritException e) {
                return new Key(FailureSignature.of(failure), "");
            }
        }
        return new Key(FailureSignature.of(failure), "");
    }

    /** Gathers rows from the newest to the oldest. */
    private static final class Group {
        private final Instant lastAt;
        private Instant firstAt;
        private long occurrences;
        private final SortedSet<String> tools = new TreeSet<>();
        private final SortedSet<String> agents = new TreeSet<>();
        private final List<String> examples = new ArrayList<>();

        Group(Row newest) {
            this.lastAt = newest.at();
            this.firstAt = newest.at();
        }

        void add(Row row) {
            occurrences++;
            firstAt = row.at();
            if (!row.tool().isEmpty()) {
                tools.add(row.tool());
            }
            if (!row.agent().isEmpty()) {
                agents.add(row.agent());
            }
            if (examples.size() < EXAMPLES) {
                examples.add(row.id());
            }
        }

        ErrorSignature result(Key key) {
            return new ErrorSignature(
                    key.signature(),
                    key.code(),
                    occurrences,
                    firstAt,
                    lastAt,
                    Collections.unmodifiableSortedSet(tools),
                    Collections.unmodifiableSortedSet(agents),
                    List.copyOf(examples));
        }
    }
}
