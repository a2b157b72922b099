package dev.writ.insight.compliance;

import dev.writ.insight.Period;
import dev.writ.insight.activity.Activities;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.Tally;
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

    private record Count(Behind behind, long succeeded, long failed, long denied) {
        static Count of(Activity activity, Tally tally) {
            return new Count(new Behind.Counted(activity), tally.succeeded(), tally.failed(), tally.denied());
        }

        Count and(Count other) {
            return new Count(behind, succeeded + other.succeeded, failed + other.failed, denied + other.denied);
        }

        long calls() {
            return succeeded + failed + denied;
        }
    }

    static Section of(Period period, Activities activities) {
        Map<Activity, Count> calls = new HashMap<>();
        // Calls that waited for a person or a subtask are counted apart, and are calls nonetheless.
        Stream.of(Stage.TOOL, Stage.WAITING)
                .forEach(stage -> activities
                        .of(stage, period)
                        .by(one -> new Activity(stage, one.agent(), one.subject(), ""))
                        .forEach((one, tally) -> calls.merge(
                                new Activity(Stage.TOOL, one.agent(), one.subject(), ""),
                                Count.of(one, tally),
                                Count::and)));
        Count all = calls.values().stream().reduce(Count::and).orElse(new Count(new Behind.Now(), 0, 0, 0));
        Behind tool = new Behind.Counted(new Activity(Stage.TOOL, "", "", ""));
        return Section.of(
                "calls",
                "What agents did",
                "Calls of tools by agent. Each was decided on and recorded before it ran, those that were denied as well.",
                List.of(
                        new Figure("calls", "calls", all.calls(), tool),
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
                        "calls", count.calls(),
                        "succeeded", count.succeeded(),
                        "failed", count.failed(),
                        "denied", count.denied()),
                count.behind());
    }
}
