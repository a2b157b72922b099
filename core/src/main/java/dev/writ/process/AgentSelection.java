package dev.writ.process;

import dev.writ.Json;
import dev.writ.agent.AgentDirectory;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Selects the agent of a task: the one asked for, the one its words name, or the one that agent_selector picks. */
final class AgentSelection {
    private final AgentDirectory agents;

    AgentSelection(AgentDirectory agents) {
        this.agents = agents;
    }

    /** Gives the task its agent and returns its name. */
    String select(ProcessRun run) {
        // A step, since the task's agent is another one when the process is run again.
        String asked = run.step("asked_agent", String.class, () -> run.task().agent());
        if (!asked.isEmpty()) {
            // Fails here, with its name, when there is no such agent.
            agents.get(asked);
            return asked;
        }
        List<String> candidates = AgentRules.candidates(run.task().instruction());
        if (candidates.size() == 1) {
            run.assignAgent(candidates.getFirst());
            return candidates.getFirst();
        }
        ObjectNode input = Json.object().put("request", run.task().instruction());
        input.set(
                "candidates",
                Planning.described(candidates.stream().map(agents::get).toList()));
        String selected = SingleAgent.ask(run, "select_agent", "agent_selector", "Select the agent.", input)
                .map(data -> data.path("agent").asString(""))
                .filter(candidates::contains)
                .orElse(candidates.getFirst());
        run.assignAgent(selected);
        return selected;
    }
}
