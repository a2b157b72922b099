package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeBudget;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationResult.WaitsFor;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every agent can always do. Each operation starts the process of its name as a task of its own, and its result is
 * that task's result. The same call again finds the same task.
 */
public final class CoreToolkit implements ToolServer {
    static final String END_TASK = "end_task";
    private static final int MOST_NESTED_QUESTIONS = 2;

    private final Database database;
    private final TaskStore tasks;
    private final TreeBudget budget;

    public CoreToolkit(Database database, TaskStore tasks, TreeBudget budget) {
        this.database = database;
        this.tasks = tasks;
        this.budget = budget;
    }

    @Override
    public String name() {
        return OperationSpec.CORE;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                OperationSpec.CORE,
                "What every agent can always do: ask for tools and context, start subtasks, end the task.",
                SecurityLevel.MINIMAL,
                Duration.ofDays(365),
                List.of()));
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                starts(
                        END_TASK,
                        "Ends your task with its result. Call it once, when the work is done and checked, or when it "
                                + "cannot be done.",
                        Schemas.END_TASK),
                starts(
                        "need_more_tools",
                        "Asks for a tool you do not have. State the smallest scope that serves and why the task needs it.",
                        Schemas.NEED_MORE_TOOLS),
                starts(
                        "need_more_context",
                        "Asks for documents that answer a question about how to do the work.",
                        Schemas.NEED_MORE_CONTEXT),
                starts(
                        "break_down_task",
                        "Splits the task into subtasks, lets agents do them, and returns all results.",
                        Schemas.BREAK_DOWN_TASK),
                starts(
                        "start_subtask",
                        "Hands one piece of work to another agent and returns its result.",
                        Schemas.START_SUBTASK),
                starts(
                        "flag_for_review",
                        "Marks something that a reviewer should look at later: a surprising result, a risk, a weak tool.",
                        Schemas.FLAG_FOR_REVIEW),
                starts(
                        "request_improvement",
                        "Asks for a change of a definition that would have made this work easier: a number in the"
                                + " settings of a tool, a document or tool that an agent should start with. A trial"
                                + " decides.",
                        Schemas.REQUEST_IMPROVEMENT));
    }

    private Operation starts(String process, String description, ObjectNode schema) {
        OperationSpec spec = new OperationSpec(
                OperationSpec.CORE,
                process,
                description,
                schema,
                Schemas.ANY,
                Effect.IDEMPOTENT,
                Flow.changing(Source.OWN));
        return new Operation() {
            @Override
            public OperationSpec spec() {
                return spec;
            }

            @Override
            public PreparedCall prepare(ObjectNode arguments, CallContext context) {
                return PreparedCall.of(
                        List.of(),
                        call -> OperationResult.waitingFor(
                                new WaitsFor.TaskEnd(start(process, arguments, call.context()))));
            }
        };
    }

    private String start(String process, ObjectNode arguments, CallContext context) {
        String id = "task_" + UUID.nameUUIDFromBytes(context.callId().getBytes(StandardCharsets.UTF_8));
        return database.write(transaction -> {
            if (tasks.find(transaction.handle(), id).isPresent()) {
                return id;
            }
            Task caller = tasks.get(transaction.handle(), context.task());
            if (caller.state().isFinal()) {
                throw new WritException(
                        FailureCode.CANCELLED,
                        "The task has ended, so it starts nothing more.",
                        "Submit the request again.");
            }
            if (process.equals(StartSubtask.NAME)) {
                budget.countSubtask(transaction, caller.tree(), caller.depth() + 1);
            } else if (!process.equals(END_TASK)) {
                checkQuestions(transaction, caller);
            }
            tasks.create(transaction, draft(process, arguments, caller, id), "agent:" + context.agent());
            return id;
        });
    }

    /** An agent that answers a question of Writ's may ask one in turn; who answers that one, not: it would have no end. */
    private void checkQuestions(Transaction transaction, Task caller) {
        int answering = 0;
        Task task = caller;
        while (answering < MOST_NESTED_QUESTIONS) {
            answering += task.process().equals(SingleAgent.NAME) ? 1 : 0;
            if (task.parent().isEmpty()) {
                return;
            }
            task = tasks.get(transaction.handle(), task.parent());
        }
        throw new WritException(
                FailureCode.LIMIT_REACHED,
                "This agent answers a question about a question, and may ask none itself.",
                "Answer with what is known, or end the task and say what is missing.");
    }

    private static NewTask draft(String process, ObjectNode arguments, Task caller, String id) {
        if (!process.equals(StartSubtask.NAME)) {
            return NewTask.childOf(caller, id, process, "", process).withParameters(arguments);
        }
        return StartSubtask.draft(
                caller,
                caller.id(),
                id,
                arguments.path("title").asString(),
                arguments.path("instruction").asString(),
                arguments.path("agent").asString(""),
                arguments.path("input") instanceof ObjectNode input ? input : Json.object());
    }
}
