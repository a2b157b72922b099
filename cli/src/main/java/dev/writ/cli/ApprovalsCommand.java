package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ approvals …}: decide what agents ask for. */
@Command(name = "approvals", description = "Decide what agents ask for.", mixinStandardHelpOptions = true)
final class ApprovalsCommand {
    private static final List<String> COLUMNS =
            List.of("id", "state", "agent", "tool", "scope", "reason", "expires_at");

    @Command(
            name = "ls",
            description = "List approvals that wait (or others with --state).",
            mixinStandardHelpOptions = true)
    int ls(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--state",
                            description = "pending, approved, denied, expired or all.",
                            defaultValue = "pending")
                    String state) {
        return Session.with(
                options,
                api -> Listing.print(
                        options.terminal(),
                        options.format(),
                        api.get("/approvals?state=" + Paths.encode(state)),
                        COLUMNS));
    }

    @Command(
            name = "show",
            description = "Show one with what a yes would put within reach now.",
            mixinStandardHelpOptions = true)
    int show(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            JsonNode approval = api.get("/approvals/" + Paths.name(id));
            JsonNode reach = api.get("/approvals/" + Paths.name(id) + "/reach");
            if (options.format() == OutputFormat.TABLE) {
                ReachText.of(approval, reach).forEach(options.terminal()::data);
            } else {
                options.terminal().data(Json.write(((ObjectNode) approval).set("reach", reach)));
            }
        });
    }

    @Command(name = "approve", description = "Allow it, for no longer than --ttl.", mixinStandardHelpOptions = true)
    int approve(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--ttl", paramLabel = "TIME", description = "For instance 10m.", defaultValue = "")
                    String ttl,
            @Option(
                            names = "--as-rule",
                            paramLabel = "TIME",
                            description = "For so long (for instance 7d), later requests of the same agent in the same"
                                    + " workspace for no more than this are answered alike.",
                            defaultValue = "")
                    String rule,
            @Option(names = "--reason", description = "What to put on record.", defaultValue = "") String reason) {
        ObjectNode body = Json.object().put("reason", reason);
        if (!ttl.isEmpty()) {
            body.put("ttl_seconds", Durations.parse(ttl).toSeconds());
        }
        if (!rule.isEmpty()) {
            body.put("rule_seconds", Durations.parse(rule).toSeconds());
        }
        return Session.with(options, api -> {
            JsonNode answer = api.post("/approvals/" + Paths.name(id) + "/approve", body);
            options.terminal()
                    .message(
                            answer.path("state").asString().equals("pending")
                                    ? "You agreed to " + id + "; a second person has to as well."
                                    : "Approved " + id + ".");
        });
    }

    @Command(name = "deny", description = "Refuse it.", mixinStandardHelpOptions = true)
    int deny(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", description = "Why; the agent reads it.", required = true) String reason) {
        return Session.with(options, api -> {
            api.post("/approvals/" + Paths.name(id) + "/deny", Json.object().put("reason", reason));
            options.terminal().message("Denied " + id + ".");
        });
    }
}
