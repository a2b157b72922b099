package dev.writ.mcp.engine;

import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.TaskCall;
import dev.writ.mcp.server.TaskStage;
import dev.writ.mcp.server.TaskState;
import dev.writ.mcp.server.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what is to be done, and does none of it. */
final class TestingTasks implements Tasks {
    final List<TaskCall> calls = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public TaskState begin(TaskCall call, LongWork<ObjectNode> work) {
        calls.add(call);
        return new TaskState(
                "kept",
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ofDays(1),
                Duration.ofSeconds(1),
                new TaskStage.Working(""));
    }

    @Override
    public Optional<TaskState> find(Caller caller, String id) {
        return Optional.empty();
    }

    @Override
    public boolean answer(Caller caller, String id, Map<String, JsonNode> answers) {
        return false;
    }

    @Override
    public boolean cancel(Caller caller, String id) {
        return false;
    }

    @Override
    public void listener(Listener listener) {}

    @Override
    public void forgetOverdue() {}

    @Override
    public void close() {
        closed = true;
    }
}
