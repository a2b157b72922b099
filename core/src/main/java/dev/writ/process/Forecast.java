package dev.writ.process;

import dev.writ.agent.AgentDefinition;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.tool.SecurityLevel;
import java.util.List;
import java.util.Locale;

/**
 * What would probably become of a request.
 *
 * @param agents who would do it; several where a model chooses among them, none where the process needs no agent
 * @param planned whether it would be planned first, and may be given to further agents
 * @param understood whether the rules know what the words ask for; where they do not, what is expected says little
 * @param expected which grants it would probably need, in order
 * @param tools how every tool stands to the request
 */
public record Forecast(
        String process,
        List<AgentDefinition> agents,
        boolean planned,
        boolean understood,
        List<Expected> expected,
        List<ToolStanding> tools) {
    /** What would become of asking for a grant. */
    public enum Outcome {
        /** The agent always has it. */
        ALWAYS,
        AUTOMATIC,
        /** A validator judges the need first, and asks a person where it is unsure. */
        VALIDATED,
        PERSON,
        OUTSIDE,
        /** The tool is switched off until a person accepts it. */
        SUSPENDED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A grant that would probably be needed.
     *
     * @param atStart whether the request would get it before its agent begins; else its agent asks
     * @param sentence why the outcome is so
     */
    public record Expected(GrantProposal proposal, boolean atStart, Outcome outcome, String sentence) {}

    /**
     * How a tool stands to the request.
     *
     * @param automatic the limits within which nobody is asked
     * @param person whether a person may allow more
     */
    public record ToolStanding(
            String tool, SecurityLevel level, boolean suspended, List<Scope> automatic, boolean person) {
        public boolean outside() {
            return automatic.isEmpty() && !person;
        }
    }
}
