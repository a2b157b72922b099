package dev.writ.insight.compliance;

import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Counts;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What was refused, by agent, tool and rule. */
final class Refused {
    private Refused() {}

    static Section of(Map<Activity, Counts> denials) {
        long all = denials.values().stream().mapToLong(Counts::denied).sum();
        long rules = denials.keySet().stream().map(Activity::detail).distinct().count();
        return Section.of(
                "denials",
                "What was denied",
                "Calls and requests that a rule refused, most first. What no rule allows is denied, and so is what fails "
                        + "to be decided.",
                List.of(
                        new Figure("denied", "denied", all, new Behind.Counted(new Activity(Stage.DENIAL, "", "", ""))),
                        new Figure("rules", "rules that denied", rules, new Behind.Now())),
                Section.columns("agent", "Agent", "tool", "Tool", "rule", "Rule", "denials", "Denials"),
                denials.entrySet().stream()
                        .sorted(Comparator.comparingLong((Map.Entry<Activity, Counts> one) ->
                                        one.getValue().denied())
                                .reversed()
                                .thenComparing(one -> one.getKey().toString()))
                        .map(one -> new Line(
                                Map.of(
                                        "agent", one.getKey().agent(),
                                        "tool", one.getKey().subject(),
                                        "rule", one.getKey().detail(),
                                        "denials", one.getValue().denied()),
                                new Behind.Counted(one.getKey())))
                        .toList(),
                "");
    }
}
