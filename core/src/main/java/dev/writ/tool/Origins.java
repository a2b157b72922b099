package dev.writ.tool;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Grounds;
import dev.writ.label.Label;
import dev.writ.label.Named;
import dev.writ.label.OriginCheck;
import dev.writ.label.OriginVerdict;
import dev.writ.label.Source;
import dev.writ.label.Words;
import dev.writ.permission.Access;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Decision.Denied;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.ExactRequest;
import dev.writ.permission.Host;
import dev.writ.store.Database;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskLabels.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose choice the targets of a call are. What the task has read is looked up in the database, and only for calls that change
 * or send something: a restart, or another node, decides the same. An error denies.
 */
final class Origins {
    private static final System.Logger LOG = System.getLogger(Origins.class.getName());
    private static final int SHOWN = 5;
    /** The argument in which a command's call names them. */
    private static final String HOSTS = "hosts";

    private static final Grounds NOTHING = new Grounds(Words.of(List.of()), List.of());

    private final Database database;
    private final TaskEvidence evidence;

    Origins(Database database, ToolRegistry registry) {
        this.database = database;
        this.evidence = new TaskEvidence(registry);
    }

    /** Why an allowed call may not run: somebody else than the user may have chosen what it does it to. */
    Optional<Denied> against(
            CallContext context,
            Authority by,
            RegisteredOperation operation,
            ObjectNode arguments,
            List<Access> accesses) {
        if (!operation.spec().flow().hasEffect() || operation.isCore()) {
            return Optional.empty();
        }
        try {
            return database.read(handle -> judge(handle, context, by, operation, arguments, accesses));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The origin of a call's targets could not be checked.", e);
            return Optional.of(new Denied(
                    Rule.ERROR,
                    "The origin of its targets could not be checked, so the call was denied.",
                    Json.object()));
        }
    }

    private Optional<Denied> judge(
            Handle handle,
            CallContext context,
            Authority by,
            RegisteredOperation operation,
            ObjectNode arguments,
            List<Access> accesses) {
        OperationSpec spec = operation.spec();
        List<Host> hosts = hosts(accesses);
        Flow flow = hosts.isEmpty() ? spec.flow() : spec.flow().reaching(HOSTS);
        Standing standing = TaskLabels.of(handle, context.task());
        if (!standing.label().isUntrusted() || isFixed(handle, by, operation, flow, hosts, standing)) {
            return Optional.empty();
        }
        Grounds grounds = evidence.grounds(handle, context);
        return switch (OriginCheck.judge(flow, arguments, standing.label(), grounds)) {
            case OriginVerdict.Clear ignored -> Optional.empty();
            case OriginVerdict.Unfounded(List<Named> targets) ->
                Optional.of(new Denied(
                        Rule.ORIGIN,
                        "The task has read what others may have written, and neither the user's words nor anything of "
                                + "trusted origin names " + shown(targets) + ".",
                        ExactRequest.of(spec.tool(), spec.name(), accesses)));
            case OriginVerdict.Undirected ignored ->
                Optional.of(new Denied(
                        Rule.RULE_OF_TWO,
                        "The task has read what others may have written and holds private data, and " + spec.id()
                                + " would send or change something without saying to whom or what.",
                        ExactRequest.of(spec.tool(), spec.name(), accesses)));
        };
    }

    /**
     * Whether the limits that allow the call were set by somebody who could be trusted with its target: by a person; or, for
     * what only changes things inside those limits, by whoever wrote the ceiling and the base permissions, which no agent can
     * widen. What sends needs limits that name the target itself and are older than what others wrote.
     */
    private static boolean isFixed(
            Handle handle,
            Authority by,
            RegisteredOperation operation,
            Flow flow,
            List<Host> hosts,
            Standing standing) {
        boolean inside =
                !flow.sends() && !flow.fetches() && !operation.tool().server().thirdParty();
        return switch (by) {
            case Authority.Core ignored -> true;
            case Authority.Base ignored -> inside;
            case Authority.Granted(String assignment, Set<String> others) ->
                inside
                        || Stream.concat(Stream.of(assignment), others.stream())
                                .allMatch(one -> isFixed(
                                        handle,
                                        one,
                                        hosts,
                                        standing.untrustedSince().orElseThrow()));
        };
    }

    /** Hosts that a command of the call may reach: it could send them anything, whatever its line says. */
    private static List<Host> hosts(List<Access> accesses) {
        return accesses.stream()
                .filter(Access.CommandAccess.class::isInstance)
                .flatMap(access -> ((Access.CommandAccess) access).hosts().stream())
                .toList();
    }

    private static boolean isFixed(Handle handle, String assignment, List<Host> hosts, Instant untrustedSince) {
        return handle
                .createQuery("""
                        SELECT CASE WHEN approved_by LIKE 'person:%' THEN '' ELSE scope END FROM task_tool_assignments
                        WHERE id = :id AND (approved_by LIKE 'person:%' OR granted_at < :since)
                        """)
                .bind("id", assignment)
                .bind("since", untrustedSince.toEpochMilli())
                .mapTo(String.class)
                .list()
                .stream()
                .anyMatch(scope -> scope.isEmpty() || (hosts.isEmpty() ? isExact(scope) : namesAll(scope, hosts)));
    }

    /** Whether nothing in a scope stands for more than itself: no glob, no typed argument. */
    private static boolean isExact(String scope) {
        return !scope.contains("*") && !scope.contains("?") && !scope.contains("<");
    }

    /** Whether a command's scope names each of the hosts, one by one; its lines may be open, for they say no target. */
    private static boolean namesAll(String scope, List<Host> hosts) {
        Set<String> named = Json.parseObject(scope)
                .path("hosts")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
        return hosts.stream().map(Host::toString).allMatch(named::contains);
    }

    /** The label of what a call gave: of its result, or of the failure that may quote what it met. */
    Label label(CallContext context, OperationSpec spec, ObjectNode arguments, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded(OperationResult result) -> label(context, spec.flow(), arguments, result.data());
            case ToolOutcome.Failed ignored -> spec.flow().reads().label();
            // Words of Writ's own about the caller's arguments.
            case ToolOutcome.Denied ignored -> Label.CLEAN;
            case ToolOutcome.Waiting ignored -> Label.CLEAN;
        };
    }

    private Label label(CallContext context, Flow flow, ObjectNode arguments, ObjectNode data) {
        // What the task has read before can only make it worse.
        Label apart = OriginCheck.label(flow, arguments, data, Label.CLEAN, NOTHING);
        if (apart.isUntrusted() || flow.reads() == Source.OWN) {
            return apart;
        }
        try {
            return database.read(handle -> {
                Label task = TaskLabels.of(handle, context.task()).label();
                return task.isUntrusted()
                        ? OriginCheck.label(flow, arguments, data, task, evidence.grounds(handle, context))
                        : apart;
            });
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The origin of a result could not be told; it counts as untrusted.", e);
            return flow.reads().label();
        }
    }

    private static String shown(List<Named> targets) {
        return targets.stream()
                .limit(SHOWN)
                .map(target -> "'" + StoredArguments.cut(SchemaMistake.oneLine(target.value()), 100) + "' ("
                        + target.argument() + ")")
                .collect(Collectors.joining(", "));
    }
}
