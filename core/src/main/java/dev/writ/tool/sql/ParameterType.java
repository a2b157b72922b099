package dev.writ.tool.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a parameter may be. Types do not convert into each other: {@code "5"} is no integer and {@code 5} no text. */
public sealed interface ParameterType {
    /** One word for lists: text, integer, number, boolean or time. */
    String word();

    /** What a value must be, to be read after "Give it as". */
    String rule();

    /** The value to bind; empty where the given one does not fit. */
    Optional<SqlValue> read(JsonNode given, Instant now);

    /**
     * Text without NUL and without broken characters.
     *
     * @param maximumLength in UTF-16 units
     * @param options the only values allowed; empty for any
     * @param pattern what the whole text must match
     */
    record Text(int maximumLength, List<String> options, Optional<Pattern> pattern) implements ParameterType {
        public Text {
            options = List.copyOf(options);
        }

        @Override
        public String word() {
            return "text";
        }

        @Override
        public String rule() {
            if (!options.isEmpty()) {
                return "one of " + String.join(", ", options);
            }
            return "text of at most " + maximumLength + " characters"
                    + pattern.map(form -> " that matches " + form.pattern()).orElse("");
        }

        @Override
        public Optional<SqlValue> read(JsonNode given, Instant now) {
            if (!given.isString()) {
                return Optional.empty();
            }
            String text = given.stringValue();
            boolean fits = text.length() <= maximumLength
                    && text.indexOf('\0') < 0
                    && isWellFormed(text)
                    && (options.isEmpty() || options.contains(text))
                    && pattern.map(form -> PatientText.matches(form, text)).orElse(true);
            return fits ? Optional.of(new SqlValue.Text(text)) : Optional.empty();
        }

        /** Drivers replace half a surrogate pair, so that the query would run with another text than the one checked. */
        private static boolean isWellFormed(String text) {
            return text.codePoints()
                    .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        }
    }

    record Whole(long minimum, long maximum) implements ParameterType {
        @Override
        public String word() {
            return "integer";
        }

        @Override
        public String rule() {
            return "a whole number from " + minimum + " to " + maximum;
        }

        @Override
        public Optional<SqlValue> read(JsonNode given, Instant now) {
            if (!given.isIntegralNumber() || !given.canConvertToLong()) {
                return Optional.empty();
            }
            long value = given.longValue();
            return value >= minimum && value <= maximum ? Optional.of(new SqlValue.Whole(value)) : Optional.empty();
        }
    }

    /** A finite number. */
    record Decimal(double minimum, double maximum) implements ParameterType {
        @Override
        public String word() {
            return "number";
        }

        @Override
        public String rule() {
            return "a finite number from " + plain(minimum) + " to " + plain(maximum);
        }

        @Override
        public Optional<SqlValue> read(JsonNode given, Instant now) {
            if (!given.isNumber()) {
                return Optional.empty();
            }
            double value = Double.parseDouble(given.asString());
            return Double.isFinite(value) && value >= minimum && value <= maximum
                    ? Optional.of(new SqlValue.Decimal(value))
                    : Optional.empty();
        }

        private static String plain(double bound) {
            return Math.abs(bound) < 1e15
                    ? BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString()
                    : Double.toString(bound);
        }
    }

    record Truth() implements ParameterType {
        @Override
        public String word() {
            return "boolean";
        }

        @Override
        public String rule() {
            return "true or false";
        }

        @Override
        public Optional<SqlValue> read(JsonNode given, Instant now) {
            return given.isBoolean() ? Optional.of(new SqlValue.Truth(given.booleanValue())) : Optional.empty();
        }
    }

    /** A moment, given as ISO-8601 or as a length of time before now. */
    record Moment(TimeForm form) implements ParameterType {
        @Override
        public String word() {
            return "time";
        }

        @Override
        public String rule() {
            return "a time such as 2026-11-30T08:00:00Z, or how long ago, such as 24h, 30m or 7d";
        }

        @Override
        public Optional<SqlValue> read(JsonNode given, Instant now) {
            return given.isString()
                    ? PointInTime.parse(given.stringValue(), now).map(at -> new SqlValue.Moment(at, form))
                    : Optional.empty();
        }
    }

    /** How a moment is handed to the database. */
    enum TimeForm {
        /** As the database keeps times: {@code timestamptz} for PostgreSQL, ISO-8601 text for SQLite. */
        TIMESTAMP,
        /** Milliseconds since 1970-01-01 UTC. */
        MILLIS,
        /** Seconds since 1970-01-01 UTC. */
        SECONDS
    }
}
