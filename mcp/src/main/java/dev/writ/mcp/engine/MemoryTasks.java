package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.TaskCall;
import dev.writ.mcp.server.TaskState;
import dev.writ.mcp.server.Tasks;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that live as long as the process. While one waits for its client it holds no thread. */
public final class MemoryTasks implements Tasks {
    private static final int ID_BYTES = 24;

    /**
     * @param most tasks there are at once
     * @param mostOfOne tasks of one caller
     * @param keptFor how long after its beginning a task ends at the latest, and is forgotten
     * @param askEvery how often clients are told to look
     */
    public record Limits(int most, int mostOfOne, Duration keptFor, Duration askEvery) {
        public static final Limits USUAL = new Limits(10_000, 1000, Duration.ofHours(1), Duration.ofSeconds(1));
    }

    private final Limits limits;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Map<String, MemoryTask> byId = new ConcurrentHashMap<>();
    private volatile Listener listener = (caller, id) -> {};

    public MemoryTasks(Limits limits, SecureRandom random, InstantSource clock) {
        this.limits = limits;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public TaskState begin(TaskCall call, LongWork<ObjectNode> work) {
        MemoryTask task = new MemoryTask(freshId(), call, work, limits, clock, id -> tell(call.caller(), id));
        add(task);
        TaskState first = task.state();
        task.start();
        return first;
    }

    @Override
    public Optional<TaskState> find(Caller caller, String id) {
        return task(caller, id).map(MemoryTask::state);
    }

    @Override
    public boolean answer(Caller caller, String id, Map<String, JsonNode> answers) {
        Optional<MemoryTask> found = task(caller, id);
        found.ifPresent(task -> task.answer(answers));
        return found.isPresent();
    }

    @Override
    public boolean cancel(Caller caller, String id) {
        Optional<MemoryTask> found = task(caller, id);
        found.ifPresent(MemoryTask::cancel);
        return found.isPresent();
    }

    @Override
    public void listener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void forgetOverdue() {
        byId.values().stream().filter(MemoryTask::isOverdue).toList().forEach(task -> {
            byId.remove(task.id());
            task.end();
        });
    }

    @Override
    public void close() {
        byId.values().forEach(MemoryTask::end);
        byId.clear();
    }

    private synchronized void add(MemoryTask task) {
        forgetOverdue();
        long own = byId.values().stream()
                .filter(other -> other.isOf(task.caller()))
                .count();
        if (byId.size() >= limits.most() || own >= limits.mostOfOne()) {
            throw RpcException.overloaded("There are too many tasks; try again later.");
        }
        byId.put(task.id(), task);
    }

    private Optional<MemoryTask> task(Caller caller, String id) {
        return Optional.ofNullable(byId.get(id)).filter(task -> task.isOf(caller) && !task.isOverdue());
    }

    private void tell(Caller caller, String id) {
        listener.changed(caller, id);
    }

    private String freshId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
