package dev.writ.model.playbook.role;

import dev.writ.model.playbook.skill.WorkSkill;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Turn;
import java.util.Map;
import java.util.function.Function;

/** What the model does as which agent. An agent it does not know works off requests as the worker does. */
public final class Roles {
    private static final Map<String, Function<Turn, Ending>> BY_AGENT = Map.ofEntries(
            Map.entry("agent_selector", turn -> AgentSelector.run(RoleInput.of(turn))),
            Map.entry("planning_agent", turn -> Planner.run(RoleInput.of(turn))),
            Map.entry("context_addition", turn -> ContextChooser.run(RoleInput.of(turn))),
            Map.entry("tool_addition", turn -> ToolProposer.run(RoleInput.of(turn))),
            Map.entry("request_validation", turn -> RequestValidator.run(RoleInput.of(turn))),
            Map.entry("task_evaluator", turn -> TaskEvaluator.run(RoleInput.of(turn))),
            Map.entry("documentation_agent", turn -> RecordWriter.run(RoleInput.of(turn))),
            Map.entry("summary_agent", turn -> Summariser.run(RoleInput.of(turn))),
            Map.entry("feedback_agent", turn -> FailureAdviser.run(RoleInput.of(turn))),
            Map.entry("review_agent", turn -> Reviewer.run(RoleInput.of(turn))),
            Map.entry("investigator_agent", SpecialistWork::investigate),
            Map.entry("optimizer_agent", SpecialistWork::optimise),
            Map.entry("recovery_agent", SpecialistWork::recover));

    private Roles() {}

    public static Function<Turn, Ending> of(String agent) {
        return BY_AGENT.getOrDefault(agent, WorkSkill::run);
    }
}
