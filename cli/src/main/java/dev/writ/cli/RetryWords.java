package dev.writ.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** That a model is asked again, in words for people. */
final class RetryWords {
    private RetryWords() {}

    /** For instance {@code provider busy: attempt 3 of 6}. */
    static String attempt(JsonNode retry) {
        String reason =
                switch (retry.path("reason").asString("")) {
                    case "busy" -> "provider busy";
                    case "unavailable" -> "provider not available";
                    case "bad_answer" -> "unusable answer";
                    default -> "no answer yet";
                };
        return reason + ": attempt " + retry.path("attempt").asInt(0) + " of "
                + retry.path("attempts").asInt(0);
    }

    /** The same with the time from the failure to the attempt. */
    static String event(JsonNode data, String failedAt) {
        try {
            Duration pause = Duration.between(
                    Instant.parse(failedAt), Instant.parse(data.path("next_at").asString("")));
            long seconds = Math.max(0, (pause.toMillis() + 999) / 1_000);
            return attempt(data) + (seconds == 0 ? " now" : ", next in " + seconds + " s");
        } catch (DateTimeException e) {
            return attempt(data);
        }
    }

    /** Whether the attempt that the event tells of is still to come. */
    static boolean isToCome(JsonNode event, Instant now) {
        try {
            return now.isBefore(Instant.parse(event.path("data").path("next_at").asString("")));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The event with the time that is left then, instead of the whole time; never more than that. */
    static JsonNode seenAt(JsonNode event, Instant now) {
        Instant failedAt = Instant.parse(event.path("at").asString(""));
        return ((ObjectNode) event.deepCopy()).put("at", (now.isAfter(failedAt) ? now : failedAt).toString());
    }
}
