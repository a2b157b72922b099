package dev.writ.process;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.agent.ToolCaller;
import dev.writ.label.Label;
import dev.writ.store.Database;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.PendingCalls;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.tool.OperationResult;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.message.UserMessage;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Turns what a call waited for into the call's result. */
public final class PendingResults {
    private final Database database;
    private final TaskStore tasks;
    private final Conversation conversation;
    private final PendingCalls pendingCalls;
    private final Inbox inbox;
    private final ToolGateway gateway;
    private final Execution execution;

    public PendingResults(
            Database database,
            TaskStore tasks,
            Conversation conversation,
            PendingCalls pendingCalls,
            Inbox inbox,
            ToolGateway gateway,
            Execution execution) {
        this.database = database;
        this.tasks = tasks;
        this.conversation = conversation;
        this.pendingCalls = pendingCalls;
        this.inbox = inbox;
        this.gateway = gateway;
        this.execution = execution;
    }

    /** Runs the task that is waited for, if it is one, and records the result if there is one now, which is returned. */
    public Optional<ToolOutcome> advance(PendingCalls.Pending pending) {
        if (pending.kind().equals("task")) {
            execution.runHere(pending.target());
        }
        Optional<ToolOutcome> outcome = database.read(handle -> outcome(handle, pending));
        outcome.ifPresent(end -> database.writeOnly(transaction -> {
            if (pendingCalls.remove(transaction, pending.call())) {
                gateway.endWaiting(transaction, pending.call(), end);
                conversation.append(
                        transaction, pending.task(), message(pending, end), label(transaction.handle(), pending));
            }
        }));
        return outcome;
    }

    /** Of another task's result, what that task has read; an answer is the user's own words. */
    private static Label label(Handle handle, PendingCalls.Pending pending) {
        return pending.kind().equals("task")
                ? TaskLabels.of(handle, pending.target()).label()
                : Label.CLEAN;
    }

    boolean isReady(Handle handle, PendingCalls.Pending pending) {
        return outcome(handle, pending).isPresent();
    }

    private Optional<ToolOutcome> outcome(Handle handle, PendingCalls.Pending pending) {
        return switch (pending.kind()) {
            case "task" -> {
                Task task = tasks.get(handle, pending.target());
                yield task.state().isFinal() ? Optional.of(ofTask(task)) : Optional.empty();
            }
            case "answer" -> inbox.find(pending.target()).flatMap(PendingResults::ofAnswer);
            default -> throw new IllegalStateException("unknown wait " + pending.kind());
        };
    }

    /** What a task that has ended means for the call that waited for it. */
    public static ToolOutcome ofTask(Task task) {
        if (task.state() == TaskState.COMPLETED) {
            TaskResult result = task.result().orElse(TaskResult.of("", Json.object()));
            return new ToolOutcome.Succeeded(new OperationResult(result.data(), result.text()));
        }
        return new ToolOutcome.Failed(
                task.failure().orElseThrow(() -> new IllegalStateException("a failed task without its failure")));
    }

    private static Optional<ToolOutcome> ofAnswer(UserMessage message) {
        return switch (message.state()) {
            case ANSWERED -> Optional.of(new ToolOutcome.Succeeded(message.answerResult()));
            case EXPIRED ->
                Optional.of(new ToolOutcome.Failed(Failure.of(
                        FailureCode.TIMED_OUT,
                        "The user did not answer in time.",
                        "Go on without the answer, or end the task and say what is missing.")));
            case ASKED, SENT -> Optional.empty();
        };
    }

    private static Message.Result message(PendingCalls.Pending pending, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded(OperationResult result) ->
                new Message.Result(
                        pending.messageCall(), pending.function(), "succeeded", result.text(), result.data());
            case ToolOutcome.Failed(Failure failure) ->
                ToolCaller.failed(pending.messageCall(), pending.function(), failure);
            case ToolOutcome.Denied ignored -> throw new IllegalStateException("a call that waited was denied");
            case ToolOutcome.Waiting ignored -> throw new IllegalStateException("a call that ended waits");
        };
    }
}
