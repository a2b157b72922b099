package dev.writ.tool.thirdparty;

import dev.writ.WritException;
import dev.writ.mcp.Implementation;
import dev.writ.mcp.client.Channel;
import dev.writ.mcp.client.HttpChannel;
import dev.writ.mcp.client.McpClient;
import dev.writ.mcp.client.ServerFailure;
import dev.writ.mcp.client.StdioChannel;
import dev.writ.sandbox.RunningService;
import dev.writ.sandbox.Sandbox;
import dev.writ.sandbox.SandboxedService;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts servers that speak the Model Context Protocol: programs in the sandbox, and connections to others. */
final class McpStarter implements ServerStarter {
    private static final Implementation SELF = new Implementation("writ", "Writ", "0.1.0");

    private final Sandbox sandbox;

    McpStarter(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public ServerConnection start(ServerSettings settings, Listener listener) throws InterruptedException {
        return switch (settings.transport()) {
            case ServerSettings.Program program -> start(settings, program, listener);
            case ServerSettings.Remote remote ->
                connect(settings, new HttpChannel(remote.address(), remote.headers()), listener, Optional.empty());
        };
    }

    private ServerConnection start(ServerSettings settings, ServerSettings.Program program, Listener listener)
            throws InterruptedException {
        RunningService service = sandbox.start(new SandboxedService(
                settings.name(),
                program.command(),
                program.environment(),
                program.read(),
                program.write(),
                program.hosts(),
                program.directory()));
        StartedProgram started = new StartedProgram(service);
        try {
            return connect(
                    settings, new StdioChannel(service.output(), service.input()), listener, Optional.of(started));
        } catch (WritException | InterruptedException e) {
            started.close();
            // Now it has said everything.
            listener.said(started.log());
            throw e;
        }
    }

    private static ServerConnection connect(
            ServerSettings settings, Channel channel, Listener listener, Optional<StartedProgram> program)
            throws InterruptedException {
        // The end of one that does not come up is told by what is thrown here, and by nothing else.
        CompletableFuture<Void> connected = new CompletableFuture<>();
        try {
            McpClient client =
                    McpClient.connect(channel, SELF, told(settings.name(), listener, connected), settings.patience());
            connected.complete(null);
            return new McpConnection(settings.name(), client, settings.patience(), program);
        } catch (ServerFailure e) {
            throw McpConnection.unavailable(settings.name(), e);
        }
    }

    private static McpClient.Listener told(String name, Listener listener, CompletableFuture<Void> connected) {
        return new McpClient.Listener() {
            @Override
            public void toolsChanged() {
                listener.toolsChanged();
            }

            @Override
            public void closed(ServerFailure why) {
                CompletableFuture<Void> _ = connected.thenRun(() ->
                        listener.ended(McpConnection.unavailable(name, why).failure()));
            }
        };
    }
}
