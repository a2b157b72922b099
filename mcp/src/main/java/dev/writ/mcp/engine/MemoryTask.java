package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.AnswerCheck;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.TaskCall;
import dev.writ.mcp.server.TaskStage;
import dev.writ.mcp.server.TaskState;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One task: its work is done by a thread of its own, and done again from the beginning once the client has answered. */
final class MemoryTask {
    private static final System.Logger LOG = System.getLogger(MemoryTask.class.getName());
    private static final int MOST_ROUNDS = 20;

    private final String id;
    private final TaskCall call;
    private final LongWork<ObjectNode> work;
    private final MemoryTasks.Limits limits;
    private final InstantSource clock;
    private final Consumer<String> onChange;
    private final Instant created;

    private Answers answers;
    private Instant changed;
    private TaskStage stage = new TaskStage.Working("");
    private Thread worker = Thread.ofVirtual().name("mcp-task").unstarted(this::run);
    private final List<Runnable> onCancel = new ArrayList<>();
    private boolean withdrawn;
    private int rounds;

    MemoryTask(
            String id,
            TaskCall call,
            LongWork<ObjectNode> work,
            MemoryTasks.Limits limits,
            InstantSource clock,
            Consumer<String> onChange) {
        this.id = id;
        this.call = call;
        this.work = work;
        this.limits = limits;
        this.clock = clock;
        this.onChange = onChange;
        this.created = clock.instant();
        this.changed = created;
        this.answers = call.answers();
    }

    String id() {
        return id;
    }

    Caller caller() {
        return call.caller();
    }

    boolean isOf(Caller caller) {
        return call.caller().equals(caller);
    }

    boolean isOverdue() {
        return !clock.instant().isBefore(created.plus(limits.keptFor()));
    }

    synchronized TaskState state() {
        return new TaskState(id, created, changed, limits.keptFor(), limits.askEvery(), stage);
    }

    synchronized void start() {
        worker.start();
    }

    /** Ends the work, for nobody will ask for its result. */
    void end() {
        become(new TaskStage.Cancelled());
        synchronized (this) {
            worker.interrupt();
        }
    }

    /** Ends the work because the client does not want it, and withdraws what others wait for on its behalf. */
    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            if (stage.isLast()) {
                return;
            }
            withdrawn = true;
            actions = List.copyOf(onCancel);
            onCancel.clear();
        }
        end();
        actions.forEach(this::withdraw);
    }

    void onCancel(Runnable action) {
        synchronized (this) {
            if (!withdrawn) {
                onCancel.add(action);
                return;
            }
        }
        withdraw(action);
    }

    private void withdraw(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "What a cancelled task had others wait for could not be withdrawn.", e);
        }
    }

    /** Says how far the work is. */
    void says(String message) {
        synchronized (this) {
            if (stage.equals(new TaskStage.Working(message))) {
                return;
            }
        }
        become(new TaskStage.Working(message));
    }

    void answer(Map<String, JsonNode> given) {
        synchronized (this) {
            if (!(stage instanceof TaskStage.NeedsInput(Map<String, InputRequest> asked))) {
                return;
            }
            Map<String, InputRequest> open = new LinkedHashMap<>(asked);
            Map<String, ObjectNode> taken = new HashMap<>(answers.byName());
            asked.forEach((key, request) -> {
                JsonNode answer = given.get(key);
                if (answer != null) {
                    open.remove(key);
                    if (AnswerCheck.fits(request.method(), request.params(), answer)
                            && answer instanceof ObjectNode fitting) {
                        taken.put(nameIn(key), fitting);
                    }
                }
            });
            answers = new Answers(taken, answers.note());
            if (open.size() == asked.size()) {
                return;
            }
            stage = open.isEmpty() ? new TaskStage.Working("") : new TaskStage.NeedsInput(open);
            changed = clock.instant();
            if (open.isEmpty()) {
                worker = Thread.ofVirtual().name("mcp-task").start(this::run);
            }
        }
        onChange.accept(id);
    }

    private void run() {
        try {
            TaskExchange exchange = new TaskExchange(this, call, soFar());
            switch (work.proceed(exchange).awaited(exchange)) {
                case Outcome.Done<ObjectNode>(ObjectNode result) -> become(new TaskStage.Completed(result));
                case Outcome.NeedsInput<ObjectNode>(Map<String, InputRequest> asked, String note) -> ask(asked, note);
            }
        } catch (RpcException e) {
            become(new TaskStage.Failed(e.error()));
        } catch (InterruptedException e) {
            become(new TaskStage.Cancelled());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "A task failed unexpectedly.", e);
            become(new TaskStage.Failed(RpcError.of(RpcError.INTERNAL, "The task failed unexpectedly.")));
        }
    }

    private synchronized Answers soFar() {
        return answers;
    }

    private void ask(Map<String, InputRequest> asked, String note) {
        asked.values().forEach(request -> MissingCapability.require(call.client(), request.capability()));
        Map<String, InputRequest> keyed = new LinkedHashMap<>();
        synchronized (this) {
            rounds++;
            if (rounds > MOST_ROUNDS) {
                throw RpcException.of(RpcError.INTERNAL, "The client gave no answer that can be used.");
            }
            asked.forEach((name, request) -> keyed.put(rounds + "." + name, request));
            answers = new Answers(answers.byName(), note);
        }
        become(new TaskStage.NeedsInput(keyed));
    }

    /** The handler's own name for what a key asks; the round before it makes the key one of a kind. */
    private static String nameIn(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private void become(TaskStage next) {
        synchronized (this) {
            if (stage.isLast()) {
                return;
            }
            stage = next;
            changed = clock.instant();
        }
        onChange.accept(id);
    }
}
