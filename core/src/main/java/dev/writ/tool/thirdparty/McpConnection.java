package dev.writ.tool.thirdparty;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.client.CallResult;
import dev.writ.mcp.client.McpClient;
import dev.writ.mcp.client.ServerFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A server that is spoken to by the Model Context Protocol. */
final class McpConnection implements ServerConnection {
    private final String name;
    private final McpClient client;
    private final Duration patience;
    private final Optional<StartedProgram> program;
    private volatile Set<ObjectNode> defined = Set.of();

    /** @param patience for the list of its tools */
    McpConnection(String name, McpClient client, Duration patience, Optional<StartedProgram> program) {
        this.name = name;
        this.client = client;
        this.patience = patience;
        this.program = program;
    }

    @Override
    public List<ObjectNode> definitions() throws InterruptedException {
        try {
            List<ObjectNode> definitions = client.tools(patience);
            defined = Set.copyOf(definitions);
            return definitions;
        } catch (ServerFailure e) {
            throw unavailable(name, e);
        }
    }

    @Override
    public boolean defines(ObjectNode definition) {
        return defined.contains(definition);
    }

    @Override
    public RemoteAnswer call(String tool, ObjectNode arguments, Duration patience, Optional<TraceContext> trace)
            throws InterruptedException {
        try {
            CallResult result = client.call(tool, arguments, patience, trace);
            return new RemoteAnswer(result.content(), result.structured(), result.failed());
        } catch (ServerFailure e) {
            throw switch (e.kind()) {
                case SILENT ->
                    new WritException(
                            FailureCode.TIMED_OUT,
                            "The server " + name + " did not answer in time, and was told that nobody waits any more.",
                            "Whether it did anything is known to it alone; look before you call again.");
                case REFUSED ->
                    new WritException(
                            FailureCode.OPERATION_FAILED,
                            "The server " + name + " refuses: " + ServerText.shown(String.valueOf(e.getMessage())),
                            "Correct the call.");
                default -> unavailable(name, e);
            };
        }
    }

    /** What is said of a server that cannot be used; its own words, where there are any, in quotes. */
    static WritException unavailable(String name, ServerFailure failure) {
        String said = String.valueOf(failure.getMessage());
        boolean ownWords =
                failure.kind() == ServerFailure.Kind.REFUSED || failure.kind() == ServerFailure.Kind.UNSUPPORTED;
        return new WritException(
                FailureCode.UNAVAILABLE,
                "The server " + name + " cannot be used: " + (ownWords ? ServerText.shown(said) + "." : said),
                "See `writ servers logs " + name + "`.");
    }

    @Override
    public List<String> layers() {
        return program.map(StartedProgram::layers).orElse(List.of());
    }

    @Override
    public List<String> log() {
        return program.map(StartedProgram::log).orElse(List.of());
    }

    @Override
    public String description() {
        return ServerText.shown(client.description());
    }

    @Override
    public void close() {
        client.close();
        program.ifPresent(StartedProgram::close);
    }
}
