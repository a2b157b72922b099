package dev.writ.process;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.task.TaskResult;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a claim of success against the evidence. Where the calls speak for themselves no model is asked; where they do
 * not, the task evaluator judges, and a claim it rejects is a failure.
 */
final class Evaluation {
    private final Evidence evidence;

    Evaluation(Evidence evidence) {
        this.evidence = evidence;
    }

    ProcessOutcome evaluate(ProcessRun run, ProcessOutcome outcome) {
        if (!(outcome instanceof ProcessOutcome.Completed completed)) {
            return outcome;
        }
        ObjectNode seen = run.step(
                "evidence", ObjectNode.class, () -> evidence.of(run.task().id()).toJson());
        if (speaksForItself(seen)) {
            return outcome;
        }
        ObjectNode input = Json.object()
                .put("request", run.task().instruction())
                .put("result", completed.result().text())
                .put("status", "completed");
        seen.set("findings", completed.result().findings());
        input.set("evidence", seen);
        Optional<ObjectNode> judged =
                SingleAgent.ask(run, "evaluate", "task_evaluator", "Was the request achieved?", input);
        return judged.map(verdict -> apply(verdict, completed)).orElse(outcome);
    }

    private static boolean speaksForItself(ObjectNode seen) {
        return seen.path("calls") instanceof ArrayNode calls
                && !calls.isEmpty()
                && calls.get(calls.size() - 1).path("status").asString().equals("succeeded");
    }

    private static ProcessOutcome apply(ObjectNode verdict, ProcessOutcome.Completed completed) {
        String reason = verdict.path("reason").asString("");
        TaskResult result = completed.result();
        return switch (verdict.path("verdict").asString("")) {
            case "not_achieved" ->
                new ProcessOutcome.Failed(
                        Failure.of(
                                FailureCode.OPERATION_FAILED,
                                "The result was claimed, but the evidence does not show it: " + reason,
                                "Look at the steps with `writ task log`."),
                        result);
            case "partly" -> {
                ArrayNode findings = result.findings().deepCopy();
                findings.addObject()
                        .put("title", "Only partly achieved")
                        .put("detail", reason)
                        .put("severity", "warning");
                yield new ProcessOutcome.Completed(new TaskResult(result.text(), findings, result.data()));
            }
            default -> completed;
        };
    }
}
