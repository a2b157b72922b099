package dev.writ.cli;

import tools.jackson.databind.JsonNode;

/** Prints the tasks of a request as a tree. */
final class TaskTree {
    private TaskTree() {}

    /** @param tasks all tasks of one tree, each with id and parent */
    static void print(Terminal terminal, JsonNode tasks) {
        print(terminal, tasks, "", "");
    }

    private static void print(Terminal terminal, JsonNode tasks, String parent, String indent) {
        for (JsonNode task : tasks) {
            if (task.path("parent").asString("").equals(parent)) {
                String state = task.path("state").asString();
                terminal.data(indent + mark(terminal, state) + " "
                        + task.path("title").asString() + "  "
                        + terminal.dim(task.path("agent").asString("") + " · "
                                + task.path("process").asString("") + " · " + state + " · "
                                + task.path("id").asString()));
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
