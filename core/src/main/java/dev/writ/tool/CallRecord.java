package dev.writ.tool;

import dev.writ.Json;
import dev.writ.event.NewEvent;
import dev.writ.permission.Decision.Authority;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a call before it ends, as it is written down.
 *
 * @param accesses JSON array of what it would touch
 * @param authority what allows it; empty while nothing does
 * @param earlier the record of this same call from before a crash
 * @param checked how long the first step of the gateway took; zero where it was not taken
 */
record CallRecord(
        CallContext context,
        String tool,
        String operation,
        Effect effect,
        StoredArguments arguments,
        String accesses,
        Optional<Authority> authority,
        Optional<ToolUsage> earlier,
        Duration checked) {
    /** The call that a row is about. */
    static CallRecord of(ToolUsage row) {
        return new CallRecord(
                new CallContext(row.call(), row.task(), row.tree(), row.agent(), Optional.empty()),
                row.tool(),
                row.operation(),
                row.effect(),
                new StoredArguments(row.argumentsHash(), "", 0),
                "[]",
                switch (row.authority()) {
                    case "core" -> Optional.of(new Authority.Core());
                    case "base" -> Optional.of(new Authority.Base(row.agent()));
                    case "grant" -> Optional.of(new Authority.Granted(row.assignment()));
                    default -> Optional.empty();
                },
                Optional.empty(),
                Duration.ZERO);
    }

    CallRecord allowedBy(Authority authority) {
        return new CallRecord(
                context, tool, operation, effect, arguments, accesses, Optional.of(authority), earlier, checked);
    }

    CallRecord touching(String accesses) {
        return new CallRecord(context, tool, operation, effect, arguments, accesses, authority, earlier, checked);
    }

    CallRecord checkedIn(Duration time) {
        return new CallRecord(context, tool, operation, effect, arguments, accesses, authority, earlier, time);
    }

    /** The assignment that allows the call; "" where none does. */
    String assignment() {
        return authority.isPresent() && authority.get() instanceof Authority.Granted granted
                ? granted.assignment()
                : "";
    }

    /** All assignments the call needs to live; none where no assignment allows it. */
    Set<String> assignments() {
        if (authority.isPresent() && authority.get() instanceof Authority.Granted granted) {
            Set<String> all = new HashSet<>(granted.others());
            all.add(granted.assignment());
            return all;
        }
        return Set.of();
    }

    String authorityWord() {
        return authority
                .map(present -> switch (present) {
                    case Authority.Core ignored -> "core";
                    case Authority.Base ignored -> "base";
                    case Authority.Granted ignored -> "grant";
                })
                .orElse("none");
    }

    /** Whether the use of the assignment was counted when the call was started before the crash. */
    boolean alreadyCounted() {
        return !assignment().isEmpty()
                && earlier.map(ToolUsage::assignment)
                        .filter(assignment()::equals)
                        .isPresent();
    }

    /** An event that tells, too, how long it took to decide about the call. */
    NewEvent decided(String type) {
        NewEvent event = event(type);
        return checked.isZero() ? event : event.with("check_nanos", checked.toNanos());
    }

    NewEvent event(String type) {
        return NewEvent.of(type, "tool_call", context.callId())
                .in(context.tree(), context.task())
                .by("agent:" + context.agent())
                .withData(Json.object()
                        .put("tool", tool)
                        .put("operation", operation)
                        .put("agent", context.agent())
                        .put("authority", authorityWord())
                        .put("assignment", assignment()));
    }
}
