package dev.writ.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the event log and its live feed do on every database. */
abstract class EventLogContract {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    private EventLog events;

    abstract Database database();

    @BeforeEach
    void prepare() {
        IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
        events = new EventLog(database(), clock, ids);
    }

    private void append(NewEvent event) {
        database().writeOnly(tx -> events.append(tx, event));
    }

    private static NewEvent of(String type) {
        return NewEvent.of(type, "task", "task_1").in("tree_1", "task_1");
    }

    @Test
    void an_event_is_kept_with_all_that_was_said_of_it() {
        assertThat(events.lastSeq()).isZero();
        append(of("tool.failed")
                .by("agent:worker")
                .causedBy("event_0")
                .ended("failed", Duration.ofNanos(1_234_567))
                .with("code", "timed_out")
                .with("bytes", 12));
        Event event = events.find(EventFilter.all()).getFirst();
        assertThat(event)
                .isEqualTo(new Event(
                        events.lastSeq(),
                        "event_000001",
                        clock.instant(),
                        "tool.failed",
                        "task",
                        "task_1",
                        "tree_1",
                        "task_1",
                        "agent:worker",
                        "event_0",
                        "failed",
                        Duration.ofNanos(1_234_000),
                        Json.parseObject("{\"code\": \"timed_out\", \"bytes\": 12}")));
    }

    @Test
    void the_log_is_read_backwards_page_by_page() {
        List.of("a.one", "a.two", "a.three", "a.four", "a.five").forEach(type -> append(of(type)));
        EventFilter newest = EventFilter.all().newestFirst(true).atMost(2);
        List<Event> page = events.find(newest);
        assertThat(page).extracting(Event::type).containsExactly("a.five", "a.four");
        page = events.find(newest.before(page.getLast().seq()));
        assertThat(page).extracting(Event::type).containsExactly("a.three", "a.two");
        page = events.find(newest.before(page.getLast().seq()));
        assertThat(page).extracting(Event::type).containsExactly("a.one");
    }

    @Test
    void events_are_found_by_each_of_their_sides() {
        append(of("task.created"));
        clock.advance(Duration.ofSeconds(10));
        append(of("task.completed").in("tree_2", "task_2"));
        append(NewEvent.of("taskforce.met", "agent", "worker"));
        assertThat(types(EventFilter.all().ofType("task"))).containsExactly("task.created", "task.completed");
        assertThat(types(EventFilter.all().ofType("task.created"))).containsExactly("task.created");
        assertThat(types(EventFilter.all().about("agent", "worker"))).containsExactly("taskforce.met");
        assertThat(types(EventFilter.all().about("agent", ""))).containsExactly("taskforce.met");
        assertThat(types(EventFilter.all().ofKinds("agent", "tool"))).containsExactly("taskforce.met");
        assertThat(types(EventFilter.all().ofKinds("agent", "task"))).hasSize(3);
        assertThat(types(EventFilter.all().inTree("tree_2"))).containsExactly("task.completed");
        assertThat(types(EventFilter.all().ofTask("task_1"))).containsExactly("task.created");
        assertThat(types(EventFilter.all().between(Instant.EPOCH, clock.instant())))
                .containsExactly("task.created");
        assertThat(types(EventFilter.all()
                        .between(clock.instant(), clock.instant().plusMillis(1))))
                .containsExactly("task.completed", "taskforce.met");
        assertThat(types(EventFilter.all().newestFirst(true).atMost(2)))
                .containsExactly("taskforce.met", "task.completed");
        assertThat(types(EventFilter.all().after(events.lastSeq() - 1))).containsExactly("taskforce.met");
    }

    private List<String> types(EventFilter filter) {
        return events.find(filter).stream().map(Event::type).toList();
    }

