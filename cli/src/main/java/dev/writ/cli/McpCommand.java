package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.mcp.stdio.BridgeEndpoint;
import dev.writ.mcp.stdio.StdioBridge;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code writ mcp}: Writ as a tool server for the MCP client that starts this command. Whoever starts it approves what
 * {@code --allow} names, as with {@code run}.
 */
@Command(
        name = "mcp",
        description = "Serve Writ's tools to an MCP client over standard input and output.",
        mixinStandardHelpOptions = true,
        subcommands = McpInstallCommand.class,
        footer = {
            "",
            "The client may read below the workspace at once, and what --allow names is granted when it asks.",
            "Anything else asks you: in the client where it can, else in writ approvals ls"
        })
final class McpCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Parameters(
            paramLabel = "SERVER",
            arity = "0..1",
            description = "Only the tools of one server, for instance file_system.",
            defaultValue = "")
    String server = "";

    @Mixin
    WorkspaceOptions place = new WorkspaceOptions();

    @Option(names = "--agent", description = "The kind of agent (default: worker).", defaultValue = "worker")
    String agent = "worker";

    @Option(
            names = "--purpose",
            description = "What the client is used for; requests for tools are judged by it.",
            defaultValue = "What the user asks an MCP client for.")
    String purpose = "What the user asks an MCP client for.";

    @Option(
            names = "--approvals",
            paramLabel = "WHERE",
            description = "Where to ask for what --allow does not name: client (where it can ask you), or inbox.",
            defaultValue = "client")
    String approvals = "client";

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long at most.", defaultValue = "12h")
    String ttl = "12h";

    @Override
    public Integer call() throws IOException {
        // Nothing but messages may appear there, whoever prints.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        try (Session session = Session.open(options)) {
            URI endpoint =
                    URI.create(session.api().address() + "/mcp" + (server.isEmpty() ? "" : "/" + Paths.name(server)));
            checkServes(endpoint);
            JsonNode token = session.api().post("/tokens", invitation());
            try {
                new StdioBridge(
                                new BridgeEndpoint(
                                        endpoint, token.path("secret").asString()),
                                out)
                        .serve(System.in);
            } finally {
                session.api().post("/tokens/" + token.path("id").asString() + "/revoke", Json.object());
            }
        }
        return ExitCode.OK;
    }

    private void checkServes(URI endpoint) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        if (connection.getResponseCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no tool server '" + server + "'.",
                    "Use entity_manager, file_system, github, message_user, sql_lite or terminal, or none for all.");
        }
    }

    private boolean inClient() {
        return switch (approvals) {
            case "client" -> true;
            case "inbox" -> false;
            default ->
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "'" + approvals + "' is no place to ask for approvals.",
                        "Use client or inbox.");
        };
    }

    private ObjectNode invitation() {
        ObjectNode body = Json.object()
                .put("agent", agent)
                .put("purpose", purpose)
                .put("reading", place.folder().isPresent())
                .put("may_approve", inClient())
                .put("ttl_seconds", Durations.parse(ttl).toSeconds());
        place.addTo(body);
        return body;
    }
}
