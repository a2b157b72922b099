package dev.writ.tool.thirdparty;

import dev.writ.tool.Availability;
import dev.writ.tool.Operation;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.InstantSource;
import java.util.List;

/** What a third party's server offers at one moment, whether it runs then or not. Immutable. */
final class ThirdPartyServer implements ToolServer {
    private final SupervisedServer server;
    private final List<ToolSpec> tools;
    private final List<Operation> operations;

    ThirdPartyServer(SupervisedServer server, List<ThirdPartyTool> tools, CallTraces traces, InstantSource clock) {
        this.server = server;
        this.tools = tools.stream().map(ThirdPartyTool::spec).toList();
        this.operations = tools.stream()
                .<Operation>map(tool -> new ThirdPartyOperation(tool, server, traces, clock))
                .toList();
    }

    @Override
    public String name() {
        return server.status().settings().name();
    }

    @Override
    public List<ToolSpec> tools() {
        return tools;
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public Availability availability() {
        return server.obstacle()
                .<Availability>map(failure -> new Availability.Missing(failure.message(), failure.hint()))
                .orElseGet(Availability.Ready::new);
    }

    @Override
    public boolean thirdParty() {
        return true;
    }
}
