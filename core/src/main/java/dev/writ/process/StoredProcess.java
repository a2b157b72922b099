package dev.writ.process;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.tool.CallContext;
import dev.writ.tool.ExplainedCall;
import dev.writ.tool.GatewayCall;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process that is data: calls in an order, made through the gateway on behalf of the task, without a model. It has no
 * power of its own: each call needs what it would need from an agent, and what is missing is asked for in the same way.
 * The first call that fails, or may not be made, ends it.
 */
final class StoredProcess implements Process {
    private final Definition definition;
    private final Database database;
    private final ToolGateway gateway;

    StoredProcess(Definition definition, Database database, ToolGateway gateway) {
        this.definition = definition;
        this.database = database;
        this.gateway = gateway;
    }

    /** Whether a definition is one of these, and not of a process written as code. */
    static boolean isOne(ObjectNode content) {
        return content.has("steps");
    }

    /**
     * Checks the content of a definition that is one.
     *
     * @throws WritException with {@code invalid_arguments}
     */
    static void check(EntityKind kind, ObjectNode content) {
        if (kind == EntityKind.PROCESS && isOne(content)) {
            for (StepTemplate step : StepTemplate.readAll(content.path("steps"))) {
                for (String name : step.parameters()) {
                    if (!content.path("parameters").path("properties").has(name)) {
                        throw new WritException(
                                FailureCode.INVALID_ARGUMENTS,
                                "A step uses the parameter '" + name + "', which 'parameters' does not name.",
                                "Add it to the properties of the schema in 'parameters'.");
                    }
                }
            }
        }
    }

    @Override
    public ProcessSpec spec() {
        ObjectNode content = definition.content();
        return new ProcessSpec(
                definition.name(),
                content.path("summary").asString(""),
                content.path("parameters") instanceof ObjectNode parameters ? parameters : Schemas.ANY);
    }

    /** How one call ended, as the journal keeps it. */
    record Made(String outcome, String text) {}

    @Override
    public ProcessOutcome run(ProcessRun run) {
        // From the journal, since another version may be in force when it goes on.
        ObjectNode content = run.step("definition", ObjectNode.class, definition::content);
        if (run.step("asked_agent", String.class, () -> run.task().agent()).isEmpty()) {
            run.assignAgent(content.path("agent").asString(AgentRules.GENERAL));
        }
        List<StepTemplate> steps = StepTemplate.readAll(content.path("steps"));
        List<String> texts = new ArrayList<>();
        ArrayNode done = Json.array();
        for (int number = 1; number <= steps.size(); number++) {
            StepTemplate step = steps.get(number - 1);
            Made made = make(run, number, step);
            done.addObject().put("operation", step.operation()).put("outcome", made.outcome());
            if (!made.outcome().equals("succeeded")) {
                return failed(run.task(), number, step, made, done);
            }
            texts.add(number + ". " + step.operation() + ": " + made.text());
        }
        return new ProcessOutcome.Completed(
                TaskResult.of(String.join("\n", texts), Json.object().set("steps", done)));
    }

    private static ProcessOutcome failed(Task task, int number, StepTemplate step, Made made, ArrayNode done) {
        FailureCode code = made.outcome().equals("denied") ? FailureCode.APPROVAL_DENIED : FailureCode.OPERATION_FAILED;
        return new ProcessOutcome.Failed(
                Failure.of(
                        code,
                        "Step " + number + ", " + step.operation() + ", "
                                + (made.outcome().equals("denied") ? "was not allowed: " : "failed: ") + made.text(),
                        "Look at the calls with `writ task log " + task.id() + "`."),
                TaskResult.of(made.text(), Json.object().set("steps", done)));
    }

    /** Asks for what the call lacks, as an agent would, and makes it; without the grant it is denied, which is on record. */
    private Made make(ProcessRun run, int number, StepTemplate step) {
        ObjectNode lacking = run.step("lacks:" + number, ObjectNode.class, () -> lacking(run, number, step));
        if (!lacking.isEmpty()) {
            run.child(
                    "ask:" + number,
                    asking -> NewTask.childOf(
                                    asking.task(), asking.newTaskId(), NeedMoreTools.NAME, "", NeedMoreTools.NAME)
                            .withParameters(lacking));
        }
        return run.step("call:" + number, Made.class, () -> call(run, number, step));
    }

    /** The smallest request that would allow the call; empty where it needs none, or none could. */
    private ObjectNode lacking(ProcessRun run, int number, StepTemplate step) {
        CallContext context = context(run, number);
        ExplainedCall.Answer answer = gateway.explain(
                        context,
                        step.operation(),
                        Optional.of(step.fill(run.task().parameters())))
                .answer();
        return switch (answer) {
            case ExplainedCall.Answer.Denied denied -> {
                ObjectNode request = denied.decision().smallestRequest();
                yield request.isEmpty()
                        ? request
                        : request.deepCopy()
                                .put("request", "call " + step.operation())
                                .put("justification", "step " + number + " of the process " + definition.name());
            }
            case ExplainedCall.Answer.Allowed ignored -> Json.object();
            case ExplainedCall.Answer.Failed ignored -> Json.object();
        };
    }

    private static CallContext context(ProcessRun run, int number) {
        Task task = run.task();
        String folder = run.tree().workspace();
        return new CallContext(
                task.id() + ".step" + number,
                task.id(),
                task.tree(),
                task.agent(),
                folder.isEmpty() ? Optional.empty() : Optional.of(new Workspace(Path.of(folder))));
    }

    /** A call that ended before a crash is not made again: its end is on record. */
    private Made call(ProcessRun run, int number, StepTemplate step) {
        CallContext context = context(run, number);
        return onRecord(context.callId())
                .orElseGet(() -> made(gateway.call(
                        new GatewayCall(
                                        context,
                                        step.operation(),
                                        step.fill(run.task().parameters()))
                                .again(),
                        OutcomeRecorder.NONE)));
    }

    private Optional<Made> onRecord(String call) {
        return database.read(handle -> handle.createQuery("""
                        SELECT outcome, summary, failure FROM tool_usage_events
                        WHERE call = :call AND outcome IN ('succeeded', 'failed', 'denied')
                        """)
                .bind("call", call)
                .map((row, context) -> {
                    String failure = row.getString("failure");
                    String text = failure.isEmpty()
                            ? row.getString("summary")
                            : Json.parse(failure).path("message").asString("");
                    return new Made(row.getString("outcome"), text);
                })
                .findOne());
    }

    private static Made made(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded succeeded ->
                new Made(outcome.word(), succeeded.result().text());
            case ToolOutcome.Failed failed ->
                new Made(outcome.word(), failed.failure().toString());
            case ToolOutcome.Denied denied ->
                new Made(outcome.word(), denied.decision().sentence());
            // Steps that wait for people or subtasks cannot be stored; whoever wrote such a definition is told.
            case ToolOutcome.Waiting ignored ->
                new Made("failed", "It waits for somebody, which a stored process cannot.");
        };
    }
}
