package dev.writ.process;

import dev.writ.Json;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import tools.jackson.databind.node.ObjectNode;

/** Records that an agent found something a reviewer should look at. */
final class FlagForReview implements Process {
    private final EventLog events;

    FlagForReview(EventLog events) {
        this.events = events;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec("flag_for_review", "Marks something for a later review.", Schemas.FLAG_FOR_REVIEW);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        Task task = run.task();
        ObjectNode said = task.parameters();
        run.stepWriting(
                "flag",
                String.class,
                transaction -> events.append(
                        transaction,
                        NewEvent.of(
                                        "review.requested",
                                        said.path("kind").asString("task"),
                                        said.path("entity").asString(task.parent()))
                                .in(task.tree(), task.parent())
                                .by("task:" + task.parent())
                                .with("reason", said.path("reason").asString())));
        return new ProcessOutcome.Completed(
                TaskResult.of("Flagged for review.", Json.object().put("flagged", true)));
    }
}
