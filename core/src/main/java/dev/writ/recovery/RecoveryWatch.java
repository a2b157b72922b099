package dev.writ.recovery;

import dev.writ.BackgroundLoop;
import dev.writ.Json;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.recovery.health.Finding;
import dev.writ.recovery.health.HealthCheck;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Submission;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Looks after Writ's health: opens incidents, and wakes those whose wait is over. Sleeps while nothing happens. */
public final class RecoveryWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RecoveryWatch.class.getName());
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(5);
    /** Ends of tasks, failed calls and servers tell of trouble; the rest is found by looking now and then. */
    private static final EventFilter NEWS =
            EventFilter.all().ofKinds("task", "server", "incident").atMost(1);

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final HealthCheck health;
    private final Recovery parts;
    private final Engine engine;
    private final BackgroundLoop loop;

    public RecoveryWatch(
            Database database,
            EventLog events,
            InstantSource clock,
            HealthCheck health,
            Recovery parts,
            Engine engine) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.health = health;
        this.parts = parts;
        this.engine = engine;
        this.loop = BackgroundLoop.of(
                LOG, "writ-recovery", "the health could not be looked at", SHORTEST_SLEEP, this::step);
    }

    public void start() {
        loop.start();
    }

    /** Looks once; returns the incidents that this opened. */
    public synchronized List<Incident> look() {
        List<Finding> found = health.look(clock.instant());
        List<Incident> opened = found.stream()
                .flatMap(finding -> parts.incidents().see(finding, this::submit).stream())
                .toList();
        List<String> due = database.read(handle -> parts.book().due(handle));
        List<Incident> abandoned = database.read(IncidentBook::abandoned);
        if (!due.isEmpty() || !abandoned.isEmpty()) {
            database.writeOnly(transaction -> {
                due.forEach(task -> engine.enqueue(transaction, task));
                abandoned.forEach(incident -> parts.incidents()
                        .end(
                                transaction,
                                incident,
                                IncidentState.GIVEN_UP,
                                "The task that recovered from it ended before it was over.",
                                "engine"));
            });
        }
        return opened;
    }

    private String submit(Transaction transaction, Incident incident) {
        return engine.submit(
                        transaction,
                        Submission.of("Recover from incident " + incident.id() + " (" + incident.title() + ").")
                                .handledBy(RecoveryProcess.NAME, Json.object().put("incident", incident.id()))
                                .keyed("incident:" + incident.id())
                                .from("policy"))
                .id();
    }

    /** Ends an incident on a person's word, and lets its task end. */
    public Incident close(String id, String note, boolean liftQuarantine, String by) {
        return database.write(transaction -> {
            Incident ended = parts.incidents().close(transaction, id, note, liftQuarantine, by);
            engine.enqueue(transaction, ended.task());
            return ended;
        });
    }

    private void step() throws InterruptedException {
        long seen = events.lastSeq();
        look();
        events.feed().next(NEWS.after(seen), LONGEST_SLEEP);
        Thread.sleep(SHORTEST_SLEEP);
    }

    @Override
    public void close() {
        loop.close();
    }
}
