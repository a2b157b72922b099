package dev.writ.insight;

import dev.writ.Json;
import dev.writ.process.Process;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.ProcessRun;
import dev.writ.process.ProcessSpec;
import dev.writ.process.RoleAgents;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A review: detectors find opportunities in what happened, the review agent picks the one worth trying, and where it can
 * be tried by changing settings in the workspace, the optimizer tries it.
 */
public final class ReviewProcess implements Process {
    public static final String NAME = "review";

    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final ObjectNode PARAMETERS = Json.parseObject("""
            {"type": "object", "properties": {
              "kind": {"type": "string", "description": "look for this kind of opportunity only"},
              "counter": {"type": "string", "description": "the review counter that asked for it"}}}
            """);

    private final Opportunities opportunities;
    private final TaskStatistics statistics;
    private final InstantSource clock;

    public ReviewProcess(Opportunities opportunities, TaskStatistics statistics, InstantSource clock) {
        this.opportunities = opportunities;
        this.statistics = statistics;
        this.clock = clock;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Finds what could be improved, and tries what can be undone.", PARAMETERS);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        ArrayNode found = run.step("opportunities", ArrayNode.class, () -> look(run.task()));
        if (found.isEmpty()) {
            return done("The review found nothing that calls for a change.", Json.array(), Json.object());
        }
        ObjectNode input = Json.object();
        input.put("subject", run.task().instruction());
        input.set("statistics", run.step("statistics", ObjectNode.class, this::figures));
        input.set("opportunities", found);
        Optional<ObjectNode> picked =
                RoleAgents.ask(run, "pick", "review_agent", "Which opportunity is worth trying?", input);
        JsonNode chosen = picked.map(data -> data.path("opportunity")).orElse(Json.object());
        if (!chosen.isObject() || chosen.isEmpty()) {
            return done(reason(picked), findings(found), Json.object());
        }
        boolean canBeTried = chosen.path("kind").asString("").equals(Opportunity.Kind.SLOW_COMMAND.id())
                && !run.tree().workspace().isEmpty();
        return canBeTried ? tryOut(run, chosen, found) : done(reason(picked), findings(found), data(chosen));
    }

    private ProcessOutcome tryOut(ProcessRun run, JsonNode chosen, ArrayNode found) {
        String command = chosen.path("subject").asString("");
        String request = "Make `" + command + "` faster by tuning its configuration file.";
        Task tried = run.child(
                "try",
                asking -> NewTask.childOf(asking.task(), asking.newTaskId(), request, request, RoleAgents.PROCESS)
                        .withAgent("optimizer_agent")
                        .withParameters(Json.object().put("request", request).put("command", command)));
        TaskResult result = tried.result().orElse(TaskResult.of("", Json.object()));
        ObjectNode data = data(chosen);
        data.set("experiment", result.data());
        if (tried.state() != TaskState.COMPLETED) {
            return tried.failure()
                    .<ProcessOutcome>map(failure -> new ProcessOutcome.Failed(failure, result))
                    .orElseGet(() -> done("The experiment did not end.", findings(found), data));
        }
        ArrayNode findings = findings(found);
        result.findings().forEach(findings::add);
        return done(result.text(), findings, data);
    }

    private ArrayNode look(Task task) {
        String kind = task.parameters().path("kind").asString("");
        ArrayNode list = Json.array();
        List<Opportunity> found = opportunities.in(Period.last(LOOK_BACK, clock.instant()));
        found.stream()
                .filter(opportunity -> kind.isEmpty() || opportunity.kind().id().equals(kind))
                .forEach(opportunity -> list.add(json(opportunity)));
        return list;
    }

    private ObjectNode figures() {
        TaskStatistics.Figures figures = statistics.of(Period.last(LOOK_BACK, clock.instant()));
        return Json.object().put("tasks", figures.tasks()).put("success_rate", figures.successRate());
    }

    private static ObjectNode json(Opportunity opportunity) {
        ObjectNode json = Json.object()
                .put("kind", opportunity.kind().id())
                .put("entity_kind", opportunity.entityKind().id())
                .put("entity", opportunity.entity())
                .put("subject", opportunity.subject())
                .put("hypothesis", opportunity.hypothesis())
                .put("expected_effect", opportunity.expectedEffect());
        json.set("evidence", Json.array(opportunity.evidence()));
        json.set(
                "before",
                Json.object()
                        .put("name", opportunity.before().name())
                        .put("value", opportunity.before().value())
                        .put("unit", opportunity.before().unit()));
        return json;
    }

    private static ArrayNode findings(ArrayNode found) {
        ArrayNode findings = Json.array();
        found.forEach(one -> findings.addObject()
                .put("title", one.path("hypothesis").asString())
                .put("detail", one.path("expected_effect").asString())
                .put("severity", "info"));
        return findings;
    }

    private static String reason(Optional<ObjectNode> picked) {
        return picked.map(data -> (data.path("recommendation").asString("") + " "
                                + data.path("reason").asString(""))
                        .strip())
                .filter(text -> !text.isEmpty())
                .orElse("The review picked nothing.");
    }

    private static ObjectNode data(JsonNode chosen) {
        return Json.object().set("opportunity", chosen);
    }

    private static ProcessOutcome done(String text, ArrayNode findings, ObjectNode data) {
        return new ProcessOutcome.Completed(new TaskResult(text, findings, data));
    }
}
