package dev.writ.task;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a task stands, and where it may go from there. */
public enum TaskState {
    /** Accepted, and nothing has happened yet. */
    CREATED,
    /** Its process runs. */
    PROCESS_ASSIGNED,
    /** Its agent's next turn is due. */
    READY_FOR_AGENT,
    /** A model call is under way. */
    AGENT_RESPONDING,
    /** The calls of the last reply are being made. */
    TOOL_PROCESSING,
    /** Waits for another task, a person or a timer; holds no thread. */
    WAITING_ON_DEPENDENCIES,
    /** Held for a person: step mode, pause, a limit or a review. */
    MANUAL_HOLD,
    COMPLETED,
    FAILED,
    CANCELLED;

    private static final Set<TaskState> ACTIVE =
            EnumSet.of(CREATED, PROCESS_ASSIGNED, READY_FOR_AGENT, AGENT_RESPONDING, TOOL_PROCESSING);
    private static final Set<TaskState> FINAL = EnumSet.of(COMPLETED, FAILED, CANCELLED);

    /** The one table of allowed transitions. */
    private Set<TaskState> next() {
        return switch (this) {
            case CREATED -> EnumSet.of(PROCESS_ASSIGNED, WAITING_ON_DEPENDENCIES, MANUAL_HOLD, FAILED, CANCELLED);
            case PROCESS_ASSIGNED ->
                EnumSet.of(READY_FOR_AGENT, WAITING_ON_DEPENDENCIES, MANUAL_HOLD, COMPLETED, FAILED, CANCELLED);
            case READY_FOR_AGENT ->
                EnumSet.of(AGENT_RESPONDING, PROCESS_ASSIGNED, WAITING_ON_DEPENDENCIES, MANUAL_HOLD, FAILED, CANCELLED);
            case AGENT_RESPONDING ->
                EnumSet.of(TOOL_PROCESSING, READY_FOR_AGENT, PROCESS_ASSIGNED, MANUAL_HOLD, FAILED, CANCELLED);
            case TOOL_PROCESSING ->
                EnumSet.of(READY_FOR_AGENT, PROCESS_ASSIGNED, WAITING_ON_DEPENDENCIES, MANUAL_HOLD, FAILED, CANCELLED);
            case WAITING_ON_DEPENDENCIES ->
                EnumSet.of(PROCESS_ASSIGNED, READY_FOR_AGENT, TOOL_PROCESSING, MANUAL_HOLD, FAILED, CANCELLED);
            case MANUAL_HOLD ->
                EnumSet.of(
                        CREATED,
                        PROCESS_ASSIGNED,
                        READY_FOR_AGENT,
                        AGENT_RESPONDING,
                        TOOL_PROCESSING,
                        WAITING_ON_DEPENDENCIES,
                        FAILED,
                        CANCELLED);
            case COMPLETED, FAILED, CANCELLED -> EnumSet.noneOf(TaskState.class);
        };
    }

    public boolean mayBecome(TaskState next) {
        return next().contains(next);
    }

    /** @throws WritException with {@code illegal_transition} when the table does not allow it */
    void check(TaskState next) {
        if (!mayBecome(next)) {
            throw new WritException(
                    FailureCode.ILLEGAL_TRANSITION,
                    "A task that is " + id() + " cannot become " + next.id() + ".",
                    isFinal() ? "Submit the request again." : "Look at the task with `writ task get`, then try again.");
        }
    }

    /** Whether a thread should be working on it. */
    public boolean isActive() {
        return ACTIVE.contains(this);
    }

    public boolean isFinal() {
        return FINAL.contains(this);
    }

    /** The state as users see it, for instance {@code waiting_on_dependencies}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws WritException with {@code invalid_arguments} for an unknown word */
    public static TaskState parse(String text) {
        for (TaskState state : values()) {
            if (state.id().equals(text)) {
                return state;
            }
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "There is no task state '" + text + "'.",
                "Use one of: created, process_assigned, ready_for_agent, agent_responding, tool_processing, "
                        + "waiting_on_dependencies, manual_hold, completed, failed, cancelled.");
    }
}
