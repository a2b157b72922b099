package dev.writ.permission;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long grants last. */
public final class GrantDuration {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

    private GrantDuration() {}

    /** How long a grant of the tool lasts when nobody says otherwise. */
    public static Duration byDefault(String tool) {
        return Duration.ofHours(
                switch (tool) {
                    case "terminal" -> 6;
                    case "file_edit" -> 8;
                    case "file_system_listing" -> 12;
                    case "sql_lite", "entity_manager", "message_user" -> 24;
                    case "github" -> 48;
                    default -> 1;
                });
    }

    /**
     * Reads {@code 90s}, {@code 30m}, {@code 6h} or {@code 2d}.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments} for anything else
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Fields.invalid("There is no duration " + Quoted.of(text) + ".", "Write for instance 30m, 6h or 2d.");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** In the words of a sentence: {@code 90 minutes}, {@code 6 hours}. */
    static String words(Duration duration) {
        if (duration.toSeconds() % 3_600 == 0) {
            return counted(duration.toHours(), "hour");
        }
        return duration.toSeconds() % 60 == 0
                ? counted(duration.toMinutes(), "minute")
                : counted(duration.toSeconds(), "second");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
