package dev.writ.process;

import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * One agent does one thing, and nothing more: how processes ask a role agent for its judgement, and how a request is handed
 * to one agent alone, which then begins with the tools that its definition lists.
 */
final class SingleAgent implements Process {
    static final String NAME = "single_agent";

    private final StartTools startTools;

    SingleAgent(StartTools startTools) {
        this.startTools = startTools;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Lets one agent work until it ends.", Schemas.ANY);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        if (run.task().parent().isEmpty()) {
            run.stepWriting(
                    "start_tools",
                    String[].class,
                    transaction -> startTools.give(transaction, run, Set.of()).toArray(String[]::new));
        }
        return run.agent();
    }

    /** Asks a role agent and gives the data it ended with; empty when it could not say. */
    static Optional<ObjectNode> ask(ProcessRun run, String step, String agent, String instruction, ObjectNode input) {
        Task asked = run.child(
                step,
                asking -> NewTask.childOf(asking.task(), asking.newTaskId(), instruction, instruction, NAME)
                        .withAgent(agent)
                        .withParameters(input));
        return asked.state() == TaskState.COMPLETED ? asked.result().map(result -> result.data()) : Optional.empty();
    }
}
