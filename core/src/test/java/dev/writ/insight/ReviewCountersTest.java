package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Json;
import dev.writ.event.NewEvent;
import dev.writ.tool.sql.TestingRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewCountersTest extends InsightTest {
    private ReviewCounters counters;

    @BeforeEach
    void counters() {
        counters = new ReviewCounters(records.database(), records.clock());
    }

    private static ReviewCounter threshold(String name, String type, long threshold) {
        return new ReviewCounter(name, "", "", type, threshold, Duration.ZERO);
    }

    private void events(String type, int count) {
        for (int i = 0; i < count; i++) {
            records.event(NewEvent.of(type, "task", "t" + i));
        }
    }

    private ReviewCounters.Standing standing(String name) {
        return counters.find(name).orElseThrow();
    }

    @Test
    void aReviewIsDueOnceTheThresholdIsReached() {
        events("task.failed", 5);
        counters.register(threshold("failures", "task.failed", 3));
        assertThat(counters.advance()).isEmpty();
        events("task.failed", 2);
        events("task.completed", 9);
        assertThat(counters.advance()).isEmpty();
        assertThat(standing("failures").count()).isEqualTo(2);
        events("task.failed", 2);
        assertThat(counters.advance()).singleElement().satisfies(due -> {
            assertThat(due.counter().name()).isEqualTo("failures");
            assertThat(due.count()).isEqualTo(4);
            assertThat(due.causes()).containsExactly(DueReview.Cause.THRESHOLD);
            assertThat(due.since()).isEqualTo(at(0));
        });
        assertThat(counters.advance()).isEmpty();
        assertThat(standing("failures").count()).isZero();
    }

    @Test
    void theFirstPartOfATypeCountsAllOfThem() {
        counters.register(threshold("tasks", "task", 3));
        events("task.failed", 1);
        events("task.completed", 1);
        events("tasks.other", 5);
        events("tool.failed", 5);
        assertThat(counters.advance()).isEmpty();
        assertThat(standing("tasks").count()).isEqualTo(2);
    }

    @Test
    void aReviewIsDueOnceThePeriodHasPassedAndThereIsSomethingToReview() {
        counters.register(new ReviewCounter("daily", "", "", "task.failed", 0, Duration.ofSeconds(100)));
        records.setTime(at(200));
        assertThat(counters.advance()).isEmpty();
        events("task.failed", 1);
        assertThat(counters.advance())
                .singleElement()
                .satisfies(due -> assertThat(due.causes()).containsExactly(DueReview.Cause.PERIOD));
        events("task.failed", 1);
        records.setTime(at(299));
        assertThat(counters.advance()).isEmpty();
        records.setTime(at(300));
        assertThat(counters.advance()).singleElement().satisfies(due -> {
            assertThat(due.count()).isEqualTo(1);
            assertThat(due.since()).isEqualTo(at(200));
        });
    }

    @Test
    void aCounterWithoutEventsGoesByTimeAlone() {
        counters.register(new ReviewCounter("weekly", "", "", "", 0, Duration.ofSeconds(100)));
        records.setTime(at(99));
        assertThat(counters.advance()).isEmpty();
        records.setTime(at(100));
        assertThat(counters.advance()).hasSize(1);
        assertThat(counters.advance()).isEmpty();
    }

    @Test
    void bothLimitsHoldAndBothAreNamed() {
        counters.register(new ReviewCounter("both", "", "", "task.failed", 2, Duration.ofSeconds(100)));
        events("task.failed", 2);
        assertThat(counters.advance())
                .singleElement()
                .satisfies(due -> assertThat(due.causes()).containsExactly(DueReview.Cause.THRESHOLD));
        records.setTime(at(99));
        assertThat(counters.advance()).isEmpty();
        events("task.failed", 1);
        records.setTime(at(100));
        assertThat(counters.advance())
                .singleElement()
                .satisfies(due -> assertThat(due.causes()).containsExactly(DueReview.Cause.PERIOD));
        events("task.failed", 2);
        records.setTime(at(500));
        assertThat(counters.advance())
                .singleElement()
                .satisfies(due ->
                        assertThat(due.causes()).isEqualTo(Set.of(DueReview.Cause.THRESHOLD, DueReview.Cause.PERIOD)));
    }

    @Test
    void onlyEventsThatConcernTheEntityCount() {
        counters.register(new ReviewCounter("worker", "agent", "worker", "task.failed", 100, Duration.ZERO));
        records.event(NewEvent.of("task.failed", "task", "t1").with("agent", "worker"));
        records.event(NewEvent.of("task.failed", "agent", "worker"));
        records.event(NewEvent.of("task.failed", "task", "t2").with("agent", "other"));
        records.event(NewEvent.of("task.failed", "task", "worker"));
        records.event(NewEvent.of("task.failed", "task", "t3").with("process", "worker"));
        records.event(
                NewEvent.of("task.failed", "task", "t4").withData(Json.object().put("agent", 5)));
        counters.advance();
        assertThat(standing("worker").count()).isEqualTo(2);
    }

    @Test
    void aCounterRegisteredAgainKeepsItsCount() {
        counters.register(threshold("failures", "task.failed", 10));
        events("task.failed", 4);
        counters.advance();
        counters.register(threshold("failures", "task.failed", 5));
        assertThat(standing("failures").count()).isEqualTo(4);
        events("task.failed", 1);
        assertThat(counters.advance()).hasSize(1);
    }

    @Test
    void aRestartNeitherCountsTwiceNorForgets() {
        counters.register(threshold("failures", "task.failed", 3));
        events("task.failed", 2);
        counters.advance();
        records.close();
        records = new TestingRecords(folder);
        records.setTime(at(1));
        counters();
        counters.register(threshold("failures", "task.failed", 3));
        assertThat(counters.advance()).isEmpty();
        assertThat(standing("failures").count()).isEqualTo(2);
        events("task.failed", 1);
        assertThat(counters.advance()).hasSize(1);
    }

    @Test
    void aReviewThatCannotBeStartedIsDueAgain() {
        counters.register(threshold("failures", "task.failed", 1));
        events("task.failed", 1);
        assertThatThrownBy(() -> records.database().writeOnly(transaction -> {
                    assertThat(counters.advance(transaction)).hasSize(1);
                    throw new IllegalStateException("the review task could not be created");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(counters.advance()).hasSize(1);
    }

    @Test
    void manyAtOnceFindEachReviewOnce() throws Exception {
        counters.register(threshold("failures", "task.failed", 10));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                work.add(() -> {
                    events("task.failed", 1);
                    return counters.advance().stream()
                            .mapToLong(DueReview::count)
                            .sum();
                });
            }
            long counted = 0;
            for (Future<Long> one : threads.invokeAll(work)) {
                counted += one.get();
            }
            assertThat(counted + standing("failures").count()).isEqualTo(40);
            assertThat(counted).isGreaterThanOrEqualTo(30);
        }
    }

    @Test
    void inWhateverPiecesTheLogIsReadEveryEventCountsOnce() {
        Random random = new Random(5);
        counters.register(threshold("all", "task.failed", 7));
        counters.register(new ReviewCounter("some", "agent", "worker", "task.failed", 7, Duration.ZERO));
        Map<String, Long> reviewed = new HashMap<>();
        long workers = 0;
        for (int i = 0; i < 150; i++) {
            boolean worker = random.nextBoolean();
            records.event(NewEvent.of("task.failed", "task", "t").with("agent", worker ? "worker" : "other"));
            workers += worker ? 1 : 0;
            if (random.nextInt(4) == 0 || i == 149) {
                counters.advance().forEach(due -> reviewed.merge(due.counter().name(), due.count(), Long::sum));
            }
        }
        assertThat(reviewed).containsOnlyKeys("all", "some");
        assertThat(reviewed.get("all") + standing("all").count()).isEqualTo(150);
        assertThat(reviewed.get("some") + standing("some").count()).isEqualTo(workers);
    }

    @Test
    void countersCanBeListedAndRemoved() {
        counters.register(threshold("b", "x", 1));
        counters.register(threshold("a", "x", 1));
        assertThat(counters.list())
                .extracting(standing -> standing.counter().name())
                .containsExactly("a", "b");
        counters.remove("a");
        counters.remove("a");
        assertThat(counters.find("a")).isEmpty();
    }

    @Test
    void aCounterThatCouldNeverBeDueIsRefused() {
        assertThatThrownBy(() -> threshold("x", "task", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> threshold("x", "", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> threshold("", "task", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> threshold("x", "task", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Period(Instant.EPOCH, Instant.EPOCH).previous().length()).isZero();
    }
}
