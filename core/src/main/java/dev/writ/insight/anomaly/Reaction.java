package dev.writ.insight.anomaly;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.Locale;

/** What happens when an anomaly is found; without any it is only shown. */
public enum Reaction {
    /** A warning goes where warnings go: inbox, terminal, webhooks. */
    ALERT,
    /** The grant it happened under allows nothing until a person has looked. */
    SUSPEND_GRANT,
    /** The agent may do nothing, in any task, until a person has looked. */
    SUSPEND_AGENT;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws WritException with {@code invalid_arguments} for any other word */
    public static Reaction parse(String id) {
        return Arrays.stream(values())
                .filter(reaction -> reaction.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no reaction '" + id + "' to an anomaly.",
                        "Use alert, suspend_grant, suspend_agent, or an empty list."));
    }
}
