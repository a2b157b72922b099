package dev.writ.process;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.task.TaskResult;

/** How a process ended. */
public sealed interface ProcessOutcome {
    TaskResult result();

    record Completed(TaskResult result) implements ProcessOutcome {}

    /** @param result what there is in spite of the failure */
    record Failed(Failure failure, TaskResult result) implements ProcessOutcome {
        /** A failure that left nothing. */
        public Failed(Failure failure) {
            this(failure, TaskResult.of("", Json.object()));
        }
    }
}
