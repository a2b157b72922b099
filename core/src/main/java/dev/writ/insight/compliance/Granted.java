package dev.writ.insight.compliance;

import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Counts;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/** What was granted, what of it was used, and access that nobody used. */
final class Granted {
    private static final String ISSUED = "grant.issued";
    private static final String NARROWED = "grant.narrowed";

    private Granted() {}

    static Section of(Handle handle, Window window, Map<Activity, Counts> ended) {
        Map<String, Long> counts = window.counts(handle, List.of(ISSUED, NARROWED));
        long live = live(handle, "");
        long idle = live(handle, " AND uses = 0");
        Behind all = new Behind.Counted(new Activity(Stage.GRANT, "", "", ""));
        return Section.of(
                "grants",
                "What was granted, and what of it was used",
                "Grants by agent, tool and who said yes; those that ended in the period, and whether they were ever used.",
                List.of(
                        new Figure("granted", "granted", counts.getOrDefault(ISSUED, 0L), Behind.Logged.ofType(ISSUED)),
                        new Figure(
                                "narrowed",
                                "narrowed later",
                                counts.getOrDefault(NARROWED, 0L),
                                Behind.Logged.ofType(NARROWED)),
                        new Figure("used", "ended after use", sum(ended, Counts::succeeded), all),
                        new Figure("unused", "ended without any use", sum(ended, Counts::failed), all),
                        new Figure("live", "live now", live, new Behind.Now()),
                        new Figure("live_unused", "live now, never used", idle, new Behind.Now())),
                Section.columns(
                        "agent",
                        "Agent",
                        "tool",
                        "Tool",
                        "by",
                        "Granted by",
                        "ended",
                        "Ended",
                        "used",
                        "Used",
                        "unused",
                        "Never used"),
                ended.entrySet().stream()
                        .sorted(Comparator.comparingLong((Map.Entry<Activity, Counts> one) ->
                                        one.getValue().failed())
                                .reversed()
                                .thenComparing(one -> one.getKey().agent())
                                .thenComparing(one -> one.getKey().subject())
                                .thenComparing(one -> one.getKey().detail()))
                        .map(one -> line(one.getKey(), one.getValue()))
                        .toList(),
                "Granted by 'predicted' means by policy at the start of a task, before it was asked for.");
    }

    private static Line line(Activity activity, Counts counts) {
        return new Line(
                Map.of(
                        "agent", activity.agent(),
                        "tool", activity.subject(),
                        "by", activity.detail(),
                        "ended", counts.all(),
                        "used", counts.succeeded(),
                        "unused", counts.failed()),
                new Behind.Counted(activity));
    }

    private static long sum(Map<Activity, Counts> all, ToLongFunction<Counts> number) {
        return all.values().stream().mapToLong(number).sum();
    }

    private static long live(Handle handle, String condition) {
        return handle.createQuery("SELECT COUNT(*) FROM task_tool_assignments WHERE state = 'live'" + condition)
                .mapTo(Long.class)
                .one();
    }
}
