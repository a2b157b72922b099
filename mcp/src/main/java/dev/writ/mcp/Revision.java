package dev.writ.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The revisions of the specification that are spoken, oldest first. */
public enum Revision {
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    /** How a client and a server come to an understanding. */
    public enum Era {
        /** By a handshake, which begins a session. */
        LEGACY,
        /** In every request anew, without a session. */
        MODERN
    }

    /** What a client of the legacy era is offered that asks for a revision which is not spoken. */
    public static final Revision NEWEST_LEGACY = V2025_11_25;

    private final String text;
    private final Era era;

    Revision(String text, Era era) {
        this.text = text;
        this.era = era;
    }

    /** The one of this era that messages name so; empty where there is none. */
    public static Optional<Revision> of(Era era, String text) {
        return Arrays.stream(values())
                .filter(revision -> revision.era == era && revision.text.equals(text))
                .findFirst();
    }

    /** Those of one era, newest first. */
    public static List<Revision> of(Era era) {
        return Arrays.stream(values())
                .filter(revision -> revision.era == era)
                .toList()
                .reversed();
    }

    public Era era() {
        return era;
    }

    /** As messages name it: {@code 2026-07-28}. */
    public String text() {
        return text;
    }
}
