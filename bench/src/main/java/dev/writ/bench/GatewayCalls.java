package dev.writ.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the one door costs: a tool call that does nothing, with its durable record. */
final class GatewayCalls implements Measurement {
    private static final int MANY = 50;
    private static final long P99_NANOS = 5_000_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String title() {
        return "Gateway call with durable audit";
    }

    @Override
    public String explanation() {
        return "One call of an operation that does nothing through the real gateway: arguments validated, authorized, "
                + "intent written, run, outcome written, each record with its event. A call returns after two durable "
                + "commits (`synchronous=FULL`), which callers share where they come together. Callers without a pause "
                + "keep the writer saturated: their time is mostly the others' work. The peer is plain JDBC on "
                + "the same disk: an insertion and an update of one row, each durably committed, and nothing else.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        Row one = row(plan, "1 caller without a pause", 1, plan.choose(200, 2_000), Duration.ZERO)
                .row();
        Measured many = row(plan, MANY + " callers without a pause", MANY, plan.choose(20, 200), Duration.ZERO);
        Row paced = row(plan, MANY + " callers, each about 10 calls a second", MANY, plan.choose(20, 100), PAUSE)
                .row();
        boolean reached = many.writ().series().p99() < P99_NANOS;
        return List.of(one, many.row().against("p99 < " + Spans.text(P99_NANOS), reached), paced);
    }

    private record Measured(String label, Callers writ, Callers direct) {
        Row row() {
            return Row.of(label, writ.figure(), writ.series().spread()).besides("plain JDBC " + direct.figure());
        }
    }

    private static Measured row(Plan plan, String label, int callers, int callsEach, Duration pause) throws Exception {
        Path folder = plan.newFolder("gateway");
        Callers measured;
        try (BusyGateway gateway = new BusyGateway(folder.resolve("writ.db"), callers)) {
            measured = Callers.measure(plan, callers, callsEach, pause, gateway::call);
        }
        try (DirectCommits commits = new DirectCommits(folder.resolve("direct.db"))) {
            Callers direct = Callers.measure(plan, callers, callsEach, pause, commits::call);
            return new Measured(label, measured, direct);
        }
    }
}
