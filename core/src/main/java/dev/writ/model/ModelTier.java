package dev.writ.model;

/** How capable (and costly) a model an agent needs; settings map each tier to a model. */
public enum ModelTier {
    SMALL,
    STANDARD,
    LARGE;

    /** Whether there is no other tier between the two. */
    public boolean isNextTo(ModelTier other) {
        return this == other || this == STANDARD || other == STANDARD;
    }

    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
