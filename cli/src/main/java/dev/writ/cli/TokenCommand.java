package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ token …}: let agents that run elsewhere in. */
@Command(
        name = "token",
        description = "Let agents that run elsewhere use Writ's tools.",
        mixinStandardHelpOptions = true)
final class TokenCommand {
    private static final List<String> COLUMNS =
            List.of("id", "state", "agent", "task", "created_by", "created_at", "expires_at");

    @Command(
            name = "create",
            description = "Make a token for an agent and a task for it to work on; it is printed once.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin GlobalOptions options,
            @Option(names = "--agent", description = "The kind of agent (default: worker).", defaultValue = "worker")
                    String agent,
            @Option(names = "--purpose", description = "What it is to do; requests for tools are judged by it.")
                    @Nullable
                    String purpose,
            @Option(names = "--task", description = "Work on this task of an agent that has been let in before.")
                    @Nullable
                    String task,
            @Mixin WorkspaceOptions place,
            @Option(names = "--read", description = "Let it read below the workspace from the start.") boolean reading,
            @Option(
                            names = "--approve-in-client",
                            description = "Whoever uses the client may approve what its agent asks for.")
                    boolean mayApprove,
            @Option(names = "--ttl", paramLabel = "TIME", description = "How long it lasts.", defaultValue = "8h")
                    String ttl) {
        ObjectNode body = Json.object()
                .put("ttl_seconds", Durations.parse(ttl).toSeconds())
                .put("may_approve", mayApprove);
        if (task != null) {
            body.put("task", task);
        } else if (purpose == null || purpose.isBlank()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "It is not said what the agent is to do.",
                    "Say it with --purpose; requests for tools are judged by it.");
        } else {
            body.put("agent", agent).put("purpose", purpose).put("reading", reading);
            place.addTo(body);
        }
        return Session.with(options, api -> {
            JsonNode token = api.post("/tokens", body);
            Terminal terminal = options.terminal();
            switch (options.format()) {
                case TABLE -> {
                    terminal.message("Token " + token.path("id").asString() + " lets the agent "
                            + token.path("agent").asString() + " work on task "
                            + token.path("task").asString() + " until "
                            + token.path("expires_at").asString() + ". It is shown only now:");
                    terminal.data(token.path("secret").asString());
                }
                case JSON, NDJSON -> terminal.data(Json.write(token));
            }
        });
    }

    @Command(name = "ls", description = "List tokens, newest first.", mixinStandardHelpOptions = true)
    int ls(@Mixin GlobalOptions options) {
        return Session.with(
                options, api -> Listing.print(options.terminal(), options.format(), api.get("/tokens"), COLUMNS));
    }

    @Command(
            name = "revoke",
            description = "End a token now, and its task when no other one is left for it.",
            mixinStandardHelpOptions = true)
    int revoke(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            api.post("/tokens/" + Paths.name(id) + "/revoke", Json.object());
            options.terminal().message("Revoked " + id + ".");
        });
    }

    @Command(
            name = "readmit",
            description = "Let an agent of the OpenID provider in again whose token was revoked.",
            mixinStandardHelpOptions = true)
    int readmit(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            api.post("/tokens/" + Paths.name(id) + "/readmit", Json.object());
            options.terminal().message("Whoever had " + id + " may come in again.");
        });
    }
}
