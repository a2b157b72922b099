package dev.writ.insight.anomaly;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is out of the ordinary. */
public enum AnomalyKind {
    /** Far more calls of a tool in an hour than this agent usually makes. */
    RATE,
    /** Far more bytes read through a tool in an hour than this agent usually reads. */
    VOLUME,
    /** An operation, host or recipient that an agent with a long history has never used. */
    FIRST_USE,
    /** Calls at a time of day at which this agent does not work. */
    UNUSUAL_HOUR,
    /** Many denials within minutes. */
    DENIAL_BURST,
    /** One task trying one target after the other just outside of what it may. */
    SCOPE_PROBING;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws WritException with {@code invalid_arguments} for any other word */
    public static AnomalyKind parse(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no anomaly kind '" + id + "'.",
                        "Use one of: "
                                + Arrays.stream(values()).map(AnomalyKind::id).collect(Collectors.joining(", "))
                                + "."));
    }
}
