package dev.writ.process;

import dev.writ.task.TaskResult;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes an agent's last word on its task. What follows from the end (grants, open subtasks) the engine does itself. */
final class EndTask implements Process {
    @Override
    public ProcessSpec spec() {
        return new ProcessSpec("end_task", "Ends the caller's task with its result.", Schemas.END_TASK);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        ObjectNode said = run.task().parameters();
        ArrayNode findings = said.path("findings") instanceof ArrayNode list ? list : dev.writ.Json.array();
        return new ProcessOutcome.Completed(
                new TaskResult("The task ends as " + said.path("status").asString() + ".", findings, said));
    }
}
