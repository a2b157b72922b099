package dev.writ.cli;

import tools.jackson.databind.JsonNode;

/** Prints the tasks of a request as a tree. */
final class TaskTree {
    private static final int MARK_AND_GAP = 4;
    private static final int NARROWEST = 20;

    private TaskTree() {}

    /** @param tasks all tasks of one tree, each with id and parent */
    static void print(Terminal terminal, JsonNode tasks) {
        print(terminal, tasks, "", "");
    }

    private static void print(Terminal terminal, JsonNode tasks, String parent, String indent) {
        for (JsonNode task : tasks) {
            if (task.path("parent").asString("").equals(parent)) {
                String state = task.path("state").asString();
                String agent = task.path("agent").asString("");
                String who = (agent.isEmpty() ? task.path("process").asString("") : agent) + " · " + state + " · "
                        + task.path("id").asString();
                int left = terminal.columns() - indent.length() - who.length() - MARK_AND_GAP;
                terminal.data(indent + mark(terminal, state) + " "
                        + terminal.fitted(task.path("title").asString(), Math.max(NARROWEST, left)) + "  "
                        + terminal.dim(who));
                print(terminal, tasks, task.path("id").asString(), indent + "  ");
            }
        }
    }

    private static String mark(Terminal terminal, String state) {
        return switch (state) {
            case "completed" -> terminal.good("✓");
            case "failed" -> terminal.bad("✗");
            case "cancelled" -> terminal.dim("⊘");
            case "manual_hold", "waiting_on_dependencies" -> terminal.wait("…");
            default -> terminal.bold("▸");
        };
    }
}
