package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Decision;
import dev.writ.permission.Explanation;
import dev.writ.permission.Explanation.Part;
import dev.writ.permission.Explanation.Step;
import dev.writ.permission.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's first step told step by step, for people: the same checks in the same order, and nothing runs. What
 * depends on the moment alone, such as the rate of calls, is no part of it.
 */
final class CallExplanations {
    private final ToolRegistry registry;
    private final Permissions permissions;
    private final Admissions admissions;
    private final Origins origins;
    private final UnaryOperator<String> redactor;

    CallExplanations(
            ToolRegistry registry,
            Permissions permissions,
            Admissions admissions,
            Origins origins,
            UnaryOperator<String> redactor) {
        this.registry = registry;
        this.permissions = permissions;
        this.admissions = admissions;
        this.origins = origins;
        this.redactor = redactor;
    }

    /**
     * @param arguments what the call would be made with; empty to ask about the operation as such
     * @throws WritException with {@code not_found} when there is no such operation
     */
    ExplainedCall explain(CallContext context, String name, Optional<ObjectNode> arguments) {
        RegisteredOperation operation = registry.find(name)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no operation '" + SchemaMistake.oneLine(name) + "'.",
                        "See the operations of a tool with `writ tools get NAME`."));
        List<Step> steps = new ArrayList<>();
        if (arguments.isEmpty()) {
            return explain(context, operation, Optional.empty(), List.of(), steps, Optional.empty());
        }
        try {
            PreparedCall prepared = admissions.prepare(operation, arguments.get(), context);
            steps.add(step(Part.ARGUMENTS, "", true, "The arguments fit the operation."));
            return explain(context, operation, arguments, List.copyOf(prepared.accesses()), steps, Optional.empty());
        } catch (WritException e) {
            steps.add(step(Part.ARGUMENTS, "", false, e.failure().message()));
            return explain(context, operation, Optional.empty(), List.of(), steps, Optional.of(e.failure()));
        }
    }

    /** The recorded call as it would be decided now. */
    ExplainedCall explain(CallContext context, ToolUsage record) {
        String name = record.tool() + "." + record.operation();
        Optional<RegisteredOperation> operation = registry.find(name);
        if (operation.isEmpty()) {
            return gone(context, record);
        }
        boolean whole = record.arguments() instanceof ObjectNode
                && Sha256.of(Json.canonical(record.arguments())).equals(record.argumentsHash());
        if (whole) {
            return explain(context, name, Optional.of((ObjectNode) record.arguments()))
                    .of(record);
        }
        List<Step> steps = new ArrayList<>();
        steps.add(step(
                Part.ARGUMENTS,
                "",
                true,
                "The arguments were recorded without secrets and cut, so what the call touches is told as recorded."));
        return explain(
                        context,
                        operation.get(),
                        Optional.empty(),
                        AccessJson.read(record.accesses()),
                        steps,
                        Optional.empty())
                .of(record);
    }

    private static ExplainedCall gone(CallContext context, ToolUsage record) {
        return new ExplainedCall(
                context,
                record.tool(),
                record.operation(),
                Optional.of(record),
                List.of(),
                List.of(step(Part.OPERATION, record.operation(), false, "There is no such operation.")),
                new ExplainedCall.Answer.Failed(Failure.of(
                        FailureCode.UNKNOWN_OPERATION,
                        "There is no such operation.",
                        "See the operations of a tool with `writ tools get NAME`.")));
    }

    private ExplainedCall explain(
            CallContext context,
            RegisteredOperation operation,
            Optional<ObjectNode> arguments,
            List<Access> accesses,
            List<Step> before,
            Optional<Failure> mistake) {
        OperationSpec spec = operation.spec();
        Optional<ToolOutcome> standing = admissions.standing(operation, context.task());
        boolean known = admissions.mayKnow(operation, context.task());
        Explanation explanation = permissions.explain(context.task(), spec.tool(), spec.name(), accesses);
        List<Step> steps = new ArrayList<>();
        steps.add(step(
                Part.OPERATION,
                spec.id(),
                known,
                known ? "The agent may know of it." : "The agent is told that there is no such operation."));
        standing.ifPresentOrElse(
                outcome -> steps.add(refusal(operation, outcome)),
                () -> steps.add(step(Part.TOOL, spec.tool(), true, "The tool is accepted and can serve.")));
        steps.addAll(before);
        steps.addAll(explanation.steps());
        Decision decision = decide(context, operation, arguments, accesses, explanation.decision(), steps);
        return new ExplainedCall(
                context,
                spec.tool(),
                spec.name(),
                Optional.empty(),
                explanation.touches().stream().map(redactor).toList(),
                steps.stream()
                        .map(one -> step(one.part(), one.name(), one.helps(), redactor.apply(one.sentence())))
                        .toList(),
                answer(known, standing, mistake, decision));
    }

    /** What is allowed may still be denied for whose choice its targets are. */
    private Decision decide(
            CallContext context,
            RegisteredOperation operation,
            Optional<ObjectNode> arguments,
            List<Access> accesses,
            Decision decision,
            List<Step> steps) {
        if (arguments.isEmpty() || !(decision instanceof Decision.Allowed(Decision.Authority by))) {
            return decision;
        }
        Optional<Decision.Denied> against = origins.against(context, by, operation, arguments.get(), accesses);
        steps.add(step(
                Part.ORIGIN,
                "",
                against.isEmpty(),
                against.map(Decision.Denied::sentence)
                        .orElse("What it concerns is the user's choice, or nothing others wrote has been read.")));
        return against.<Decision>map(denied -> denied).orElse(decision);
    }

    private static Step refusal(RegisteredOperation operation, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Denied denied ->
                step(
                        Part.TOOL,
                        operation.spec().tool(),
                        false,
                        denied.decision().sentence());
            case ToolOutcome.Failed failed ->
                step(
                        Part.SERVER,
                        operation.tool().server().name(),
                        false,
                        failed.failure().message());
            case ToolOutcome.Succeeded ignored -> throw new IllegalStateException("nothing ran");
            case ToolOutcome.Waiting ignored -> throw new IllegalStateException("nothing ran");
        };
    }

    /** In the order of {@link Admissions#admit}. */
    private static ExplainedCall.Answer answer(
            boolean known, Optional<ToolOutcome> standing, Optional<Failure> mistake, Decision decision) {
        if (known && standing.isPresent()) {
            return switch (standing.get()) {
                case ToolOutcome.Denied denied -> new ExplainedCall.Answer.Denied(denied.decision(), false);
                case ToolOutcome.Failed failed -> new ExplainedCall.Answer.Failed(failed.failure());
                case ToolOutcome.Succeeded ignored -> throw new IllegalStateException("nothing ran");
                case ToolOutcome.Waiting ignored -> throw new IllegalStateException("nothing ran");
            };
        }
        if (known && mistake.isPresent()) {
            return new ExplainedCall.Answer.Failed(mistake.get());
        }
        return switch (decision) {
            case Decision.Allowed(Decision.Authority by) -> new ExplainedCall.Answer.Allowed(by);
            case Decision.Denied denied -> new ExplainedCall.Answer.Denied(denied, !known);
        };
    }

    private static Step step(Part part, String name, boolean helps, String sentence) {
        return new Step(part, name, helps, sentence);
    }
}
