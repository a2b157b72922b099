package dev.writ.tool.reach;

import java.util.Locale;

/** Numbers of things in words. */
final class Counted {
    private Counted() {}

    /** For instance {@code 1 file}, {@code 1,204 files}. */
    static String of(int count, String one, String many) {
        return String.format(Locale.ROOT, "%,d", count) + " " + (count == 1 ? one : many);
    }
}
