package dev.writ.bench;

import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.event.audit.Verification;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What it costs that the log proves itself: checking a long one, and each call at the gateway. */
final class AuditCost implements Measurement {
    private static final int MANY = 50;
    private static final Duration TARGET = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String title() {
        return "A log that proves itself";
    }

    @Override
    public String explanation() {
        return "A log of calls, each with its record and two events that tell of it, is signed for and then checked from "
                + "its first to its last event and record, as `writ audit verify` does. Then calls of an operation that "
                + "does nothing go through the gateway, as in the product, and beside it over a log without salts, hashes of "
                + "rows and tree.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>(verified(plan));
        rows.add(row(plan, "1 caller without a pause", 1, plan.choose(200, 2_000)));
        rows.add(row(plan, MANY + " callers without a pause", MANY, plan.choose(20, 200)));
        return rows;
    }

    private static List<Row> verified(Plan plan) throws Exception {
        int calls = plan.choose(50_000, 500_000);
        Path folder = plan.newFolder("audit");
        InstantSource clock = InstantSource.system();
        try (Database database = SqliteStore.open(folder.resolve("writ.db"))) {
            EventLog events = new EventLog(database, clock, new TimeOrderedIds(clock, new Random(3)));
            try (AuditLog audit = new AuditLog(
                    database,
                    events,
                    clock,
                    new AuditSettings(Integer.MAX_VALUE, Duration.ofDays(1), List.of()),
                    folder)) {
                audit.start();
                plan.say("  writing " + calls + " calls…");
                new RecordedCalls(database, events).writeUntil(calls);
                long from = System.nanoTime();
                audit.checkpoint();
                long signed = System.nanoTime() - from;
                long[] times = new long[plan.repeats()];
                for (int i = 0; i < times.length; i++) {
                    Verification verification = audit.verify();
                    if (!verification.holds()) {
                        throw new IllegalStateException(verification.sentence());
                    }
                    times[i] = verification.took().toNanos();
                }
                Arrays.sort(times);
                long middle = times[times.length / 2];
                String label = "check " + 2 * calls + " events and " + calls + " records";
                return List.of(
                        Row.of(
                                        label,
                                        Spans.text(middle),
                                        Spans.text(times[0]) + " to " + Spans.text(times[times.length - 1]))
                                .against("< " + Spans.text(TARGET.toNanos()), middle < TARGET.toNanos()),
                        Row.of("sign for them, from memory or the database", Spans.text(signed), "once"));
            }
        }
    }

    private static Row row(Plan plan, String label, int callers, int callsEach) throws Exception {
        Callers with = calls(plan, callers, callsEach, true);
        Callers without = calls(plan, callers, callsEach, false);
        return Row.of(label, with.figure(), with.series().spread()).besides("without " + without.figure());
    }

    private static Callers calls(Plan plan, int callers, int callsEach, boolean audited) throws Exception {
        Path folder = plan.newFolder("audit");
        try (BusyGateway gateway =
                audited ? BusyGateway.onSqlite(folder, callers) : BusyGateway.withoutAudit(folder, callers)) {
            return Callers.measure(plan, callers, callsEach, Duration.ZERO, gateway::call);
        }
    }
}
