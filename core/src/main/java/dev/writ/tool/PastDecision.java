package dev.writ.tool;

import dev.writ.FailureCode;
import dev.writ.permission.Access;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.PastCall;
import dev.writ.permission.Replayed.Gap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the record of a call tells about the decision on it. */
sealed interface PastDecision {
    /** The permission rules decided, and may decide otherwise under another policy. */
    record ByPolicy(PastCall call) implements PastDecision {}

    /** It was denied for something that no policy is about, such as the rate of calls. */
    record ByOtherRule() implements PastDecision {}

    /** It failed before it came to a decision. */
    record None() implements PastDecision {}

    /** @param event number of the event that told of the call */
    static PastDecision of(ToolUsage record, long event) {
        boolean authorized = !record.authority().equals("none");
        if (record.outcome().equals("denied")) {
            // Where something had allowed it, the database or a limit of the moment was against it.
            return !authorized && isPolicys(record.rule())
                    ? new ByPolicy(call(record, event, false, gap(record)))
                    : new ByOtherRule();
        }
        if (authorized) {
            return new ByPolicy(call(record, event, true, gap(record)));
        }
        FailureCode code = record.failure().orElseThrow().code();
        // What may not be used is not known to the agent; a protected branch is refused by the tool itself.
        return code == FailureCode.UNKNOWN_OPERATION || code == FailureCode.DENIED
                ? new ByPolicy(call(record, event, false, Optional.of(Gap.NOT_LOOKED_AT)))
                : new None();
    }

    private static Optional<Gap> gap(ToolUsage record) {
        return AccessJson.isWhole(record.accesses()) ? Optional.empty() : Optional.of(Gap.CUT);
    }

    private static PastCall call(ToolUsage record, long event, boolean allowed, Optional<Gap> gap) {
        List<Access> accesses = AccessJson.read(record.accesses());
        return new PastCall(
                record.tree(),
                record.task(),
                record.agent(),
                record.tool(),
                record.operation(),
                accesses,
                gap,
                record.startedAt(),
                event,
                record.assignment(),
                allowed);
    }

    private static boolean isPolicys(String rule) {
        return switch (Rule.valueOf(rule.toUpperCase(Locale.ROOT))) {
            case NOT_ASSIGNED, EXPIRED, REVOKED, USED_UP, OPERATION, CEILING, DELEGATION, SCOPE, DEFINITION -> true;
            case UNKNOWN_TASK, ORIGIN, RULE_OF_TWO, SUSPENDED, BUDGET, RATE, ERROR -> false;
        };
    }
}
