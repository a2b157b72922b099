package dev.writ.tool;

/** Whether a tool server can serve now. */
public sealed interface Availability {
    record Ready() implements Availability {}

    /**
     * @param reason one sentence: what is missing
     * @param hint one sentence: what to do
     */
    record Missing(String reason, String hint) implements Availability {}
}
