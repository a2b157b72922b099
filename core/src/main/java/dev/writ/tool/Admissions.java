package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Decision;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.Permissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * First step of the gateway, in memory: is there such an operation for this caller, can it serve, do the arguments fit, is
 * what it would touch allowed, and whose choice is that. Only the last looks into the database, and only for calls that change
 * or send something. Any error denies.
 */
final class Admissions {
    private static final System.Logger LOG = System.getLogger(Admissions.class.getName());
    private static final int NAMES_OFFERED = 5;
    private static final Set<Rule> GRANT_ENDED = EnumSet.of(Rule.EXPIRED, Rule.REVOKED, Rule.USED_UP);

    private final ToolRegistry registry;
    private final Permissions permissions;
    private final Serving serving;
    private final Origins origins;
    private final CallRunner runner;
    private final UnaryOperator<String> redactor;

    Admissions(
            ToolRegistry registry,
            Permissions permissions,
            Serving serving,
            Origins origins,
            CallRunner runner,
            UnaryOperator<String> redactor) {
        this.registry = registry;
        this.permissions = permissions;
        this.serving = serving;
        this.origins = origins;
        this.runner = runner;
        this.redactor = redactor;
    }

    /** The call as it can be written down before anything is decided. */
    CallRecord describe(GatewayCall call, StoredArguments arguments, Optional<ToolUsage> earlier) {
        Optional<OperationSpec> spec = registry.find(call.name()).map(RegisteredOperation::spec);
        // An operation that is gone since the call was started is known from its record alone.
        Optional<ToolUsage> row = earlier.filter(one -> one.isCalled(call.name()));
        return new CallRecord(
                call.context(),
                spec.map(OperationSpec::tool).or(() -> row.map(ToolUsage::tool)).orElse(""),
                spec.map(OperationSpec::name)
                        .or(() -> row.map(ToolUsage::operation))
                        .orElseGet(() -> shown(redactor.apply(call.name()))),
                spec.map(OperationSpec::effect)
                        .or(() -> row.map(ToolUsage::effect))
                        .orElse(Effect.PURE),
                arguments,
                "[]",
                Optional.empty(),
                earlier,
                Duration.ZERO);
    }

    /** @param arguments the gateway's own copy: nobody else can change it between check and run */
    Admission admit(CallRecord call, String name, ObjectNode arguments) {
        Optional<RegisteredOperation> found = registry.find(name);
        if (found.isEmpty() || !mayKnow(found.get(), call.context().task())) {
            return new Admission.Refused(call, unknown(name, call.context().task()));
        }
        RegisteredOperation operation = found.get();
        Optional<ToolOutcome> standing = standing(operation, call.context().task());
        if (standing.isPresent()) {
            return new Admission.Refused(call, standing.get());
        }
        try {
            if (call.arguments().bytes() > StoredArguments.MOST_BYTES) {
                throw tooLarge(call);
            }
            return decide(call, operation, arguments, prepare(operation, arguments, call.context()));
        } catch (WritException e) {
            return new Admission.Refused(call, new ToolOutcome.Failed(e.failure()));
        } catch (RuntimeException | StackOverflowError e) {
            return new Admission.Refused(call, new ToolOutcome.Failed(runner.unexpected(operation.spec(), e)));
        }
    }

    /** What stands against any call of the operation: its tool is not accepted, or its server can't serve. */
    Optional<ToolOutcome> standing(RegisteredOperation operation, String task) {
        String tool = operation.spec().tool();
        return registry.status(tool) != ToolStatus.ACTIVE
                ? Optional.of(Refusals.suspended(tool))
                : serving.unavailable(operation.tool(), task).map(ToolOutcome.Failed::new);
    }

    /** @throws WritException where the arguments do not fit */
    PreparedCall prepare(RegisteredOperation operation, ObjectNode arguments, CallContext context) {
        operation.check(arguments);
        return operation.operation().prepare(arguments, context);
    }

    private Admission decide(
            CallRecord call, RegisteredOperation operation, ObjectNode arguments, PreparedCall prepared) {
        List<Access> accesses = List.copyOf(prepared.accesses());
        CallRecord stated = call.touching(AccessJson.write(accesses, redactor));
        return switch (check(call.context().task(), operation.spec(), accesses)) {
            case Decision.Allowed(Authority by) -> {
                CallRecord allowed = stated.allowedBy(by);
                yield origins.against(call.context(), by, operation, arguments, accesses)
                        .<Admission>map(denied -> new Admission.Refused(stated, new ToolOutcome.Denied(denied)))
                        .orElseGet(() -> new Admission.Admitted(allowed, operation, arguments, prepared, by));
            }
            case Decision.Denied denied ->
                countedBefore(stated, denied)
                        .<Admission>map(
                                by -> new Admission.Admitted(stated.allowedBy(by), operation, arguments, prepared, by))
                        .orElseGet(() -> new Admission.Refused(stated, new ToolOutcome.Denied(denied)));
        };
    }

    /** A call that took the last use of its grant before a crash may be finished: these very arguments were allowed. */
    private static Optional<Authority> countedBefore(CallRecord call, Decision.Denied denied) {
        return denied.rule() == Rule.USED_UP
                ? call.earlier()
                        .map(ToolUsage::assignment)
                        .filter(assignment -> !assignment.isEmpty())
                        .map(Authority.Granted::new)
                : Optional.empty();
    }

    private Decision check(String task, OperationSpec spec, List<Access> accesses) {
        try {
            return permissions.check(task, spec.tool(), spec.name(), accesses);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The permission check of " + spec.id() + " failed.", e);
            return new Decision.Denied(
                    Rule.ERROR, "The permission could not be checked, so the call was denied.", Json.object());
        }
    }

    /** Who holds a grant, or held one until it ended, knows of the operation and is told why it no longer may. */
    boolean mayKnow(RegisteredOperation operation, String task) {
        return ToolRegistry.mayBeSeen(operation, task, permissions)
                || switch (check(task, operation.spec(), List.of())) {
                    case Decision.Allowed ignored -> true;
                    case Decision.Denied denied -> GRANT_ENDED.contains(denied.rule());
                };
    }

    private ToolOutcome unknown(String name, String task) {
        List<String> visible = registry.visibleOperations(task, permissions).stream()
                .map(OperationSpec::functionName)
                .toList();
        List<String> nearest = NearestNames.of(name, visible, NAMES_OFFERED);
        return new ToolOutcome.Failed(Failure.of(
                FailureCode.UNKNOWN_OPERATION,
                "This task has no operation '" + shown(name) + "'.",
                nearest.isEmpty()
                        ? "It has none at all now; ask for the tools it needs."
                        : "Use one it has, for instance " + String.join(", ", nearest)
                                + ", or ask for more with need_more_tools."));
    }

    private static WritException tooLarge(CallRecord call) {
        return new WritException(
                FailureCode.TOO_LARGE,
                "The arguments are " + call.arguments().bytes() + " bytes long; at most " + StoredArguments.MOST_BYTES
                        + " are accepted.",
                "Split the work into several calls; nothing was done.");
    }

    private static String shown(String name) {
        return StoredArguments.cut(SchemaMistake.oneLine(name), 100);
    }
}
