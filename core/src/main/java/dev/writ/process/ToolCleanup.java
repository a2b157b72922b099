package dev.writ.process;

import dev.writ.Json;
import dev.writ.permission.PermissionCleanup;
import dev.writ.task.TaskResult;

/** Ends what expired or went unused. The engine does the same by itself; this lets a person or a schedule ask for it. */
final class ToolCleanup implements Process {
    private final PermissionCleanup cleanup;

    ToolCleanup(PermissionCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec("tool_cleanup", "Ends grants that expired or went unused.", Schemas.ANY);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        int ended = run.step("sweep", Integer.class, () -> {
            PermissionCleanup.Cleaned cleaned = cleanup.run();
            return cleaned.grants().expired() + cleaned.grants().unused();
        });
        return new ProcessOutcome.Completed(
                TaskResult.of(ended + " grants ended.", Json.object().put("ended", ended)));
    }
}
