package dev.writ.insight.activity;

import dev.writ.insight.Period;
import dev.writ.insight.activity.UsageReport.GrantUse;
import dev.writ.insight.activity.UsageReport.Line;
import dev.writ.insight.activity.UsageReport.Prediction;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes usage reports from the roll-ups. Safe for use by many threads. */
public final class UsageReports {
    private record Holder(String agent, String tool) {}

    private record Live(Holder holder, long grants, long unused) {}

    private final Database database;
    private final Activities activities;

    public UsageReports(Database database) {
        this.database = database;
        this.activities = new Activities(database);
    }

    /** @param agent and {@code tool}: only theirs; empty for all */
    public UsageReport of(Period period, String agent, String tool) {
        StageFigures calls = activities.of(Stage.TOOL, period, agent, tool);
        calls = waitingToo(calls, period, agent, tool);
        List<Line> operations = lines(calls, activity -> activity);
        StageFigures models = activities.of(Stage.MODEL, period, agent, "");
        List<GrantUse> grants = grants(activities.of(Stage.GRANT, period, agent, tool), agent, tool);
        Prediction prediction = new Prediction(
                grants.stream().mapToLong(GrantUse::predicted).sum(),
                grants.stream().mapToLong(GrantUse::predictedUsed).sum(),
                grants.stream().mapToLong(GrantUse::requestedUsed).sum());
        List<Line> tools = lines(calls, activity -> new Activity(Stage.TOOL, "", activity.subject(), ""));
        return new UsageReport(
                Activities.counted(period),
                calls.total(),
                tools,
                lines(calls, activity -> new Activity(Stage.TOOL, activity.agent(), "", "")),
                operations,
                tool.isEmpty() ? lines(models, activity -> activity) : List.of(),
                grants,
                prediction,
                Recommendations.of(operations, grants, agent.isEmpty() && tool.isEmpty() ? idle(tools) : Set.of()));
    }

    /** Calls that waited are calls, too; only their times are told apart. */
    private StageFigures waitingToo(StageFigures calls, Period period, String agent, String tool) {
        StageFigures all = new StageFigures(Stage.TOOL, calls.grain());
        calls.byActivity().forEach(all::add);
        activities.of(Stage.WAITING, period, agent, tool).byActivity().forEach((activity, tally) -> {
            Tally untimed = new Tally();
            untimed.succeeded = tally.succeeded;
            untimed.failed = tally.failed;
            untimed.denied = tally.denied;
            untimed.bytes = tally.bytes;
            untimed.seen(tally.firstSeq, tally.lastSeq);
            all.add(new Activity(Stage.TOOL, activity.agent(), activity.subject(), activity.detail()), untimed);
        });
        return all;
    }

    private static List<Line> lines(StageFigures figures, Function<Activity, Activity> key) {
        return figures.by(key).entrySet().stream()
                .map(entry -> new Line(
                        entry.getKey().agent(),
                        entry.getKey().subject(),
                        entry.getKey().detail(),
                        entry.getValue()))
                .sorted(Comparator.comparingLong((Line line) -> line.tally().calls())
                        .reversed()
                        .thenComparing(Line::subject)
                        .thenComparing(Line::detail)
                        .thenComparing(Line::agent))
                .toList();
    }

    private List<GrantUse> grants(StageFigures ended, String agent, String tool) {
        Map<Holder, Tally> predicted = byHolder(ended, true);
        Map<Holder, Tally> requested = byHolder(ended, false);
        Map<Holder, Live> live = live(agent, tool);
        Set<Holder> holders = new TreeSet<>(Comparator.comparing(Holder::agent).thenComparing(Holder::tool));
        holders.addAll(predicted.keySet());
        holders.addAll(requested.keySet());
        holders.addAll(live.keySet());
        List<GrantUse> uses = new ArrayList<>();
        for (Holder holder : holders) {
            Tally before = predicted.getOrDefault(holder, new Tally());
            Tally asked = requested.getOrDefault(holder, new Tally());
            Live now = live.getOrDefault(holder, new Live(holder, 0, 0));
            uses.add(new GrantUse(
                    holder.agent(),
                    holder.tool(),
                    before.calls(),
                    before.succeeded(),
                    asked.calls(),
                    asked.succeeded(),
                    now.grants(),
                    now.unused()));
        }
        uses.sort(Comparator.comparingLong((GrantUse use) -> use.ended() + use.live())
                .reversed());
        return uses;
    }

    private static Map<Holder, Tally> byHolder(StageFigures ended, boolean predicted) {
        StageFigures some = new StageFigures(Stage.GRANT, ended.grain());
        ended.byActivity().forEach((activity, tally) -> {
            if (activity.detail().equals("predicted") == predicted) {
                some.add(activity, tally);
            }
        });
        return some.by(activity -> new Holder(activity.agent(), activity.subject()));
    }

    private Map<Holder, Live> live(String agent, String tool) {
        return database.read(handle -> handle.createQuery("""
                        SELECT agent, tool, COUNT(*) AS grants, SUM(CASE WHEN uses = 0 THEN 1 ELSE 0 END) AS unused
                        FROM task_tool_assignments
                        WHERE state = 'live' AND (:agent = '' OR agent = :agent) AND (:tool = '' OR tool = :tool)
                        GROUP BY agent, tool
                        """)
                .bind("agent", agent)
                .bind("tool", tool)
                .map((row, context) -> new Live(
                        new Holder(row.getString("agent"), row.getString("tool")),
                        row.getLong("grants"),
                        row.getLong("unused")))
                .collectToMap(Live::holder, one -> one));
    }

    private Set<String> idle(List<Line> used) {
        List<String> active =
                database.read(handle -> handle.createQuery("SELECT name FROM available_tools WHERE status = 'active'")
                        .mapTo(String.class)
                        .list());
        Set<String> tools = new TreeSet<>(active);
        used.forEach(line -> tools.remove(line.subject()));
        return tools;
    }
}
