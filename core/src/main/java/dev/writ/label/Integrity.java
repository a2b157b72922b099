package dev.writ.label;

import java.util.Locale;

/** Whether somebody other than the user and Writ's owner may have chosen the words. */
public enum Integrity {
    TRUSTED,
    UNTRUSTED;

    /** The worse of the two: text made from both is as untrusted as its worst part. */
    public Integrity join(Integrity other) {
        return this == UNTRUSTED ? this : other;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
