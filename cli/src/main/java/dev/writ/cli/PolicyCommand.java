package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ policy …}: try a policy before it is in force; the answers that people gave beforehand. */
@Command(
        name = "policy",
        description = "Try a policy before it is in force; list and end standing rules.",
        mixinStandardHelpOptions = true)
final class PolicyCommand {
    private static final List<String> COLUMNS = List.of(
            "id", "agent", "workspace", "tool", "operations", "scope", "duration_seconds", "created_by", "expires_at");

    @Command(
            name = "rules",
            description = "List the standing rules, which answer agents without asking again.",
            mixinStandardHelpOptions = true)
    int rules(
            @Mixin GlobalOptions options,
            @Option(names = "--all", description = "Also those that no longer hold.") boolean all) {
        return Session.with(
                options,
                api -> Listing.print(
                        options.terminal(), options.format(), api.get("/rules" + (all ? "?state=all" : "")), COLUMNS));
    }

    @Command(
            name = "end",
            description = "End a standing rule; what was granted by it stays until it ends or is revoked.",
            mixinStandardHelpOptions = true)
    int end(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            api.post("/rules/" + Paths.name(id) + "/end", Json.object());
            options.terminal().message("Ended " + id + ".");
        });
    }

    @Command(
            name = "replay",
            description = "List which past decisions another policy would have made otherwise. Changes nothing.",
            mixinStandardHelpOptions = true)
    int replay(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description = "How far back, for instance 24h or 7d (default: ${DEFAULT-VALUE}).",
                            defaultValue = "24h")
                    String since,
            @Option(
                            names = "--with",
                            paramLabel = "FILE",
                            description = "A settings file; its ceiling, auto_approve and protected_branches count.",
                            required = true)
                    Path file) {
        ObjectNode body = Json.object()
                .put("name", file.toString())
                .put("policy", read(file))
                .put("since_seconds", Durations.parse(since).toSeconds());
        return Session.with(
                options,
                api -> new ReplayText(options.terminal(), options.format()).print(api.post("/policy/replay", body)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "The settings file " + file + " cannot be read.",
                            "Check the path, that you may read it, and that it is text in UTF-8."),
                    e);
        }
    }
}
