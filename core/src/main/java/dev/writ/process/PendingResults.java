package dev.writ.process;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.agent.ToolCaller;
import dev.writ.store.Database;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.PendingCalls;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.tool.OperationResult;
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
    private final Execution execution;

    public PendingResults(
            Database database,
            TaskStore tasks,
            Conversation conversation,
            PendingCalls pendingCalls,
            Inbox inbox,
            Execution execution) {
        this.database = database;
        this.tasks = tasks;
        this.conversation = conversation;
        this.pendingCalls = pendingCalls;
        this.inbox = inbox;
        this.execution = execution;
    }

    /** Runs the task that is waited for, if it is one, and records the result if there is one now. */
    void advance(PendingCalls.Pending pending) {
        if (pending.kind().equals("task")) {
            execution.runHere(pending.target());
        }
        Optional<Message.Result> result = database.read(handle -> result(handle, pending));
        result.ifPresent(message -> database.writeOnly(transaction -> {
            conversation.append(transaction, pending.task(), message);
            pendingCalls.remove(transaction, pending.call());
        }));
    }

    boolean isReady(Handle handle, PendingCalls.Pending pending) {
        return result(handle, pending).isPresent();
    }

    private Optional<Message.Result> result(Handle handle, PendingCalls.Pending pending) {
        return switch (pending.kind()) {
            case "task" -> {
                Task task = tasks.get(handle, pending.target());
                yield task.state().isFinal() ? Optional.of(ofTask(pending, task)) : Optional.empty();
            }
            case "answer" -> inbox.find(pending.target()).flatMap(message -> ofAnswer(pending, message));
            default -> throw new IllegalStateException("unknown wait " + pending.kind());
        };
    }

    private static Message.Result ofTask(PendingCalls.Pending pending, Task task) {
        if (task.state() == TaskState.COMPLETED) {
            TaskResult result = task.result().orElse(TaskResult.of("", Json.object()));
            return new Message.Result(
                    pending.messageCall(), pending.function(), "succeeded", result.text(), result.data());
        }
        return ToolCaller.failed(
                pending.messageCall(),
                pending.function(),
                task.failure().orElseThrow(() -> new IllegalStateException("a failed task without its failure")));
    }

    private static Optional<Message.Result> ofAnswer(PendingCalls.Pending pending, UserMessage message) {
        return switch (message.state()) {
            case ANSWERED -> {
                OperationResult result = message.answerResult();
                yield Optional.of(new Message.Result(
                        pending.messageCall(), pending.function(), "succeeded", result.text(), result.data()));
            }
            case EXPIRED ->
                Optional.of(ToolCaller.failed(
                        pending.messageCall(),
                        pending.function(),
                        Failure.of(
                                FailureCode.TIMED_OUT,
                                "The user did not answer in time.",
                                "Go on without the answer, or end the task and say what is missing.")));
            case ASKED, SENT -> Optional.empty();
        };
    }
}
