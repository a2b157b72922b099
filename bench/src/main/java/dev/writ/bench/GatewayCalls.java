package dev.writ.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the one door costs: a tool call that does nothing, with its durable record. */
final class GatewayCalls implements Measurement {
    private static final int MANY = 50;
    private static final long P99_NANOS = 5_000_000;
    private static final double LEAST_SHARE = 0.5;
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
                + "commits (`synchronous=FULL`, `synchronous_commit=on`), which callers share where they come together. "
                + "Callers without a pause keep the writer saturated: their time is mostly the others' work. The peer is "
                + "plain JDBC on the same disk and server: an insertion and an update of one row, each durably "
                + "committed, and nothing else; on SQLite callers take turns, on PostgreSQL each has a connection. *Share "
                + "of raw* is Writ's calls a second in those of the peer.";
    }

    /** Where records go, Writ's and the peer's. */
    private interface Stores {
        BusyGateway gateway(Path folder, int callers) throws Exception;

        DirectCommits direct(Path folder, int callers) throws Exception;
    }

    private static final class InFiles implements Stores {
        @Override
        public BusyGateway gateway(Path folder, int callers) {
            return BusyGateway.onSqlite(folder, callers);
        }

        @Override
        public DirectCommits direct(Path folder, int callers) throws Exception {
            return DirectCommits.onSqlite(folder.resolve("direct.db"));
        }
    }

    private record OnServer(PostgresServer server) implements Stores {
        @Override
        public BusyGateway gateway(Path folder, int callers) throws Exception {
            return BusyGateway.onPostgres(server.emptyDatabase(), folder, callers);
        }

        @Override
        public DirectCommits direct(Path folder, int callers) throws Exception {
            return DirectCommits.onPostgres(server.emptyDatabase(), callers);
        }
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>(rows(plan, "SQLite", new InFiles()));
        rows.add(measured(
                        plan,
                        new InFiles(),
                        "SQLite, " + MANY + " callers, each about 10 calls a second",
                        MANY,
                        plan.choose(20, 100),
                        PAUSE)
                .row());
        try (PostgresServer server = PostgresServer.durable(plan)) {
            rows.addAll(rows(plan, "PostgreSQL", new OnServer(server)));
            rows.add(server.row());
        } catch (Missing e) {
            rows.add(Row.missing("PostgreSQL", e.why()));
        }
        return rows;
    }

    private record Measured(String label, Callers writ, Callers direct) {
        Row row() {
            return Row.of(label, writ.figure(), writ.series().spread())
                    .besides("plain JDBC " + direct.figure() + " ("
                            + direct.series().spread() + ")");
        }

        Row share() {
            double share = writ.perSecond() / direct.perSecond();
            return Row.of(label + ": share of raw", Math.round(100 * share) + " %", "")
                    .against("at least half", share >= LEAST_SHARE);
        }
    }

    private static List<Row> rows(Plan plan, String where, Stores stores) throws Exception {
        Measured one = measured(plan, stores, where + ", 1 caller", 1, plan.choose(200, 2_000), Duration.ZERO);
        Measured many =
                measured(plan, stores, where + ", " + MANY + " callers", MANY, plan.choose(20, 200), Duration.ZERO);
        boolean reached = many.writ().series().p99() < P99_NANOS;
        return List.of(
                one.row(), one.share(), many.row().against("p99 < " + Spans.text(P99_NANOS), reached), many.share());
    }

    private static Measured measured(Plan plan, Stores stores, String label, int callers, int callsEach, Duration pause)
            throws Exception {
        Path folder = plan.newFolder("gateway");
        Callers writ;
        try (BusyGateway gateway = stores.gateway(folder, callers)) {
            writ = Callers.measure(plan, callers, callsEach, pause, gateway::call);
        }
        try (DirectCommits commits = stores.direct(folder, callers)) {
            Callers direct = Callers.measure(plan, callers, callsEach, pause, commits::call);
            return new Measured(label, writ, direct);
        }
    }
}
