package dev.writ.task;

/** Which tasks to list; empty texts match everything. Newest first. */
public record TaskFilter(String state, String tree, String agent, boolean rootsOnly, int limit) {
    public static TaskFilter all() {
        return new TaskFilter("", "", "", false, 1_000);
    }

    public static TaskFilter ofTree(String tree) {
        return new TaskFilter("", tree, "", false, 10_000);
    }
}
