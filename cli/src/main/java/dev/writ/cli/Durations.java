package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 30s}, {@code 10m}, {@code 6h}, {@code 2d}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smhd])");

    private Durations() {}

    /** The duration in its largest whole unit, for instance {@code 90 minutes}. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        for (Unit unit : Unit.values()) {
            if (seconds >= unit.seconds && seconds % unit.seconds == 0) {
                long count = seconds / unit.seconds;
                return count + " " + unit.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
            }
        }
        return seconds + " seconds";
    }

    private enum Unit {
        DAY(86_400),
        HOUR(3_600),
        MINUTE(60);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }
    }

    /** @throws WritException with {@code invalid_arguments} */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + text + "' is not a duration.",
                    "Use a number and s, m, h or d, for instance 10m.");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
