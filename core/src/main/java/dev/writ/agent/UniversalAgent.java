package dev.writ.agent;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.agent.context.ShownFunction;
import dev.writ.agent.context.ShownFunctions;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.Models;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Conversation;
import dev.writ.task.Fenced;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeBudget;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn of any agent: shows the model the conversation and what the agent may call, and records what it answered. What
 * may be spent is reserved before the call.
 */
public final class UniversalAgent {
    private static final Logger LOG = System.getLogger(UniversalAgent.class.getName());
    private static final int MAXIMUM_OUTPUT_TOKENS = 4_096;

    private final Database database;
    private final TaskStore tasks;
    private final TreeBudget budget;
    private final Conversation conversation;
    private final EventLog events;
    private final Models models;
    private final ShownFunctions functions;

    public UniversalAgent(
            Database database,
            TaskStore tasks,
            TreeBudget budget,
            Conversation conversation,
            EventLog events,
            Models models,
            ShownFunctions functions) {
        this.database = database;
        this.tasks = tasks;
        this.budget = budget;
        this.conversation = conversation;
        this.events = events;
        this.models = models;
        this.functions = functions;
    }

    /**
     * Takes one turn and returns the task as it is after it.
     *
     * @throws WritException with {@code budget_exhausted} before the call, or {@code model_failed}, {@code model_cannot}
     */
    public Task turn(Task task, AgentDefinition agent) {
        ChatModel model = models.forTier(agent.tier());
        List<ShownFunction> shown = functions.now(task.id());
        ModelRequest request = new ModelRequest(
                agent.name(),
                task.id(),
                task.turns() + 1,
                agent.tier(),
                conversation.read(task.id()),
                shown.stream().map(ShownFunction::forModel).toList(),
                MAXIMUM_OUTPUT_TOKENS);
        ModelReply.Usage worst = models.worstCase(model, request);
        Task responding = database.write(transaction -> {
            Task ready = settled(transaction, task);
            budget.reserve(transaction, ready, worst.inputTokens() + worst.outputTokens(), worst.costMicros());
            return tasks.move(transaction, ready, TaskState.AGENT_RESPONDING, "agent:" + agent.name());
        });
        Read read = new Read(
                request.messages().size(),
                shown,
                new ToldRetries(database, events, responding, agent.name(), model.name()));
        Answer answer = ask(model, request, read, responding, agent);
        return record(responding, agent, read, answer);
    }

    private record Answer(ModelReply reply, Duration took) {}

    /** What the model reads, as its event tells it: so many messages of the conversation, and these functions; and how often. */
    private record Read(int messages, List<ShownFunction> functions, ToldRetries retries) {}

    private Answer ask(ChatModel model, ModelRequest request, Read read, Task responding, AgentDefinition agent) {
        long startedAt = System.nanoTime();
        try {
            ModelReply reply = model.chat(request, read.retries());
            return new Answer(reply, Duration.ofNanos(System.nanoTime() - startedAt));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            WritException failed = failure(model, e);
            database.writeOnly(
                    transaction -> recordFailure(transaction, responding, agent, model, read, failed.failure(), took));
            throw failed;
        }
    }

    private static WritException failure(ChatModel model, Throwable thrown) {
        if (thrown instanceof WritException known) {
            return known;
        }
        LOG.log(Level.ERROR, "model " + model.name() + " broke off unexpectedly", thrown);
        return new WritException(
                Failure.of(
                        FailureCode.MODEL_FAILED,
                        "The model " + model.name() + " broke off: "
                                + thrown.getClass().getSimpleName() + ".",
                        "Try again, or choose another model."),
                thrown);
    }

    /** A reply to a task that was ended meanwhile changes nothing but the budget, which others of its tree share. */
    private Task record(Task responding, AgentDefinition agent, Read read, Answer answer) {
        try {
            return database.write(transaction -> record(transaction, responding, agent, read, answer));
        } catch (Fenced e) {
            ModelReply.Usage usage = answer.reply().usage();
            database.writeOnly(transaction -> {
                budget.settle(transaction, responding, usage.inputTokens() + usage.outputTokens(), usage.costMicros());
                read.retries().end(transaction, "succeeded", answer.took());
            });
            throw e;
        }
    }

    /** What is still reserved for a task that makes no call is of one that broke off: it counts as spent. */
    private Task settled(Transaction transaction, Task task) {
        budget.settleUnknown(transaction, task);
        return tasks.move(transaction, task, TaskState.READY_FOR_AGENT, "engine");
    }

    private Task record(Transaction transaction, Task task, AgentDefinition agent, Read read, Answer answer) {
        ModelReply reply = answer.reply();
        int turn = task.turns() + 1;
        ModelReply.Usage usage = reply.usage();
        budget.settle(transaction, task, usage.inputTokens() + usage.outputTokens(), usage.costMicros());
        conversation.append(transaction, task.id(), new Message.Reply(reply.text(), numbered(turn, reply.calls())));
        NewEvent called = called(transaction, task, agent, read)
                .ended("succeeded", answer.took())
                .with("model", reply.model())
                .with("input_tokens", usage.inputTokens())
                .with("output_tokens", usage.outputTokens())
                .with("cost_micros", usage.costMicros());
        read.retries().end(transaction, "succeeded", answer.took());
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
            Read read,
            Failure failure,
            Duration took) {
        if (failure.code() == FailureCode.MODEL_CANNOT) {
            budget.settle(transaction, task, 0, 0);
        } else {
            budget.settleUnknown(transaction, task);
        }
        read.retries().end(transaction, "failed", took);
        events.append(
                transaction,
                called(transaction, task, agent, read)
                        .ended("failed", took)
                        .with("model", model.name())
                        .with("code", failure.code().id())
                        .with("message", failure.message()));
    }

    /** The event of a model call, with what says what the model read. */
    private NewEvent called(Transaction transaction, Task task, AgentDefinition agent, Read read) {
        return NewEvent.of("model.called", "model_call", task.id() + "." + (task.turns() + 1))
                .in(task.tree(), task.id())
                .by("agent:" + agent.name())
                .with("agent", agent.name())
                .with("messages", read.messages())
                .with("attempts", read.retries().attempts())
                .with("functions", functions.record(transaction, read.functions()));
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
