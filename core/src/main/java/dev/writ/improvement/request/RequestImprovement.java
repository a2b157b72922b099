package dev.writ.improvement.request;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventLog;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.Rules;
import dev.writ.process.Process;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.ProcessRun;
import dev.writ.process.ProcessSpec;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskStore;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an agent asks for a change of a definition. It is asked for, and no more: the same rules say what may be tried as
 * for every other proposal, a trial decides, and where power would widen, a person.
 */
public final class RequestImprovement implements Process {
    public static final String NAME = "request_improvement";

    private final Definitions definitions;
    private final TaskStore tasks;
    private final TaskLabels labels;
    private final EventLog events;
    private final Rules rules;

    public RequestImprovement(
            Definitions definitions, TaskStore tasks, TaskLabels labels, EventLog events, Rules rules) {
        this.definitions = definitions;
        this.tasks = tasks;
        this.labels = labels;
        this.events = events;
        this.rules = rules;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                NAME, "Takes a wish for a change of a definition; a trial decides about it.", Json.parseObject("""
                        {"type": "object", "required": ["kind", "entity", "changes", "reason"]}"""));
    }

    /** What was said to the wish, as the journal keeps it. */
    record Answer(String refusal, String person) {}

    @Override
    public ProcessOutcome run(ProcessRun run) {
        Task requester = tasks.get(
                run.task().parent().isEmpty() ? run.task().id() : run.task().parent());
        Answer answer = run.stepWriting("request", Answer.class, transaction -> {
            ObjectNode asked = run.task().parameters();
            EntityKind kind = EntityKind.parse(asked.path("kind").asString(""));
            Optional<Definition> active = kind.isDefinition()
                    ? definitions.find(kind, asked.path("entity").asString(""))
                    : Optional.empty();
            if (active.isEmpty()) {
                return new Answer("There is no such definition.", "");
            }
            Proposal proposal = proposal(requester, asked, active.get());
            Optional<String> refusal =
                    readOthersWords(requester, active.get(), proposal).or(() -> rules.refusal(proposal, active.get()));
            if (refusal.isPresent()) {
                return new Answer(refusal.get(), "");
            }
            events.append(
                    transaction,
                    RequestedSource.event(proposal, active.get().id())
                            .in(run.task().tree(), requester.id()));
            return new Answer("", rules.personNeeded(proposal, active.get()).orElse(""));
        });
        if (!answer.refusal().isEmpty()) {
            return new ProcessOutcome.Failed(Failure.of(
                    FailureCode.DENIED,
                    answer.refusal(),
                    "Ask for something on the list of what may be tried, or go on."));
        }
        String text = answer.person().isEmpty()
                ? "Noted. It will be tried, and kept if it measurably helps."
                : "Noted. A person decides first: " + answer.person();
        return new ProcessOutcome.Completed(TaskResult.of(text, Json.object().put("noted", true)));
    }

    /** Words that an agent has read elsewhere must not become instructions of another one. */
    private Optional<String> readOthersWords(Task requester, Definition active, Proposal proposal) {
        boolean words =
                active.kind() == EntityKind.DOCUMENT || proposal.changes().has("instruction");
        return words && labels.of(requester.id()).label().isUntrusted()
                ? Optional.of("The task has read what others may have written, so it may not ask for new words.")
                : Optional.empty();
    }

    private static Proposal proposal(Task requester, ObjectNode asked, Definition active) {
        return new Proposal(
                active.kind(),
                active.name(),
                asked.path("changes") instanceof ObjectNode changes ? changes : Json.object(),
                "request",
                asked.path("reason").asString(""),
                asked.path("expected_effect").asString(""),
                List.of(requester.id()),
                "agent:" + requester.agent());
    }
}