    @Test
    void an_event_of_a_transaction_that_fails_never_was() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database().writeOnly(tx -> {
                    events.append(tx, of("task.created"));
                    throw new IllegalStateException("after it");
                }));
        assertThat(events.find(EventFilter.all())).isEmpty();
        assertThat(events.feed().next(EventFilter.all(), Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void a_reader_that_waits_is_woken_by_the_next_event_that_fits() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Event>> waiting =
                    threads.submit(() -> events.feed().next(EventFilter.all().ofType("task.completed"), LONG));
            append(of("task.created"));
            append(of("task.completed"));
            assertThat(waiting.get(20, TimeUnit.SECONDS))
                    .extracting(Event::type)
                    .containsExactly("task.completed");
        }
    }

    @Test
    void a_reader_that_waits_in_vain_gets_nothing_after_its_time() throws Exception {
        append(of("task.created"));
        assertThat(events.feed().next(EventFilter.all().ofType("tool"), Duration.ofMillis(20)))
                .isEmpty();
    }

    @Test
    void an_event_that_does_not_fit_wakes_nobody() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Event>> waiting = threads.submit(
                    () -> events.feed().next(EventFilter.all().ofKinds("grant").inTree("tree_2"), LONG));
            await(() -> events.feed().waiting() == 1 && events.feed().looks() == 1);
            for (int i = 0; i < 200; i++) {
                append(of("tool.started"));
                append(NewEvent.of("grant.given", "grant", "grant_1").in("tree_1", "task_1"));
                append(of("task.created").in("tree_2", "task_2"));
            }
            // It has looked once, and perhaps again because of time that went by.
            assertThat(events.feed().looks()).isLessThan(20);
            append(NewEvent.of("grant.given", "grant", "grant_2").in("tree_2", "task_2"));
            assertThat(waiting.get(2, TimeUnit.SECONDS))
                    .extracting(Event::entity)
                    .containsExactly("grant_2");
        }
        assertThat(events.feed().waiting()).isZero();
    }

    @Test
    void many_followers_see_everything_once_and_in_order() throws Exception {
        int followers = 50;
        int appended = 300;
        List<Future<List<Long>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = events.lastSeq();
            for (int i = 0; i < followers; i++) {
                // Every second one cares for one tree alone, and reads little at a time.
                EventFilter filter = i % 2 == 0
                        ? EventFilter.all()
                        : EventFilter.all().inTree("tree_2").atMost(7);
                all.add(threads.submit(() -> follow(filter.after(start), expected(appended, filter))));
            }
            for (int i = 0; i < appended; i++) {
                append(of("task.created").in(i % 3 == 0 ? "tree_2" : "tree_1", "task_1"));
            }
            List<Long> written = events.find(EventFilter.all().after(start)).stream()
                    .map(Event::seq)
                    .toList();
            List<Long> ofTree = events.find(EventFilter.all().after(start).inTree("tree_2")).stream()
                    .map(Event::seq)
                    .toList();
            for (int i = 0; i < followers; i++) {
                assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i % 2 == 0 ? written : ofTree);
            }
        }
    }

    private static int expected(int appended, EventFilter filter) {
        return filter.tree().isEmpty() ? appended : (appended + 2) / 3;
    }

    /** The numbers of the first so many events that come. */
    private List<Long> follow(EventFilter start, int many) throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        EventFilter filter = start;
        while (seen.size() < many) {
            for (Event event : events.feed().next(filter, LONG)) {
                seen.add(event.seq());
                filter = filter.after(event.seq());
            }
        }
        return seen;
    }

    @Test
    void what_is_taken_out_of_an_event_is_not_shown_from_memory_for_long() throws Exception {
        long start = events.lastSeq();
        append(of("task.created"));
        assertThat(events.feed().next(EventFilter.all().after(start), LONG)).hasSize(1);
        database().writeOnly(tx -> tx.execute("UPDATE events SET type = 'task.taken_out' WHERE seq > ?", start));
        Thread.sleep(5_100);
        assertThat(events.feed().next(EventFilter.all().after(start), LONG))
                .extracting(Event::type)
                .containsExactly("task.taken_out");
    }

    @Test
    void what_another_process_appends_is_seen_some_seconds_later() throws Exception {
        EventLog elsewhere = new EventLog(database(), clock, prefix -> prefix + "_elsewhere");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Event>> waiting =
                    threads.submit(() -> events.feed().next(EventFilter.all().ofKinds("task"), LONG));
            await(() -> events.feed().looks() == 1);
            database().writeOnly(tx -> elsewhere.append(tx, of("task.created")));
            assertThat(waiting.get(10, TimeUnit.SECONDS)).extracting(Event::id).containsExactly("event_elsewhere");
        }
    }

    @Test
    void the_beginning_of_a_type_ends_at_a_point() {
        append(of("task.created"));
        append(of("task"));
        append(of("task_force.met"));
        append(of("tasks.counted"));
        assertThat(types(EventFilter.all().ofType("task"))).containsExactly("task.created", "task");
        for (Event event : events.find(EventFilter.all())) {
            NewEvent same = of(event.type());
            assertThat(EventFilter.all().ofType("task").fits(same))
                    .isEqualTo(types(EventFilter.all().ofType("task")).contains(event.type()));
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void readers_that_come_and_go_see_every_event_once_and_in_order_while_many_append() throws Exception {
        int writers = 10;
        int each = 40;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                int atOnce = 1 + reader * 7;
                readers.add(threads.submit(() -> readAll(writers * each, atOnce)));
            }
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        append(of("load.w" + number).with("i", i));
                    }
                });
            }
            List<Long> everything = readers.getFirst().get(60, TimeUnit.SECONDS);
            assertThat(everything)
                    .hasSize(writers * each)
                    .doesNotHaveDuplicates()
                    .isSorted();
            for (Future<List<Long>> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(everything);
            }
            assertThat(events.find(EventFilter.all())).extracting(Event::seq).isEqualTo(everything);
        }
        // Each writer's own events stay in its own order.
        for (int writer = 0; writer < writers; writer++) {
            assertThat(events.find(EventFilter.all().ofType("load.w" + writer)))
                    .extracting(event -> event.data().path("i").asInt())
                    .isSorted()
                    .hasSize(each);
        }
    }

    /** As a client that reconnects after every few events with the number it has seen. */
    private List<Long> readAll(int count, int atOnce) throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        long last = 0;
        while (seen.size() < count) {
            List<Event> next = events.feed().next(EventFilter.all().after(last).atMost(atOnce), LONG);
            assertThat(next).isNotEmpty();
            next.forEach(event -> seen.add(event.seq()));
            last = seen.getLast();
        }
        return seen;
    }
}
