package dev.writ.model;

/** How capable (and costly) a model an agent needs; settings map each tier to a model. */
public enum ModelTier {
    SMALL,
    STANDARD,
    LARGE;

    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
