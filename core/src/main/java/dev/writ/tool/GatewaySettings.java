package dev.writ.tool;

import java.time.Duration;

/**
 * Limits of the gateway.
 *
 * @param usualDeadline how long an operation may run where neither caller nor operation says otherwise
 * @param longestDeadline the most any caller or operation can ask for
 * @param grace how long a stopped operation has to return before its thread is interrupted, and again between interrupts
 * @param callsPerTree how many calls of one tree may run at once
 * @param callsPerMinute how many calls one task may make
 * @param failuresToOpen how many failures in a row make a server rest
 * @param rest how long it then rests
 */
public record GatewaySettings(
        Duration usualDeadline,
        Duration longestDeadline,
        Duration grace,
        int callsPerTree,
        int callsPerMinute,
        int failuresToOpen,
        Duration rest) {
    public GatewaySettings {
        if (usualDeadline.isNegative() || usualDeadline.isZero() || longestDeadline.compareTo(usualDeadline) < 0) {
            throw new IllegalArgumentException("The usual deadline must be above zero, and the longest no shorter.");
        }
        if (grace.isNegative() || grace.isZero() || rest.isNegative()) {
            throw new IllegalArgumentException("The grace must be above zero, and the rest not below it.");
        }
        if (callsPerTree < 1 || callsPerMinute < 1 || failuresToOpen < 1) {
            throw new IllegalArgumentException("Calls per tree, calls per minute and failures must be at least 1.");
        }
    }

    public static GatewaySettings defaults() {
        return new GatewaySettings(
                Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(2), 16, 600, 5, Duration.ofSeconds(30));
    }

    public GatewaySettings withUsualDeadline(Duration deadline) {
        return new GatewaySettings(
                deadline, longestDeadline, grace, callsPerTree, callsPerMinute, failuresToOpen, rest);
    }

    public GatewaySettings withGrace(Duration grace) {
        return new GatewaySettings(
                usualDeadline, longestDeadline, grace, callsPerTree, callsPerMinute, failuresToOpen, rest);
    }

    public GatewaySettings withCallsPerTree(int calls) {
        return new GatewaySettings(usualDeadline, longestDeadline, grace, calls, callsPerMinute, failuresToOpen, rest);
    }

    public GatewaySettings withCallsPerMinute(int calls) {
        return new GatewaySettings(usualDeadline, longestDeadline, grace, callsPerTree, calls, failuresToOpen, rest);
    }

    public GatewaySettings withBreaker(int failures, Duration rest) {
        return new GatewaySettings(usualDeadline, longestDeadline, grace, callsPerTree, callsPerMinute, failures, rest);
    }
}
