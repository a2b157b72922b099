package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ grants …}: see and end what agents may do. */
@Command(name = "grants", description = "See and end what agents may do.", mixinStandardHelpOptions = true)
final class GrantsCommand {
    private static final List<String> COLUMNS =
            List.of("id", "state", "agent", "tool", "scope", "uses", "approved_by", "expires_at", "task");

    @Command(
            name = "ls",
            description = "List grants that are live (or others with --state).",
            mixinStandardHelpOptions = true)
    int ls(
            @Mixin GlobalOptions options,
            @Option(names = "--task", description = "Only of this task, whatever their state.", defaultValue = "")
                    String task,
            @Option(names = "--state", description = "live, expired, revoked, … or all.", defaultValue = "")
                    String state) {
        String wanted = !state.isEmpty() ? state : task.isEmpty() ? "live" : "all";
        return Session.with(
                options,
                api -> Listing.print(
                        options.terminal(),
                        options.format(),
                        api.get("/grants?state=" + Paths.encode(wanted) + "&task=" + Paths.encode(task)),
                        COLUMNS));
    }

    @Command(name = "revoke", description = "End a grant now, or all with --all.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID", arity = "0..1", defaultValue = "") String id,
            @Option(names = "--all", description = "Every live grant.") boolean all,
            @Option(names = "--reason", description = "What to put on record.", defaultValue = "revoked by hand")
                    String reason) {
        if (all != id.isEmpty()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "Name one grant, or --all.", "See them with `writ grants ls`.");
        }
        ObjectNode body = Json.object().put("reason", reason);
        return Session.with(options, api -> {
            JsonNode answer = all
                    ? api.post("/grants/revoke-all", body)
                    : api.post("/grants/" + Paths.name(id) + "/revoke", body);
            options.terminal()
                    .message(all ? "Revoked " + answer.path("revoked").asInt(0) + " grants." : "Revoked " + id + ".");
        });
    }
}
