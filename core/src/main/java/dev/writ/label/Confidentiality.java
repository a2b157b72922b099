package dev.writ.label;

import java.util.Locale;

/** Whether everybody may know it. */
public enum Confidentiality {
    PUBLIC,
    PRIVATE;

    /** The stricter of the two: text made from both must be kept as its most secret part. */
    public Confidentiality join(Confidentiality other) {
        return this == PRIVATE ? this : other;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
