package dev.writ.process;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.AgentDirectory;
import dev.writ.agent.Opening;
import dev.writ.agent.ToolCaller;
import dev.writ.agent.UniversalAgent;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.PendingCalls;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets an agent work on a task, turn after turn, until it ends the task, waits or is held. Everything it knows is in the
 * conversation, so it goes on after a crash exactly where the conversation stops.
 */
public final class AgentLoop {
    private static final int MOST_EMPTY_REPLIES = 3;

    private final Database database;
    private final TaskStore tasks;
    private final Conversation conversation;
    private final PendingCalls pendingCalls;
    private final AgentDirectory agents;
    private final Opening opening;
    private final UniversalAgent universalAgent;
    private final ToolCaller toolCaller;
    private final PendingResults pendingResults;
    private final Controls controls;
    private final EventLog events;

    public AgentLoop(
            Database database,
            TaskStore tasks,
            Conversation conversation,
            PendingCalls pendingCalls,
            AgentDirectory agents,
            Opening opening,
            UniversalAgent universalAgent,
            ToolCaller toolCaller,
            PendingResults pendingResults,
            Controls controls,
            EventLog events) {
        this.database = database;
        this.tasks = tasks;
        this.conversation = conversation;
        this.pendingCalls = pendingCalls;
        this.agents = agents;
        this.opening = opening;
        this.universalAgent = universalAgent;
        this.toolCaller = toolCaller;
        this.pendingResults = pendingResults;
        this.controls = controls;
        this.events = events;
    }

    /** The task as it stands after its agent has ended, and how it ended. */
    record Ended(Task task, ProcessOutcome outcome) {}

    Ended run(Task start, Tree tree) {
        AgentDefinition agent = agents.get(tree.id(), start.agent());
        Task task = open(start, tree, agent);
        while (true) {
            List<Message> messages = conversation.read(task.id());
            Optional<ProcessOutcome> ended = outcome(messages, task.id());
            if (ended.isPresent()) {
                Task left = task;
                Task back = database.write(tx -> tasks.move(tx, left, TaskState.PROCESS_ASSIGNED, "engine"));
                return new Ended(back, ended.get());
            }
            List<Message.Call> open = unanswered(messages);
            task = open.isEmpty() ? think(task, agent, tree, messages) : act(task, tree, open);
        }
    }

    private Task open(Task start, Tree tree, AgentDefinition agent) {
        if (conversation.read(start.id()).stream().anyMatch(Message.Instruction.class::isInstance)) {
            // A task that was made with a conversation stands where no other one with a conversation does.
            return start.state() == TaskState.CREATED
                    ? database.write(tx -> tasks.move(tx, start, TaskState.PROCESS_ASSIGNED, "engine"))
                    : start;
        }
        Opening.Beginning beginning = opening.begin(start, tree, agent);
        return database.write(transaction -> {
            conversation.begin(transaction, start.id(), beginning.messages(), beginning.background());
            events.append(transaction, instructed(start, agent, beginning));
            Task assigned = tasks.move(transaction, start, TaskState.PROCESS_ASSIGNED, "engine");
            return tasks.move(transaction, assigned, TaskState.READY_FOR_AGENT, "engine");
        });
    }

    /** What the instruction is made of; its words are in the conversation. */
    private static NewEvent instructed(Task task, AgentDefinition agent, Opening.Beginning beginning) {
        ArrayNode documents = Json.array();
        beginning.documents().forEach(place -> documents.add(place.toJson()));
        return NewEvent.of("agent.instructed", "agent", agent.name())
                .in(task.tree(), task.id())
                .withData(Json.object().set("documents", documents));
    }

    private Task think(Task task, AgentDefinition agent, Tree tree, List<Message> messages) {
        if (Circles.isIn(messages)) {
            throw Failure.of(
                            FailureCode.LIMIT_REACHED,
                            "Agent " + agent.name() + " made the same calls with the same results "
                                    + Circles.MOST_REPETITIONS + " times in a row and was stopped.",
                            "Look at the calls with `writ task log " + task.id()
                                    + "`, then word the request otherwise.")
                    .asException();
        }
        Task allowed = controls.beforeTurn(task, tree, agent);
        return universalAgent.turn(allowed, agent);
    }

