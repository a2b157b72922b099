package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ incidents …}: see what went wrong and what was done about it, and say that it is over. */
@Command(
        name = "incidents",
        description = "See what went wrong and what was done about it.",
        mixinStandardHelpOptions = true)
final class IncidentsCommand {
    private static final List<String> COLUMNS = List.of("id", "state", "title", "attempts", "opened_at", "cause");
    private static final List<String> TIMELINE = List.of("at", "kind", "action", "outcome", "text");

    @Command(
            name = "ls",
            description = "List incidents that go on (or others with --state).",
            mixinStandardHelpOptions = true)
    int ls(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--state",
                            description =
                                    "unended, open, acting, watching, waiting_for_person, resolved, given_up or all.",
                            defaultValue = "unended")
                    String state) {
        String wanted = state.equals("all") ? "" : "?state=" + Paths.encode(state);
        return Session.with(
                options,
                api -> Listing.print(options.terminal(), options.format(), api.get("/incidents" + wanted), COLUMNS));
    }

    @Command(
            name = "show",
            description = "Show one: its cause as far as it is known, and what happened, step by step.",
            mixinStandardHelpOptions = true)
    int show(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            JsonNode incident = api.get("/incidents/" + Paths.name(id));
            if (options.format() == OutputFormat.TABLE && incident instanceof ObjectNode whole) {
                ObjectNode head = whole.deepCopy();
                head.remove(List.of("timeline", "facts"));
                Listing.printOne(options.terminal(), options.format(), head);
                Listing.print(options.terminal(), options.format(), whole.path("timeline"), TIMELINE);
            } else {
                Listing.printOne(options.terminal(), options.format(), incident);
            }
        });
    }

    @Command(name = "close", description = "Say that it is over.", mixinStandardHelpOptions = true)
    int close(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--note", description = "What to put on record.", defaultValue = "") String note,
            @Option(
                            names = "--lift-quarantine",
                            description = "Versions that it put into quarantine may become active again.")
                    boolean lift) {
        ObjectNode body = Json.object().put("note", note);
        if (lift) {
            body.put("lift_quarantine", true);
        }
        return Session.with(options, api -> {
            JsonNode closed = api.post("/incidents/" + Paths.name(id) + "/close", body);
            options.terminal()
                    .message("The incident " + id + " is "
                            + closed.path("state").asString().replace('_', ' ') + ".");
        });
    }
}
