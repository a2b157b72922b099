package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ policy …}: try a policy before it is in force. */
@Command(name = "policy", description = "Try a policy before it is in force.", mixinStandardHelpOptions = true)
final class PolicyCommand {
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