    private Task act(Task task, Tree tree, List<Message.Call> calls) {
        Task acting = database.write(tx -> tasks.move(tx, task, TaskState.TOOL_PROCESSING, "engine"));
        Map<String, PendingCalls.Pending> pending = pendingOf(acting);
        for (Message.Call call : calls) {
            if (!pending.containsKey(call.id())) {
                acting = controls.beforeCall(acting, tree, call);
                toolCaller.call(acting, tree, call);
            }
        }
        pendingOf(acting).values().forEach(pendingResults::advance);
        return awaitResults(acting);
    }

    /** Goes on if every call has its result; else leaves the task waiting, decided in the transaction that looked. */
    private Task awaitResults(Task acting) {
        List<PendingCalls.Pending> open = pendingCalls.ofTask(acting.id());
        boolean ready = open.isEmpty();
        Task next = database.write(transaction -> {
            if (ready || open.stream().anyMatch(pending -> pendingResults.isReady(transaction.handle(), pending))) {
                return tasks.move(transaction, acting, ready ? TaskState.READY_FOR_AGENT : acting.state(), "engine");
            }
            return tasks.move(transaction, acting, TaskState.WAITING_ON_DEPENDENCIES, "engine");
        });
        if (next.state() == TaskState.WAITING_ON_DEPENDENCIES) {
            throw new Suspended();
        }
        return next;
    }

    private Map<String, PendingCalls.Pending> pendingOf(Task task) {
        return pendingCalls.ofTask(task.id()).stream()
                .collect(Collectors.toMap(PendingCalls.Pending::messageCall, pending -> pending));
    }

    /** The calls of the last reply that have no result yet. */
    private static List<Message.Call> unanswered(List<Message> messages) {
        List<String> answered = messages.stream()
                .filter(Message.Result.class::isInstance)
                .map(message -> ((Message.Result) message).callId())
                .toList();
        return lastReply(messages)
                .map(reply -> reply.calls().stream()
                        .filter(call -> !answered.contains(call.id()))
                        .toList())
                .orElse(List.of());
    }

    private static Optional<Message.Reply> lastReply(List<Message> messages) {
        return messages.reversed().stream()
                .filter(Message.Reply.class::isInstance)
                .map(Message.Reply.class::cast)
                .findFirst();
    }

    /** How the agent ended its work, if it has. Words without a call, nothing said after them, are its result. */
    private static Optional<ProcessOutcome> outcome(List<Message> messages, String task) {
        return switch (messages.getLast()) {
            case Message.Result result
            when result.function().equals("end_task") && result.status().equals("succeeded") ->
                Optional.of(endedBy(result.data(), task));
            case Message.Reply reply
            when reply.calls().isEmpty() && !reply.text().isBlank() ->
                Optional.of(new ProcessOutcome.Completed(TaskResult.of(reply.text(), Json.object())));
            case Message.Reply reply
            when reply.calls().isEmpty() && emptyReplies(messages) >= MOST_EMPTY_REPLIES ->
                Optional.of(new ProcessOutcome.Failed(Failure.of(
                        FailureCode.MODEL_FAILED,
                        "The model answered nothing " + MOST_EMPTY_REPLIES + " times in a row.",
                        "Try again, or choose another model.")));
            default -> Optional.empty();
        };
    }

    private static long emptyReplies(List<Message> messages) {
        return messages.reversed().stream()
                .takeWhile(message -> message instanceof Message.Reply reply
                        && reply.calls().isEmpty()
                        && reply.text().isBlank())
                .count();
    }

    /** What an agent said with {@code end_task}. */
    static ProcessOutcome endedBy(ObjectNode data, String task) {
        String text = data.path("result").asString("");
        TaskResult result = new TaskResult(
                text,
                data.path("findings") instanceof ArrayNode findings ? findings : Json.array(),
                data.path("data") instanceof ObjectNode values ? values : Json.object());
        if (data.path("status").asString("").equals("completed")) {
            return new ProcessOutcome.Completed(result);
        }
        FailureCode code = codeNamed(result.data().path("code").asString(""));
        String first = text.lines().findFirst().orElse("The agent said nothing about why.");
        return new ProcessOutcome.Failed(
                Failure.of(code, first, "Look at the steps with `writ task log " + task + "`."), result);
    }

    /** The agent may name why it failed; anything but a known code is a plain failure. */
    private static FailureCode codeNamed(String name) {
        for (FailureCode code : FailureCode.values()) {
            if (code.id().equals(name.toLowerCase(Locale.ROOT))) {
                return code;
            }
        }
        return FailureCode.OPERATION_FAILED;
    }
}
