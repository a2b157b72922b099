package dev.writ.model.playbook.skill;

import java.util.List;
import java.util.Locale;

/** How skills write numbers and long texts. */
final class Layout {
    private Layout() {}

    static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** Bytes with decimal prefixes. */
    static String size(long bytes) {
        if (bytes < 1_000) {
            return count(bytes, "byte");
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = -1;
        while (value >= 1_000 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    static String milliseconds(double milliseconds) {
        return milliseconds >= 1_000
                ? String.format(Locale.ROOT, "%.2f s", milliseconds / 1_000)
                : String.format(Locale.ROOT, milliseconds < 10 ? "%.1f ms" : "%.0f ms", milliseconds);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /** At most so many characters of one line. */
    static String line(String text, int most) {
        String flat = text.strip().replaceAll("\\s+", " ");
        return flat.length() <= most ? flat : flat.substring(0, most - 1) + "…";
    }

    /** At most so many lines, saying how many more there are. */
    static String lines(List<String> lines, int most) {
        return lines.size() <= most
                ? String.join("\n", lines)
                : String.join("\n", lines.subList(0, most)) + "\n… and " + (lines.size() - most) + " more";
    }

    /** The last lines of an output. */
    static String tail(String output, int most) {
        List<String> lines = output.stripTrailing().lines().toList();
        return lines.size() <= most
                ? String.join("\n", lines)
                : "…\n" + String.join("\n", lines.subList(lines.size() - most, lines.size()));
    }

    /** A text cut to a number of characters at a line's end. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = text.lastIndexOf('\n', most);
        return text.substring(0, end > 0 ? end : most) + "\n… (cut)";
    }

    /** A fenced block that the text cannot end. */
    static String block(String language, String text) {
        String fence = text.contains("```") ? "````" : "```";
        return fence + language + "\n" + text.stripTrailing() + "\n" + fence;
    }
}
