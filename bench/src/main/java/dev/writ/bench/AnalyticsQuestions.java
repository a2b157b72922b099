package dev.writ.bench;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.event.audit.Verification;
import dev.writ.insight.Period;
import dev.writ.insight.activity.EventHours;
import dev.writ.insight.activity.PerformanceReports;
import dev.writ.insight.activity.Rollups;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.TimedEvents;
import dev.writ.insight.activity.UsageReports;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.insight.anomaly.AnomalyPolicy;
import dev.writ.insight.anomaly.SecurityReports;
import dev.writ.insight.compliance.ComplianceReports;
import dev.writ.permission.Suspensions;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How fast the questions of the Usage, Performance, Security and Compliance pages are answered from a long log, and what counting it costs. */
final class AnalyticsQuestions implements Measurement {
    private static final Instant FROM = Instant.parse("2026-08-01T00:00:00Z");
    private static final int DAYS = 90;
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(DAYS));
    private static final Duration TARGET = Duration.ofMillis(200);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "analytics";
    }

    @Override
    public String title() {
        return "Questions about a long log";
    }

    @Override
    public String explanation() {
        return "A log of " + DAYS
                + " days, filled by a generator with a fixed seed, is counted into roll-ups by the code "
                + "that does so in the product; then the reports of the pages are made, each from the database anew. The "
                + "JSON and HTTP around them are not part of it. There is no peer; in its column stands the processor time of an "
                + "answer, which a busy machine does not lengthen as much.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        long events = Long.getLong(CostCurves.LARGEST, plan.choose(200_000, 10_000_000));
        List<Row> rows = new ArrayList<>();
        try (Database database = SqliteStore.open(plan.newFolder("analytics").resolve("writ.db"))) {
            plan.say("  writing " + events + " events…");
            new GeneratedEvents(7, FROM, DAYS, events)
                    .fill(database, events, done -> say(plan, "written", done, events));
            rows.add(counted(plan, database, events));
            ask(plan, database, rows);
        }
        return rows;
    }

    private static Row counted(Plan plan, Database database, long events) {
        Rollups rollups = new Rollups(database);
        long from = System.nanoTime();
        Rollups.Standing standing = rollups.advance(1);
        while (standing.behind() > 0) {
            standing = rollups.advance(250);
            say(plan, "counted", standing.seq(), events);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        new EventHours(database).advance(Integer.MAX_VALUE);
        return Row.of("counting " + events + " events", Spans.digits(events / seconds / 1_000) + " thousand/s", "");
    }

    private static void say(Plan plan, String what, long done, long all) {
        if (done / 1_000_000 != (done - 50_000) / 1_000_000) {
            plan.say("  " + what + " " + done + " of " + all);
        }
    }

    private static void ask(Plan plan, Database database, List<Row> rows) throws Exception {
        UsageReports usage = new UsageReports(database);
        PerformanceReports performance = new PerformanceReports(database);
        TimedEvents events = new TimedEvents(database);
        for (int days : new int[] {1, 30, DAYS}) {
            Period period =
                    new Period(UNTIL.minus(Duration.ofDays(days)).minusSeconds(5_000), UNTIL.minusSeconds(5_000));
            String span = days == 1 ? "a day" : days + " days";
            rows.add(row(
                    plan,
                    "usage, " + span,
                    call -> usage.of(period, "", "").operations().size()));
            rows.add(row(
                    plan,
                    "performance, " + span,
                    call -> performance.of(period, "", 20).stages().size()));
        }
        InstantSource clock = InstantSource.fixed(UNTIL);
        Suspensions suspensions = new Suspensions(database, clock);
        Anomalies anomalies = anomalies(database, clock, suspensions);
        security(plan, database, anomalies, suspensions, rows);
        compliance(plan, database, clock, anomalies, suspensions, rows);
        Period all = new Period(FROM, UNTIL);
        rows.add(row(
                plan,
                "the newest 100 calls of one operation",
                call -> events.find(wanted("", 0, all), 100).size()));
        rows.add(row(
                plan,
                "the newest 100 of one agent that took over 100 ms",
                call -> events.find(wanted("agent_11", 100_000_000L, all), 100).size()));
    }

    private static Anomalies anomalies(Database database, InstantSource clock, Suspensions suspensions) {
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(7));
        return new Anomalies(
                database,
                new EventLog(database, clock, ids),
                clock,
                ids,
                suspensions,
                AnomalyPolicy.read(Json.object()),
                (transaction, anomaly) -> {});
    }

    /** Of all agents, of one that works, and of one that was never denied anything. */
    private static void security(
            Plan plan, Database database, Anomalies anomalies, Suspensions suspensions, List<Row> rows)
            throws Exception {
        SecurityReports reports = new SecurityReports(database, anomalies, suspensions);
        for (int days : new int[] {1, 30, DAYS}) {
            Period period = new Period(UNTIL.minus(Duration.ofDays(days)), UNTIL);
            rows.add(row(
                    plan,
                    "security, " + (days == 1 ? "a day" : days + " days"),
                    call -> reports.of(period, "", 50).edges().size()));
        }
        Period all = new Period(FROM, UNTIL);
        for (String agent : new String[] {"agent_11", "agent_99"}) {
            rows.add(row(
                    plan,
                    "security of " + (agent.equals("agent_99") ? "an agent that did nothing, " : "one agent, ") + DAYS
                            + " days",
                    call -> reports.of(all, agent, 50).anomalies().size()));
        }
    }

    private static void compliance(
            Plan plan,
            Database database,
            InstantSource clock,
            Anomalies anomalies,
            Suspensions suspensions,
            List<Row> rows)
            throws Exception {
        ComplianceReports reports = new ComplianceReports(
                database, clock, anomalies, suspensions, () -> Verification.ofNothing(clock.instant()));
        for (int days : new int[] {1, 30, DAYS}) {
            Period period = new Period(UNTIL.minus(Duration.ofDays(days)), UNTIL);
            rows.add(row(
                    plan,
                    "compliance, " + (days == 1 ? "a day" : days + " days"),
                    call -> reports.of(period, List.of()).sections().size()));
        }
    }

    private static TimedEvents.Wanted wanted(String agent, long nanos, Period period) {
        return new TimedEvents.Wanted(Stage.TOOL, agent, "terminal", "execute_command", "", nanos, period);
    }

    private static Row row(Plan plan, String name, Samples.Call call) throws Exception {
        Samples.take(10, Duration.ofSeconds(5), call);
        long before = THREADS.getCurrentThreadCpuTime();
        Series series = Series.of(plan.repeats(), () -> Samples.take(30, Duration.ofSeconds(10), call));
        long each = (THREADS.getCurrentThreadCpuTime() - before) / series.calls();
        return Row.of(name, series)
                .besides("processor time " + Spans.text(each))
                .against("p99 under 200 ms", series.p99() < TARGET.toNanos());
    }
}
