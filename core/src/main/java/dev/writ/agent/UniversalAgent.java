package dev.writ.agent;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.Models;
import dev.writ.model.TokenListener;
import dev.writ.permission.Permissions;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeBudget;
import dev.writ.tool.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn of any agent: shows the model the conversation and what the agent may call, and records what it answered. What
 * may be spent is reserved before the call.
 */
public final class UniversalAgent {
    private static final int MAXIMUM_OUTPUT_TOKENS = 4_096;

    private final Database database;
    private final TaskStore tasks;
    private final TreeBudget budget;
    private final Conversation conversation;
    private final EventLog events;
    private final Models models;
    private final ToolRegistry registry;
    private final Permissions permissions;

    public UniversalAgent(
            Database database,
            TaskStore tasks,
            TreeBudget budget,
            Conversation conversation,
            EventLog events,
            Models models,
            ToolRegistry registry,
            Permissions permissions) {
        this.database = database;
        this.tasks = tasks;
        this.budget = budget;
        this.conversation = conversation;
        this.events = events;
        this.models = models;
        this.registry = registry;
        this.permissions = permissions;
    }

    /**
     * Takes one turn and returns the task as it is after it.
     *
     * @throws WritException with {@code budget_exhausted} before the call, or {@code model_failed}, {@code model_cannot}
     */
    public Task turn(Task task, AgentDefinition agent) {
        ChatModel model = models.forTier(agent.tier());
        ModelRequest request = new ModelRequest(
                agent.name(),
                task.id(),
                task.turns() + 1,
                agent.tier(),
                conversation.read(task.id()),
                functions(task),
                MAXIMUM_OUTPUT_TOKENS);
        ModelReply.Usage worst = models.worstCase(model, request);
        Task responding = database.write(transaction -> {
            Task ready = settled(transaction, task);
            budget.reserve(transaction, ready, worst.inputTokens() + worst.outputTokens(), worst.costMicros());
            return tasks.move(transaction, ready, TaskState.AGENT_RESPONDING, "agent:" + agent.name());
        });
        long startedAt = System.nanoTime();
        try {
            ModelReply reply = model.chat(request, TokenListener.NONE);
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            return database.write(transaction -> record(transaction, responding, agent, reply, took));
        } catch (WritException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            database.writeOnly(transaction -> recordFailure(transaction, responding, agent, model, e.failure(), took));
            throw e;
        }
    }

    private List<ModelRequest.Function> functions(Task task) {
        return registry.visibleOperations(task.id(), permissions).stream()
                .map(spec -> new ModelRequest.Function(spec.functionName(), spec.description(), spec.inputSchema()))
                .toList();
    }

    /** A task found in the middle of a model call was interrupted there: what was reserved counts as spent. */
    private Task settled(Transaction transaction, Task task) {
        if (task.state() != TaskState.AGENT_RESPONDING) {
            return tasks.move(transaction, task, TaskState.READY_FOR_AGENT, "engine");
        }
        budget.settleUnknown(transaction, task);
        return tasks.move(transaction, task, TaskState.READY_FOR_AGENT, "engine");
    }

    private Task record(Transaction transaction, Task task, AgentDefinition agent, ModelReply reply, Duration took) {
        int turn = task.turns() + 1;
        ModelReply.Usage usage = reply.usage();
        budget.settle(transaction, task, usage.inputTokens() + usage.outputTokens(), usage.costMicros());
        conversation.append(transaction, task.id(), new Message.Reply(reply.text(), numbered(turn, reply.calls())));
        NewEvent called = NewEvent.of("model.called", "model_call", task.id() + "." + turn)
                .in(task.tree(), task.id())
                .by("agent:" + agent.name())
                .ended("succeeded", took)
                .with("model", reply.model())
                .with("agent", agent.name())
                .with("input_tokens", usage.inputTokens())
                .with("output_tokens", usage.outputTokens())
                .with("cost_micros", usage.costMicros());
        String cause = events.append(transaction, called);
        events.append(
                transaction,
                NewEvent.of("agent.turn", "agent", agent.name())
                        .in(task.tree(), task.id())
                        .by("agent:" + agent.name())
                        .causedBy(cause)
                        .with("turn", turn)
                        .with("calls", reply.calls().size())
                        .with("text", reply.text()));
        Task counted = tasks.countTurn(transaction, task);
        return tasks.move(
                transaction,
                counted,
                reply.calls().isEmpty() ? TaskState.READY_FOR_AGENT : TaskState.TOOL_PROCESSING,
                "engine");
    }

    private void recordFailure(
            Transaction transaction,
            Task task,
            AgentDefinition agent,
            ChatModel model,
            Failure failure,
            Duration took) {
        if (failure.code() == FailureCode.MODEL_CANNOT) {
            budget.settle(transaction, task, 0, 0);
        } else {
            budget.settleUnknown(transaction, task);
        }
        events.append(
                transaction,
                NewEvent.of("model.called", "model_call", task.id() + "." + (task.turns() + 1))
                        .in(task.tree(), task.id())
                        .by("agent:" + agent.name())
                        .ended("failed", took)
                        .with("model", model.name())
                        .with("agent", agent.name())
                        .with("code", failure.code().id())
                        .with("message", failure.message()));
    }

    /** Our own call ids: unique within the conversation whatever the provider sends. */
    private static List<Message.Call> numbered(int turn, List<Message.Call> calls) {
        List<Message.Call> numbered = new ArrayList<>();
        for (Message.Call call : calls) {
            numbered.add(new Message.Call("t" + turn + "c" + (numbered.size() + 1), call.function(), call.arguments()));
        }
        return numbered;
    }
}
