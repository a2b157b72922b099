package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ user …}: people besides the one who runs this Writ. */
@Command(
        name = "user",
        description = "Let other people in, each with a role and a token of their own.",
        mixinStandardHelpOptions = true)
final class UserCommand {
    private static final List<String> COLUMNS = List.of("name", "role", "state", "created_by", "created_at");

    @Command(name = "add", description = "Let a person in; the token is printed once.", mixinStandardHelpOptions = true)
    int add(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "PERSON", description = "As the log shall name the person, for ever.") String name,
            @Option(
                            names = "--role",
                            required = true,
                            description =
                                    "viewer, operator, approver or administrator; each may do what those before may.")
                    String role) {
        ObjectNode body = Json.object().put("name", name).put("role", role);
        return Session.with(options, api -> show(options, api.post("/accounts", body)));
    }

    @Command(name = "ls", description = "List the people.", mixinStandardHelpOptions = true)
    int ls(@Mixin GlobalOptions options) {
        return Session.with(
                options, api -> Listing.print(options.terminal(), options.format(), api.get("/accounts"), COLUMNS));
    }

    @Command(name = "role", description = "Give a person another role.", mixinStandardHelpOptions = true)
    int role(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ROLE", description = "viewer, operator, approver or administrator.")
                    String role) {
        return change(options, name, "role", Json.object().put("role", role));
    }

    @Command(
            name = "renew",
            description = "Make a new token for a person; the one before no longer counts.",
            mixinStandardHelpOptions = true)
    int renew(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return Session.with(
                options, api -> show(options, api.post("/accounts/" + Paths.name(name) + "/renew", Json.object())));
    }

    @Command(name = "end", description = "Keep a person out for good.", mixinStandardHelpOptions = true)
    int end(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return change(options, name, "end", Json.object());
    }

    private static int change(GlobalOptions options, String name, String verb, ObjectNode body) {
        return Session.with(options, api -> {
            JsonNode account = api.post("/accounts/" + Paths.name(name) + "/" + verb, body);
            switch (options.format()) {
                case TABLE ->
                    options.terminal()
                            .message(account.path("name").asString() + " is "
                                    + (account.path("state").asString().equals("open")
                                            ? account.path("role").asString()
                                            : "kept out")
                                    + " now.");
                case JSON, NDJSON -> options.terminal().data(Json.write(account));
            }
        });
    }

    private static void show(GlobalOptions options, JsonNode issued) {
        Terminal terminal = options.terminal();
        switch (options.format()) {
            case TABLE -> {
                terminal.message(issued.path("name").asString() + " is "
                        + issued.path("role").asString()
                        + ", and comes in with this token, in WRIT_TOKEN beside --server or in a browser. It is shown"
                        + " only now:");
                terminal.data(issued.path("secret").asString());
            }
            case JSON, NDJSON -> terminal.data(Json.write(issued));
        }
    }
}
