package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.LogLevel;
import dev.writ.mcp.server.TaskCall;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A call that goes on as a task: progress is told by the task's state, and nothing is logged (SEP-2663). */
record TaskExchange(MemoryTask task, TaskCall call, Answers answers) implements Exchange {
    @Override
    public Caller caller() {
        return call.caller();
    }

    @Override
    public ClientCapabilities client() {
        return call.client();
    }

    @Override
    public Optional<TraceContext> trace() {
        return call.trace();
    }

    @Override
    public boolean wantsProgress() {
        return true;
    }

    @Override
    public void progress(double done, double total, String message) {
        task.says(message);
    }

    @Override
    public void onCancel(Runnable action) {
        task.onCancel(action);
    }

    @Override
    public void log(LogLevel level, JsonNode data) {
        // A task has no stream for it.
    }
}
