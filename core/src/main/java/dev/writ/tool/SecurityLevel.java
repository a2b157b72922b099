package dev.writ.tool;

/** Decides who may approve a grant of a tool. */
public enum SecurityLevel {
    MINIMAL,
    STANDARD,
    ELEVATED
}
