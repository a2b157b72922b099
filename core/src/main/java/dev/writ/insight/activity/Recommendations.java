package dev.writ.insight.activity;

import dev.writ.insight.activity.UsageReport.GrantUse;
import dev.writ.insight.activity.UsageReport.Line;
import dev.writ.insight.activity.UsageReport.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules from the figures of a period to what may be worth a change; small numbers say nothing. */
final class Recommendations {
    private static final int LEAST_GRANTS = 5;
    private static final int LEAST_CALLS = 20;

    private Recommendations() {}

    static List<Recommendation> of(List<Line> operations, List<GrantUse> grants, Set<String> idleTools) {
        List<Recommendation> found = new ArrayList<>();
        grants.forEach(use -> grants(found, use));
        operations.forEach(line -> operation(found, line));
        for (String tool : idleTools) {
            found.add(new Recommendation(
                    "idle_tool",
                    "",
                    tool,
                    "",
                    "Nobody called '" + tool + "' in this time; if that stays so, it can be switched off."));
        }
        return found;
    }

    private static void grants(List<Recommendation> found, GrantUse use) {
        if (use.ended() >= LEAST_GRANTS && 2 * use.unused() >= use.ended()) {
            found.add(new Recommendation(
                    "unused_grants",
                    use.agent(),
                    use.tool(),
                    "",
                    "Of %d grants of '%s' to '%s' that ended, %d were never used: grant it later, or for less time."
                            .formatted(use.ended(), use.tool(), use.agent(), use.unused())));
        }
        if (use.requested() >= LEAST_GRANTS && 5 * use.requestedUsed() >= 4 * use.requested()) {
            found.add(new Recommendation(
                    "predict",
                    use.agent(),
                    use.tool(),
                    "",
                    "'%s' asked for '%s' %d times and used it %d times: predicting it saves a request each time."
                            .formatted(use.agent(), use.tool(), use.requested(), use.requestedUsed())));
        }
    }

    private static void operation(List<Recommendation> found, Line line) {
        Tally tally = line.tally();
        long ran = tally.succeeded() + tally.failed();
        if (ran >= LEAST_CALLS && 2 * tally.failed() > ran) {
            found.add(new Recommendation(
                    "unreliable_operation",
                    line.agent(),
                    line.subject(),
                    line.detail(),
                    "%s.%s failed in %d of %d calls of '%s' (%s)."
                            .formatted(
                                    line.subject(),
                                    line.detail(),
                                    tally.failed(),
                                    ran,
                                    line.agent(),
                                    percent(tally.failed(), ran))));
        }
        if (tally.calls() >= LEAST_CALLS && 3 * tally.denied() >= tally.calls()) {
            found.add(new Recommendation(
                    "denied_often",
                    line.agent(),
                    line.subject(),
                    line.detail(),
                    "%d of %d calls of %s.%s by '%s' were denied (%s): its instruction or its grants do not fit its work."
                            .formatted(
                                    tally.denied(),
                                    tally.calls(),
                                    line.subject(),
                                    line.detail(),
                                    line.agent(),
                                    percent(tally.denied(), tally.calls()))));
        }
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }
}
