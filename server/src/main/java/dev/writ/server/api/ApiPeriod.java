package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.insight.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times in queries: {@code from} and {@code until}, ISO 8601 in UTC. */
final class ApiPeriod {
    private ApiPeriod() {}

    /** The period asked for; without {@code until} it ends now, without {@code from} it has the usual length. */
    static Period of(ApiRequest request, Duration usual, Instant now) {
        Instant until = time(request, "until", now);
        Instant from = time(request, "from", until.minus(usual));
        if (!from.isBefore(until)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The period from " + from + " until " + until + " holds no time.",
                    "Let 'from' be before 'until'.");
        }
        return new Period(from, until);
    }

    static Instant time(ApiRequest request, String name, Instant usual) {
        String text = request.query(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + name + "' is '" + text + "', which is not a time.",
                    "Use ISO 8601 in UTC, for instance 2026-01-31T12:00:00Z.");
        }
    }
}
