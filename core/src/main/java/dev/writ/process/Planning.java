package dev.writ.process;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.AgentDirectory;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the planning agent where a request calls for more than one simple agent, and carries out what it plans. */
final class Planning {
    private static final int MANY_WORDS = 60;
    private static final int MOST_STEPS = 12;

    private final AgentDirectory agents;

    Planning(AgentDirectory agents) {
        this.agents = agents;
    }

    /** Steps in order; empty when nothing needed planning. */
    record Plan(List<Step> steps) {}

    /** @param after positions of steps that must complete first */
    record Step(String title, String instruction, String agent, List<Integer> after) {}

    /**
     * The plan of the request; a single simple piece of work gets none.
     *
     * @param selected the agent that was selected for it; the task's own may be another one by now
     */
    Plan plan(ProcessRun run, String selected) {
        if (isSimple(run.task().instruction(), selected)) {
            return new Plan(List.of());
        }
        ObjectNode input = Json.object().put("request", run.task().instruction());
        input.put("selected_agent", selected);
        input.set("agents", described(agents.all()));
        return SingleAgent.ask(run, "plan", "planning_agent", "Plan this request.", input)
                .flatMap(this::read)
                .orElse(new Plan(List.of()));
    }

    /** Whether a request is one piece of work, which needs no plan. */
    static boolean isSimple(String request, String selected) {
        return selected.equals(AgentRules.GENERAL) && request.split("\\s+", -1).length <= MANY_WORDS;
    }

    /** Runs the steps side by side where their order allows, then has their results summarised. */
    ProcessOutcome carryOut(ProcessRun run, Plan plan) {
        List<Task> ended = run.children("carry_out", asking -> drafts(asking, plan));
        ArrayNode children = Json.array();
        for (Task task : ended) {
            children.addObject()
                    .put("title", task.title())
                    .put("status", task.state().id())
                    .put("result", task.result().map(TaskResult::text).orElse(""));
        }
        ArrayNode findings = Json.array();
        ended.forEach(
                task -> task.result().ifPresent(result -> result.findings().forEach(findings::add)));
        ObjectNode input = Json.object().put("request", run.task().instruction());
        input.set("children", children);
        String summary = SingleAgent.ask(run, "summarise", "summary_agent", "Summarise these results.", input)
                .map(data -> data.path("summary").asString(""))
                .filter(text -> !text.isBlank())
                .orElseGet(() -> joined(ended));
        TaskResult result = new TaskResult(summary, findings, Json.object());
        Optional<Task> failed = ended.stream()
                .filter(task -> task.state() != TaskState.COMPLETED)
                .findFirst();
        return failed.<ProcessOutcome>map(task -> new ProcessOutcome.Failed(
                        task.failure()
                                .orElseGet(() -> Failure.of(
                                        FailureCode.OPERATION_FAILED,
                                        "The step '" + task.title() + "' did not complete.",
                                        "Look at it with `writ task get " + task.id() + "`.")),
                        result))
                .orElseGet(() -> new ProcessOutcome.Completed(result));
    }

    /** Drafts of subtasks that Writ itself starts: they act with their own agents' permissions. */
    private static List<NewTask> drafts(ProcessRun run, Plan plan) {
        List<String> ids = plan.steps().stream().map(step -> run.newTaskId()).toList();
        List<NewTask> drafts = new ArrayList<>();
        for (Step step : plan.steps()) {
            List<String> after = step.after().stream().map(ids::get).toList();
            drafts.add(StartSubtask.draft(
                            run.task(),
                            "",
                            ids.get(drafts.size()),
                            step.title(),
                            step.instruction(),
                            step.agent(),
                            Json.object())
                    .after(after));
        }
        return drafts;
    }

    /** The plan, unless it names agents that do not exist or steps that come later. */
    private Optional<Plan> read(ObjectNode data) {
        Set<String> known = agents.all().stream().map(AgentDefinition::name).collect(Collectors.toSet());
        List<Step> steps = new ArrayList<>();
        for (JsonNode node : data.path("steps")) {
            List<Integer> after = new ArrayList<>();
            for (JsonNode position : node.path("after")) {
                if (!position.isInt() || position.asInt() < 0 || position.asInt() >= steps.size()) {
                    return Optional.empty();
                }
                after.add(position.asInt());
            }
            String agent = node.path("agent").asString("");
            String instruction = node.path("instruction").asString("");
            if (!known.contains(agent) || instruction.isBlank() || steps.size() == MOST_STEPS) {
                return Optional.empty();
            }
            steps.add(new Step(node.path("title").asString(instruction), instruction, agent, after));
        }
        return Optional.of(new Plan(steps));
    }

    static ArrayNode described(List<AgentDefinition> agents) {
        ArrayNode described = Json.array();
        for (AgentDefinition agent : agents) {
            described.addObject().put("name", agent.name()).put("purpose", agent.purpose());
        }
        return described;
    }

    private static String joined(List<Task> ended) {
        return ended.stream()
                .map(task -> task.title() + ": "
                        + task.result()
                                .map(TaskResult::text)
                                .orElse(task.state().id()))
                .collect(Collectors.joining("\n\n"));
    }
}
