package dev.writ.insight.compliance;

import dev.writ.insight.Period;
import dev.writ.insight.activity.Activities;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Counts;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What agents did with what they had: their calls. */
final class Used {
    private Used() {}

    private record Count(Behind behind, Counts of) {
        Count and(Count other) {
            return new Count(behind, of.and(other.of));
        }
    }

    static Section of(Period period, Activities activities) {
        Map<Activity, Count> calls = new HashMap<>();
        // Calls that waited for a person or a subtask are counted apart, and are calls nonetheless.
        Stream.of(Stage.TOOL, Stage.WAITING)
                .forEach(stage -> activities
                        .counts(stage, period)
                        .forEach((one, counts) -> calls.merge(
                                new Activity(Stage.TOOL, one.agent(), one.subject(), ""),
                                new Count(
                                        new Behind.Counted(new Activity(stage, one.agent(), one.subject(), "")),
                                        counts),
                                Count::and)));
        Counts all = calls.values().stream().map(Count::of).reduce(Counts.NONE, Counts::and);
        Behind tool = new Behind.Counted(new Activity(Stage.TOOL, "", "", ""));
        return Section.of(
                "calls",
                "What agents did",
                "Calls of tools by agent. Each was decided on and recorded before it ran, those that were denied as well.",
                List.of(
                        new Figure("calls", "calls", all.all(), tool),
                        new Figure("succeeded", "succeeded", all.succeeded(), tool),
                        new Figure("failed", "failed", all.failed(), tool),
                        new Figure("denied", "denied", all.denied(), tool)),
                Section.columns(
                        "agent",
                        "Agent",
                        "tool",
                        "Tool",
                        "calls",
                        "Calls",
                        "succeeded",
                        "Succeeded",
                        "failed",
                        "Failed",
                        "denied",
                        "Denied"),
                calls.entrySet().stream()
                        .sorted(Comparator.comparing((Map.Entry<Activity, Count> one) ->
                                        one.getKey().agent())
                                .thenComparing(one -> one.getKey().subject()))
                        .map(one -> line(one.getKey(), one.getValue()))
                        .toList(),
                "");
    }

    private static Line line(Activity activity, Count count) {
        return new Line(
                Map.of(
                        "agent", activity.agent(),
                        "tool", activity.subject(),
                        "calls", count.of().all(),
                        "succeeded", count.of().succeeded(),
                        "failed", count.of().failed(),
                        "denied", count.of().denied()),
                count.behind());
    }
}
