package dev.writ.tool;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.permission.Permissions;
import dev.writ.store.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All tools and operations of this Writ, by name. What servers offer is read once, when the registry is made: a server
 * that later says something else changes nothing. Safe for use by many threads.
 */
public final class ToolRegistry {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");
    /** What model providers accept as a function name. */
    private static final int LONGEST_FUNCTION_NAME = 64;

    private final Map<String, RegisteredTool> tools = new LinkedHashMap<>();
    private final Map<String, RegisteredOperation> byFunction = new LinkedHashMap<>();
    private final Map<String, RegisteredOperation> byId = new LinkedHashMap<>();
    private final PinnedTools pinned;

    /**
     * Registers what the servers offer and brings {@code available_tools} up to date with it. The tool {@code core} is not
     * listed there: it belongs to every agent and is never granted.
     *
     * @throws WritException with {@code invalid_arguments} or {@code conflict} for a name or schema that cannot be used;
     *     nothing is written then
     */
    public ToolRegistry(List<ToolServer> servers, Database database, EventLog events, InstantSource clock) {
        Set<String> names = new HashSet<>();
        for (ToolServer server : servers) {
            if (!names.add(server.name())) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "There are two tool servers named " + SchemaMistake.oneLine(server.name()) + ".",
                        "Give one of them another name, or switch it off.");
            }
            register(server);
        }
        this.pinned = new PinnedTools(database, events, clock);
        pinned.bringUpToDate(tools.values().stream()
                .filter(tool -> !tool.spec().name().equals(OperationSpec.CORE))
                .toList());
    }

    private void register(ToolServer server) {
        List<Operation> operations = List.copyOf(server.operations());
        List<OperationSpec> specs = operations.stream().map(Operation::spec).toList();
        for (ToolSpec spec : server.tools()) {
            checkName(spec.name());
            RegisteredTool tool = RegisteredTool.of(
                    spec,
                    server,
                    specs.stream()
                            .filter(operation -> operation.tool().equals(spec.name()))
                            .toList());
            if (tools.putIfAbsent(spec.name(), tool) != null) {
                throw twice("tool", spec.name());
            }
        }
        for (int i = 0; i < operations.size(); i++) {
            register(server, operations.get(i), specs.get(i));
        }
    }

    private void register(ToolServer server, Operation operation, OperationSpec spec) {
        checkName(spec.name());
        RegisteredTool tool = tools.get(spec.tool());
        if (tool == null || !tool.server().name().equals(server.name())) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The server " + server.name() + " offers " + spec.id() + " but not the tool " + spec.tool() + ".",
                    "List the tool among the tools of the same server.");
        }
        if (spec.functionName().length() > LONGEST_FUNCTION_NAME) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The function name " + spec.functionName() + " is longer than " + LONGEST_FUNCTION_NAME
                            + " characters.",
                    "Shorten the name of the tool or of the operation; model providers accept no more.");
        }
        RegisteredOperation registered = RegisteredOperation.of(tool, operation, spec);
        if (byFunction.putIfAbsent(spec.functionName(), registered) != null
                || byId.putIfAbsent(spec.id(), registered) != null) {
            throw twice("function", spec.functionName());
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + SchemaMistake.oneLine(name) + "' cannot be the name of a tool or operation.",
                    "Use lower-case letters a to z, digits and _, at most 64 of them.");
        }
    }

    private static WritException twice(String what, String name) {
        return new WritException(
                FailureCode.CONFLICT,
                "Two servers offer the " + what + " " + name + ".",
                "Give one of them another name, or switch it off.");
    }

    /** Every tool that a server offers, in the order of registration, whatever its status. */
    public Collection<RegisteredTool> tools() {
        return List.copyOf(tools.values());
    }

    public Optional<RegisteredTool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** The operation of a tool, whoever may see it. */
    public Optional<OperationSpec> operation(String tool, String operation) {
        return Optional.ofNullable(byId.get(tool + "." + operation)).map(RegisteredOperation::spec);
    }

    /** The operation behind a function name as models use it, whoever may see it. */
    public Optional<OperationSpec> function(String functionName) {
        return Optional.ofNullable(byFunction.get(functionName)).map(RegisteredOperation::spec);
    }

    /** By function name or by id. */
    Optional<RegisteredOperation> find(String name) {
        return Optional.ofNullable(byFunction.get(name)).or(() -> Optional.ofNullable(byId.get(name)));
    }

    /** How a tool stands; {@code core} is always active, an unknown one absent. */
    public ToolStatus status(String tool) {
        return tool.equals(OperationSpec.CORE) && tools.containsKey(tool) ? ToolStatus.ACTIVE : pinned.status(tool);
    }

    /**
     * A tool's accepted definition beside the one offered now.
     *
     * @throws WritException with {@code not_found} for a tool that no server offers
     */
    public ToolPin pin(String tool) {
        return pinned.pin(grantable(tool));
    }

    /**
     * Pins the definition offered now, ending a suspension or deactivation.
     *
     * @param by who accepts it, for instance {@code person:ada}
     * @throws WritException with {@code not_found} for a tool that no server offers
     */
    public void accept(String tool, String by) {
        pinned.accept(grantable(tool), by);
    }

    /**
     * Switches a tool off until it is accepted again. Calls under way go on; the next one is denied.
     *
     * @throws WritException with {@code not_found} for a tool that no server offers
     */
    public void deactivate(String tool, String by) {
        pinned.deactivate(grantable(tool), by);
    }

    private RegisteredTool grantable(String name) {
        RegisteredTool tool = tools.get(name);
        if (tool == null || name.equals(OperationSpec.CORE)) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no tool '" + SchemaMistake.oneLine(name) + "' to accept or deactivate.",
                    "List the tools to see their names.");
        }
        return tool;
    }

    /** What the agent of a task may know of: the core toolkit, and active operations that some call of it could run. */
    public List<OperationSpec> visibleOperations(String task, Permissions permissions) {
        List<OperationSpec> visible = new ArrayList<>();
        for (RegisteredOperation operation : byFunction.values()) {
            if (status(operation.spec().tool()) == ToolStatus.ACTIVE && mayBeSeen(operation, task, permissions)) {
                visible.add(operation.spec());
            }
        }
        return visible;
    }

    /** Whether permissions let the task know of the operation, whatever the tool's status. An error hides it. */
    static boolean mayBeSeen(RegisteredOperation operation, String task, Permissions permissions) {
        if (operation.isCore()) {
            return true;
        }
        try {
            return permissions.visible(
                    task, operation.spec().tool(), operation.spec().name());
        } catch (RuntimeException e) {
            return false;
        }
    }
}
