package dev.writ.agent.context;

import dev.writ.agent.context.ModelContext.State;
import dev.writ.event.Event;
import dev.writ.permission.AssignmentView;
import dev.writ.tool.ToolUsage;
import java.time.Instant;
import java.util.List;

/**
 * The tools of one step: what the agent could have called, what changed that, what it did call, and what it was refused.
 *
 * @param at when the model had answered; now where it has not
 * @param known whether it was recorded what the model was told of
 * @param removed names of functions that were there one step before
 * @param granted grants that came since the step before
 * @param ended grants that ended since the step before
 * @param calls what its reply asked for, in order, denied ones among them
 * @param refused events of requests for tools that were turned down in this step
 */
public record StepTools(
        int step,
        Instant at,
        State state,
        boolean known,
        List<Available> available,
        List<String> removed,
        List<AssignmentView> granted,
        List<AssignmentView> ended,
        List<ToolUsage> calls,
        List<Event> refused) {

    /**
     * A function that the model could call.
     *
     * @param by why the agent may know of it: {@code core}, {@code base} or {@code grant}
     * @param grant id of the grant; "" for the others
     * @param added whether it was not there one step before
     */
    public record Available(String function, String tool, boolean thirdParty, String by, String grant, boolean added) {}
}
