package dev.writ.process;

import dev.writ.Json;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import tools.jackson.databind.node.ObjectNode;

/** A piece of work that one agent hands to another: select an agent, give it what it surely needs, let it work, check. */
final class StartSubtask implements Process {
    static final String NAME = "start_subtask";

    private final Stages stages;

    StartSubtask(Stages stages) {
        this.stages = stages;
    }

    /** @param delegator the task whose agent asked; the subtask's permissions never exceed that agent's by themselves */
    static NewTask draft(
            Task parent,
            String delegator,
            String id,
            String title,
            String instruction,
            String agent,
            ObjectNode input) {
        return NewTask.childOf(parent, id, title, instruction, NAME)
                .withAgent(agent)
                .withParameters(input)
                .delegatedBy(delegator);
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                NAME, "Lets another agent do one piece of work and checks what it did.", Schemas.START_SUBTASK);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        stages.selectAgent(run);
        stages.addContext(run);
        stages.predictTools(run);
        ProcessOutcome outcome = stages.evaluate(run, run.agent());
        return switch (outcome) {
            case ProcessOutcome.Completed completed -> new ProcessOutcome.Completed(report(run.task(), completed));
            case ProcessOutcome.Failed failed -> failed;
        };
    }

    private static TaskResult report(Task task, ProcessOutcome.Completed completed) {
        TaskResult result = completed.result();
        ObjectNode data = Json.object();
        data.put("task", task.id());
        data.put("status", "completed");
        data.put("result", result.text());
        data.set("findings", result.findings());
        data.set("data", result.data());
        return new TaskResult(result.text(), result.findings(), data);
    }
}
