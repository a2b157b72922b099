package dev.writ.task;

import dev.writ.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task to be created.
 *
 * @param id chosen by the caller, so that creating it again after a crash finds the same task
 * @param dependsOn ids of tasks that must end first
 */
public record NewTask(
        String id,
        String tree,
        String parent,
        String delegatedBy,
        int depth,
        String title,
        String instruction,
        String process,
        String agent,
        ObjectNode parameters,
        int priority,
        boolean stepMode,
        List<String> dependsOn) {
    private static final int LONGEST_TITLE = 120;

    public NewTask {
        title = title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
        dependsOn = List.copyOf(dependsOn);
    }

    /** A task under {@code parent}, in its tree, one deeper, with its priority. */
    public static NewTask childOf(Task parent, String id, String title, String instruction, String process) {
        return new NewTask(
                id,
                parent.tree(),
                parent.id(),
                "",
                parent.depth() + 1,
                title,
                instruction,
                process,
                "",
                Json.object(),
                parent.priority(),
                parent.stepMode(),
                List.of());
    }

    public NewTask withAgent(String name) {
        return new NewTask(
                id,
                tree,
                parent,
                delegatedBy,
                depth,
                title,
                instruction,
                process,
                name,
                parameters,
                priority,
                stepMode,
                dependsOn);
    }

    public NewTask withParameters(ObjectNode values) {
        return new NewTask(
                id,
                tree,
                parent,
                delegatedBy,
                depth,
                title,
                instruction,
                process,
                agent,
                values,
                priority,
                stepMode,
                dependsOn);
    }

    /** Marks the task as asked for by the agent of another task: its permissions then need that agent's too. */
    public NewTask delegatedBy(String task) {
        return new NewTask(
                id,
                tree,
                parent,
                task,
                depth,
                title,
                instruction,
                process,
                agent,
                parameters,
                priority,
                stepMode,
                dependsOn);
    }

    public NewTask after(List<String> tasks) {
        return new NewTask(
                id,
                tree,
                parent,
                delegatedBy,
                depth,
                title,
                instruction,
                process,
                agent,
                parameters,
                priority,
                stepMode,
                tasks);
    }
}
