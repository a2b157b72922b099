package dev.writ.bench;

/**
 * One line of the report. Texts that do not apply are empty.
 *
 * @param figure what was measured, with its unit
 * @param spread how far the repeats lie apart
 * @param peer the same, measured in the same run with something else
 */
record Row(String name, String figure, String spread, String peer, String target, Met met) {
    enum Met {
        YES("yes"),
        NO("**no**"),
        NOT_APPLICABLE("");

        private final String word;

        Met(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Met of(boolean met) {
            return met ? YES : NO;
        }
    }

    static Row of(String name, String figure, String spread) {
        return new Row(name, figure, spread, "", "", Met.NOT_APPLICABLE);
    }

    static Row of(String name, Series series) {
        return of(name, series.figure(), series.spread());
    }

    /** A figure that could not be had, and why. */
    static Row missing(String name, String why) {
        return of(name, "not measured: " + why, "");
    }

    Row besides(String other) {
        return new Row(name, figure, spread, other, target, met);
    }

    Row against(String wanted, boolean reached) {
        return new Row(name, figure, spread, peer, wanted, Met.of(reached));
    }
}
