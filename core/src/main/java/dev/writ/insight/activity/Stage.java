package dev.writ.insight.activity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is counted and timed. Its rows name an agent, a subject and a detail, as said at each. */
public enum Stage {
    /** From a task's creation until the engine took it up; subject: its process. */
    QUEUE("Tasks waiting to be taken up", "task.state_changed", true),
    /** From an agent's request for a tool to a grant that needed no person; subject: the tool. */
    ASSIGNMENT("Requests for tools answered by policy", "grant.issued", true),
    /** How long a request waited for a person; subject: the tool, detail: the answer. */
    APPROVAL("Requests waiting for people", "approval.approved approval.denied approval.expired", false),
    /** First step of the gateway: existence, arguments, scope, origin; subject: the tool, detail: the operation. */
    PERMISSION_CHECK("Permission checks", "tool.started tool.denied", true),
    /** A call from its arrival to its recorded end; subject: the tool, detail: the operation. Denied ones have no time. */
    TOOL("Tool execution", "tool.succeeded tool.failed tool.denied", true),
    /** A call that waited for an answer or a subtask; subject: the tool, detail: the operation. */
    WAITING("Calls waiting for people or subtasks", "tool.succeeded tool.failed tool.denied", false),
    /** One answer of a model; subject: the model. */
    MODEL("Model calls", "model.called", true),
    /** What was refused; subject: the tool, detail: the rule. */
    DENIAL("Denials", "tool.denied grant.refused", false),
    /**
     * Grants that ended; subject: the tool, detail: {@code predicted}, {@code policy} or {@code person}. Succeeded counts
     * those that were used, failed those that were not; their time is how long they lived.
     */
    GRANT("Grants that ended", "grant.used_up grant.expired grant.unused grant.revoked grant.ended", false);

    private final String title;
    /** Between spaces. */
    private final String eventTypes;

    private final boolean work;

    Stage(String title, String eventTypes, boolean work) {
        this.title = title;
        this.eventTypes = eventTypes;
        this.work = work;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    /** Types of the events that are counted. */
    public List<String> eventTypes() {
        return List.of(eventTypes.split(" "));
    }

    /** Whether its time is the machine's, so that it can be a bottleneck; waiting for people is not. */
    public boolean isWork() {
        return work;
    }

    /** @throws WritException with {@code invalid_arguments} where there is no such stage */
    public static Stage parse(String id) {
        return Arrays.stream(values())
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no stage '" + id + "'.",
                        "Use one of " + Arrays.stream(values()).map(Stage::id).collect(Collectors.joining(", "))
                                + "."));
    }
}
