package dev.writ.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The same task of three steps on every store, and on engines that do nothing else. */
final class ThreeStepTasks implements Measurement {
    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public String title() {
        return "Tasks of three steps";
    }

    @Override
    public String explanation() {
        return "A task is three steps in a row, each of which gives back a short text; the end of each step, and of the task, "
                + "is durable before anything follows. *At once*: tasks are handed in without waiting, and every engine works "
                + "on eight at a time; the figure is tasks a second. *One at a time*: a task is handed in when the one before has ended; the "
                + "figures are times from hand-in to end. In Writ a step is a call at the gateway (`message_user.list_messages`), "
                + "authorized, recorded before and after with events that the audit tree covers, and journaled; the peers keep the "
                + "results of the steps and nothing else. With two nodes the second is a process of its own on the same machine. "
                + "db-scheduler has one execution a task, updated at each step; LangGraph.js a graph of three nodes over its SQLite checkpointer "
                + "with `durability: \"sync\"`, and `synchronous=FULL` unless it says otherwise. Writ's store is asked for the end of a task "
                + "five times a millisecond at most, the peers tell it at once.";
    }

    /** What one engine did. */
    private record Figures(int tasks, List<Double> rates, Series oneAtATime) {
        String rate() {
            return Spans.digits(rates.get(rates.size() / 2)) + " tasks/s";
        }

        String rateSpread() {
            return Spans.digits(rates.getFirst()) + " to " + Spans.digits(rates.getLast());
        }

        List<Row> rows(String name) {
            return List.of(
                    Row.of(name + ", " + tasks + " at once", rate(), rateSpread()),
                    Row.of(name + ", one at a time", oneAtATime.longFigure(), oneAtATime.longSpread()));
        }
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>(rows(plan, "Writ on SQLite", () -> WritTasks.onSqlite(plan)));
        rows.addAll(rows(
                plan,
                "db-scheduler on SQLite",
                () -> SchedulerTasks.onSqlite(plan.newFolder("scheduler").resolve("tasks.db"))));
        rows.addAll(langGraph(plan, "LangGraph.js on SQLite", "FULL"));
        rows.addAll(
                langGraph(plan, "LangGraph.js on SQLite, as it ships (`synchronous=NORMAL`, not durable)", "NORMAL"));
        try (PostgresServer server = PostgresServer.durable(plan)) {
            rows.addAll(rows(plan, "Writ on PostgreSQL, one node", () -> WritTasks.onPostgres(plan, server)));
            rows.addAll(rows(plan, "Writ on PostgreSQL, two nodes", () -> WritTasks.onTwoNodes(plan, server)));
            rows.addAll(rows(plan, "db-scheduler on PostgreSQL", () -> SchedulerTasks.onPostgres(server)));
            rows.add(server.row());
        } catch (Missing e) {
            rows.add(Row.missing("on PostgreSQL", e.why()));
        }
        return rows;
    }

    private static List<Row> langGraph(Plan plan, String name, String synchronous) throws Exception {
        try {
            return rows(plan, name, () -> LangGraphTasks.start(plan, synchronous));
        } catch (Missing e) {
            return List.of(Row.missing(name, e.why()));
        }
    }

    private static List<Row> rows(Plan plan, String name, Callable<TaskEngine> start) throws Exception {
        plan.say("  " + name + "…");
        int single = plan.choose(30, 300);
        Duration longest = Duration.ofSeconds(plan.choose(2, 8));
        try (TaskEngine engine = start.call()) {
            int tasks = tasks(plan, engine);
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < plan.repeats(); i++) {
                rates.add(tasks / (engine.atOnce(tasks) / 1e9));
            }
            rates.sort(null);
            Series oneAtATime = Series.of(plan.repeats(), () -> engine.oneAtATime(single, longest));
            return new Figures(tasks, rates, oneAtATime).rows(name);
        }
    }

    /** Warms the engine up, and says how many tasks at once it needs some seconds for. */
    private static int tasks(Plan plan, TaskEngine engine) throws Exception {
        int some = plan.choose(20, 100);
        double seconds = engine.atOnce(some) / 1e9;
        long enough = Math.round(some / seconds * plan.choose(3, 10));
        return Math.clamp(enough, 10, plan.choose(100, 1_000));
    }
}
