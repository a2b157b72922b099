package dev.writ.tool;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What servers offer at one moment, by name. Immutable: another offer makes another one. */
final class OfferedTools {
    static final OfferedTools NONE = new OfferedTools(Map.of(), Map.of(), Map.of());

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");
    /** What model providers accept as a function name. */
    private static final int LONGEST_FUNCTION_NAME = 64;

    private final Map<String, RegisteredTool> tools;
    private final Map<String, RegisteredOperation> byFunction;
    private final Map<String, RegisteredOperation> byId;

    private OfferedTools(
            Map<String, RegisteredTool> tools,
            Map<String, RegisteredOperation> byFunction,
            Map<String, RegisteredOperation> byId) {
        this.tools = tools;
        this.byFunction = byFunction;
        this.byId = byId;
    }

    Collection<RegisteredTool> tools() {
        return tools.values();
    }

    Collection<RegisteredOperation> operations() {
        return byFunction.values();
    }

    Optional<RegisteredTool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    Optional<RegisteredOperation> operation(String tool, String operation) {
        return Optional.ofNullable(byId.get(tool + "." + operation));
    }

    Optional<RegisteredOperation> function(String name) {
        return Optional.ofNullable(byFunction.get(name));
    }

    /** By function name or by id. */
    Optional<RegisteredOperation> find(String name) {
        return function(name).or(() -> Optional.ofNullable(byId.get(name)));
    }

    /**
     * These and all tools of a server.
     *
     * @throws WritException with {@code invalid_arguments} or {@code conflict} for a name or schema that cannot be used
     */
    OfferedTools with(ToolServer server) {
        refuseStrays(server);
        OfferedTools all = this;
        for (ToolSpec spec : server.tools()) {
            all = all.with(server, spec);
        }
        OutsideDefinitions.checkNames(all.tools());
        return all;
    }

    /** These and one tool of a server with its operations; throws as {@link #with(ToolServer)} does. */
    OfferedTools with(ToolServer server, ToolSpec spec) {
        checkName(spec.name());
        List<Operation> operations = server.operations().stream()
                .filter(operation -> operation.spec().tool().equals(spec.name()))
                .toList();
        List<OperationSpec> specs = operations.stream()
                .map(Operation::spec)
                .map(one -> server.thirdParty() ? one.judgedBySchema() : one)
                .toList();
        RegisteredTool tool = RegisteredTool.of(spec, server, specs);
        if (server.thirdParty()) {
            OutsideDefinitions.checkTexts(tool);
        }
        OfferedTools more = new OfferedTools(
                new LinkedHashMap<>(tools), new LinkedHashMap<>(byFunction), new LinkedHashMap<>(byId));
        if (more.tools.putIfAbsent(spec.name(), tool) != null) {
            throw twice("tool", spec.name());
        }
        for (int i = 0; i < operations.size(); i++) {
            more.register(tool, operations.get(i), specs.get(i));
        }
        if (server.thirdParty()) {
            OutsideDefinitions.checkNames(more.tools());
        }
        return more;
    }

    /** These without what the server of this name offers. */
    OfferedTools without(String server) {
        OfferedTools fewer = new OfferedTools(
                new LinkedHashMap<>(tools), new LinkedHashMap<>(byFunction), new LinkedHashMap<>(byId));
        fewer.tools.values().removeIf(tool -> tool.server().name().equals(server));
        fewer.byFunction
                .values()
                .removeIf(operation -> operation.tool().server().name().equals(server));
        fewer.byId
                .values()
                .removeIf(operation -> operation.tool().server().name().equals(server));
        return fewer;
    }

    private void register(RegisteredTool tool, Operation operation, OperationSpec spec) {
        checkName(spec.name());
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

    private static void refuseStrays(ToolServer server) {
        List<String> names = server.tools().stream().map(ToolSpec::name).toList();
        for (Operation operation : server.operations()) {
            OperationSpec spec = operation.spec();
            if (!names.contains(spec.tool())) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The server " + server.name() + " offers " + spec.id() + " but not the tool " + spec.tool()
                                + ".",
                        "List the tool among the tools of the same server.");
            }
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
}
