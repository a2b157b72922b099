package dev.writ.server.mcp;

import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceTemplate;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolHints;
import dev.writ.mcp.server.ToolSpec;
import dev.writ.mcp.server.Watch;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationSpec;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Writ as an MCP server: operations as tools, what they read as resources, the processes agents can start as prompts. */
final class WritOffer implements Offer {
    private final Supplier<List<OperationSpec>> operations;
    private final GatewayCalls calls;
    private final GatewayResources resources;
    private final List<Prompt> prompts;
    private volatile SequencedMap<String, Tool> byName;

    /** @param operations what there is at the moment, by {@link #refresh} asked for again */
    WritOffer(Supplier<List<OperationSpec>> operations, GatewayCalls calls, GatewayResources resources) {
        this.operations = operations;
        this.calls = calls;
        this.resources = resources;
        this.prompts = ProcessPrompts.of(operations.get());
        this.byName = tools(operations.get());
    }

    /** Takes up what there is now. */
    synchronized void refresh() {
        byName = tools(operations.get());
    }

    private SequencedMap<String, Tool> tools(List<OperationSpec> specs) {
        SequencedMap<String, Tool> tools = new LinkedHashMap<>();
        specs.stream()
                .sorted(Comparator.comparing(OperationSpec::functionName))
                .forEach(operation -> tools.put(
                        operation.functionName(),
                        Tool.checkingItself(
                                spec(operation), (arguments, exchange) -> calls.call(operation, arguments, exchange))));
        return Collections.unmodifiableSequencedMap(tools);
    }

    @Override
    public List<Tool> tools() {
        return List.copyOf(byName.values());
    }

    @Override
    public Optional<Tool> tool(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<Resource> resources(Caller caller) {
        return resources.resources(caller);
    }

    @Override
    public List<ResourceTemplate> templates() {
        return resources.templates();
    }

    /** Every listed one is reached by a template too, so the list need not be made for it. */
    @Override
    public Optional<Resource> resource(Caller caller, String uri) {
        return templates().stream()
                .flatMap(template -> template.at(uri).stream())
                .findFirst();
    }

    @Override
    public Watch watch(Caller caller, String uri, Runnable changed) {
        return resources.watch(caller, uri, changed);
    }

    @Override
    public List<Prompt> prompts() {
        return prompts;
    }

    private static ToolSpec spec(OperationSpec operation) {
        return new ToolSpec(
                operation.functionName(),
                operation.id(),
                operation.description(),
                operation.inputSchema(),
                Optional.of(operation.outputSchema())
                        .filter(schema -> schema.path("type").asString("").equals("object")),
                new ToolHints(
                        !operation.flow().hasEffect(),
                        operation.effect() == Effect.UNSAFE,
                        operation.effect() != Effect.UNSAFE,
                        operation.flow().sends() || operation.flow().fetches()),
                List.of());
    }
}
