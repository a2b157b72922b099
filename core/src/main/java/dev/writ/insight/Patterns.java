package dev.writ.insight;

import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Sequences of operations that recur within tasks. Safe for use by many threads. */
public final class Patterns {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 4;

    /**
     * @param operations two to four ids such as {@code file_edit.write_file}, called one right after the other
     * @param support how often the sequence occurs; occurrences may overlap
     * @param tasks in how many tasks
     */
    public record Pattern(List<String> operations, long support, long tasks) {
        public Pattern {
            operations = List.copyOf(operations);
        }
    }

    private record Call(String task, String operation) {}

    private final Database database;

    public Patterns(Database database) {
        this.database = database;
    }

    /**
     * Sequences among the calls of the period that ran (denied ones are left out), the best supported first, longer ones
     * before shorter.
     *
     * @param leastTasks only sequences that occur in at least so many tasks
     */
    public List<Pattern> in(Period period, int leastTasks, int limit) {
        Counter counter = new Counter();
        database.read(handle -> {
            try (Stream<Call> calls = handle
                    .createQuery("""
                            SELECT task, tool, operation FROM tool_usage_events
                            WHERE outcome <> 'denied' AND started_at >= :from AND started_at < :until
                            ORDER BY task, started_at, call
                            """)
                    .bind("from", period.from().toEpochMilli())
                    .bind("until", period.until().toEpochMilli())
                    .map((row, context) ->
                            new Call(row.getString("task"), row.getString("tool") + "." + row.getString("operation")))
                    .stream()) {
                calls.forEach(counter::add);
            }
            return counter;
        });
        return counter.patterns()
                .filter(pattern -> pattern.tasks() >= leastTasks)
                .sorted(Comparator.comparingLong(Pattern::support)
                        .thenComparingInt(pattern -> pattern.operations().size())
                        .reversed()
                        .thenComparing(pattern -> String.join(" ", pattern.operations())))
                .limit(limit)
                .toList();
    }

    /** Counts sequences while walking over the calls, task by task. */
    private static final class Counter {
        private static final class Seen {
            private long support;
            private long tasks;
            private String lastTask = "";
        }

        private final Map<List<String>, Seen> sequences = new HashMap<>();
        private final List<String> window = new ArrayList<>();
        private String task = "";

        void add(Call call) {
            if (!call.task().equals(task)) {
                window.clear();
                task = call.task();
            }
            window.add(call.operation());
            if (window.size() > LONGEST) {
                window.removeFirst();
            }
            for (int length = SHORTEST; length <= window.size(); length++) {
                count(List.copyOf(window.subList(window.size() - length, window.size())));
            }
        }

        private void count(List<String> sequence) {
            Seen seen = sequences.computeIfAbsent(sequence, key -> new Seen());
            seen.support++;
            if (!seen.lastTask.equals(task)) {
                seen.tasks++;
                seen.lastTask = task;
            }
        }

        Stream<Pattern> patterns() {
            return sequences.entrySet().stream()
                    .map(entry -> new Pattern(entry.getKey(), entry.getValue().support, entry.getValue().tasks));
        }
    }
}
