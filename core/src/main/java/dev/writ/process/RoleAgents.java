package dev.writ.process;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How processes of other rooms ask role agents for their judgement. */
public final class RoleAgents {
    /** The process that lets one agent do one thing. */
    public static final String PROCESS = SingleAgent.NAME;

    private RoleAgents() {}

    /** Asks a role agent and gives the data it ended with; empty when it could not say. */
    public static Optional<ObjectNode> ask(
            ProcessRun run, String step, String agent, String instruction, ObjectNode input) {
        return SingleAgent.ask(run, step, agent, instruction, input);
    }
}
