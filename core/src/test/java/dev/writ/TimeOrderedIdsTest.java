package dev.writ;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    @Property(tries = 200)
    void ids_made_one_after_the_other_sort_that_way_whatever_the_clock_does(
            @ForAll long seed, @ForAll @Size(min = 2, max = 200) List<@IntRange(min = -3, max = 3) Integer> steps) {
        TestingClock clock = new TestingClock();
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(seed));
        List<String> made = new ArrayList<>();
        for (int step : steps) {
            // Backwards too: clocks are set.
            clock.advance(Duration.ofMillis(step));
            made.add(ids.next("task"));
        }
        assertThat(made).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("task_[0-9a-hjkmnp-tv-z]{20}"));
    }

    @Property(tries = 200)
    void an_id_of_a_later_time_sorts_after_one_of_an_earlier_time_from_another_source(
            @ForAll long seed, @ForAll @IntRange(min = 1) int later) {
        Instant start = Instant.parse("2026-03-01T12:00:00Z");
        String early = new TimeOrderedIds(() -> start, new Random(seed)).next("x");
        String late = new TimeOrderedIds(() -> start.plusMillis(later), new Random(~seed)).next("x");
        assertThat(early).isLessThan(late);
    }

    @Test
    void many_in_one_millisecond_stay_unique_and_sorted() {
        TestingClock clock = new TestingClock();
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
        String last = "";
        for (int i = 0; i < 200_000; i++) {
            String next = ids.next("x");
            assertThat(next.compareTo(last)).isPositive();
            last = next;
        }
    }

    @Test
    void threads_never_get_the_same() throws Exception {
        TimeOrderedIds ids = new TimeOrderedIds(new TestingClock(), new Random(1));
        List<Future<List<String>>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                made.add(threads.submit(() -> {
                    List<String> own = new ArrayList<>();
                    for (int j = 0; j < 1_000; j++) {
                        own.add(ids.next("x"));
                    }
                    return own;
                }));
            }
        }
        Set<String> all = new HashSet<>();
        for (Future<List<String>> one : made) {
            assertThat(one.get()).isSorted();
            all.addAll(one.get());
        }
        assertThat(all).hasSize(20_000);
    }
}
