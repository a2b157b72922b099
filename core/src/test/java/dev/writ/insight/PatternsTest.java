package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest extends InsightTest {
    private List<Patterns.Pattern> in(Period period, int leastTasks, int limit) {
        return new Patterns(records.database()).in(period, leastTasks, limit);
    }

    @Test
    void aSequenceIsFoundWithItsSupportAndItsTasks() {
        for (String task : List.of("t1", "t2")) {
            records.call(task, "worker", "fs.read", "succeeded", 1, 0, "");
            records.call(task, "worker", "fs.edit", "succeeded", 2, 0, "");
            records.call(task, "worker", "fs.edit", "denied", 3, 0, "");
            records.call(task, "worker", "sh.test", "failed", 4, 0, "");
        }
        assertThat(in(ALL, 2, 10))
                .containsExactly(
                        new Patterns.Pattern(List.of("fs.read", "fs.edit", "sh.test"), 2, 2),
                        new Patterns.Pattern(List.of("fs.edit", "sh.test"), 2, 2),
                        new Patterns.Pattern(List.of("fs.read", "fs.edit"), 2, 2));
    }

    @Test
    void sequencesDoNotReachAcrossTasks() {
        records.call("t1", "worker", "a.x", "succeeded", 1, 0, "");
        records.call("t2", "worker", "b.x", "succeeded", 2, 0, "");
        assertThat(in(ALL, 1, 10)).isEmpty();
    }

    @Test
    void repeatedCallsOverlap() {
        for (int i = 0; i < 3; i++) {
            records.call("t1", "worker", "a.x", "succeeded", i, 0, "");
        }
        assertThat(in(ALL, 1, 1)).containsExactly(new Patterns.Pattern(List.of("a.x", "a.x"), 2, 1));
        assertThat(in(ALL, 2, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void randomCallsGiveTheSequencesOfABruteForceSearch(int seed) {
        Random random = new Random(seed);
        Map<String, List<String>> byTask = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            String task = "t" + random.nextInt(5);
            String operation = List.of("a.x", "a.y", "b.x").get(random.nextInt(3));
            byTask.computeIfAbsent(task, key -> new ArrayList<>()).add(operation);
            records.call(task, "worker", operation, "succeeded", i, 0, "");
        }
        Set<Patterns.Pattern> expected = new HashSet<>();
        for (List<String> sequence : allSequences(byTask)) {
            long support = byTask.values().stream()
                    .mapToLong(calls -> occurrences(calls, sequence))
                    .sum();
            long tasks = byTask.values().stream()
                    .filter(calls -> occurrences(calls, sequence) > 0)
                    .count();
            if (tasks >= 2) {
                expected.add(new Patterns.Pattern(sequence, support, tasks));
            }
        }
        assertThat(in(ALL, 2, 100_000)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Set<List<String>> allSequences(Map<String, List<String>> byTask) {
        Set<List<String>> sequences = new HashSet<>();
        for (List<String> calls : byTask.values()) {
            for (int from = 0; from < calls.size(); from++) {
                for (int length = 2; length <= 4 && from + length <= calls.size(); length++) {
                    sequences.add(List.copyOf(calls.subList(from, from + length)));
                }
            }
        }
        return sequences;
    }

    private static long occurrences(List<String> calls, List<String> sequence) {
        long found = 0;
        for (int from = 0; from + sequence.size() <= calls.size(); from++) {
            if (calls.subList(from, from + sequence.size()).equals(sequence)) {
                found++;
            }
        }
        return found;
    }
}
