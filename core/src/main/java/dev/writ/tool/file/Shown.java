package dev.writ.tool.file;

import dev.writ.sandbox.FileInfo;
import java.util.Locale;

/** How things read in the text of a result. */
final class Shown {
    private Shown() {}

    /** For instance {@code 3.4 kB}. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTPE".charAt(unit));
    }

    /** For instance {@code 1 file}, {@code 3 files}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : noun.endsWith("ch") ? "es" : "s");
    }

    /** As {@link #count} for entries. */
    static String entries(long number) {
        return number == 1 ? "1 entry" : number + " entries";
    }

    /** What follows a name: {@code /} for a folder, {@code @} for a link, {@code =} for what is no file at all. */
    static String mark(FileInfo.Type type) {
        return switch (type) {
            case FILE -> "";
            case DIRECTORY -> "/";
            case LINK -> "@";
            case OTHER -> "=";
        };
    }
}
