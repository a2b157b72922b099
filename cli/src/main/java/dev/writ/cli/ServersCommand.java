package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code writ servers …}: see the tool servers, and start and stop those of third parties. */
@Command(
        name = "servers",
        description = "See the tool servers, and start and stop those of third parties.",
        mixinStandardHelpOptions = true)
final class ServersCommand {
    private static final List<String> COLUMNS = List.of("name", "kind", "state", "since", "calls", "tools", "detail");

    @Command(name = "ls", description = "List the servers with their tools.", mixinStandardHelpOptions = true)
    int ls(@Mixin GlobalOptions options) {
        return Session.with(
                options, api -> Listing.print(options.terminal(), options.format(), api.get("/servers"), COLUMNS));
    }

    @Command(
            name = "get",
            description = "Show one: what it may have, its tools and how they stand, what was refused and why.",
            mixinStandardHelpOptions = true)
    int get(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return Session.with(
                options,
                api -> Listing.printOne(options.terminal(), options.format(), api.get("/servers/" + Paths.name(name))));
    }

    @Command(name = "start", description = "Start one now, and wait for it.", mixinStandardHelpOptions = true)
    int start(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return change(options, name, "start");
    }

    @Command(
            name = "stop",
            description = "Stop one once its calls are done; it stays stopped until it is started.",
            mixinStandardHelpOptions = true)
    int stop(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return change(options, name, "stop");
    }

    @Command(name = "restart", description = "Stop and start one.", mixinStandardHelpOptions = true)
    int restart(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return change(options, name, "restart");
    }

    private static int change(GlobalOptions options, String name, String what) {
        return Session.with(options, api -> {
            JsonNode server = api.post("/servers/" + Paths.name(name) + "/" + what, Json.object());
            if (options.format() == OutputFormat.TABLE) {
                int tools = server.path("tools").size();
                options.terminal()
                        .message("The server " + name + " is "
                                + server.path("state").asString() + ", with "
                                + tools + (tools == 1 ? " tool." : " tools."));
            } else {
                Listing.printOne(options.terminal(), options.format(), server);
            }
        });
    }

    @Command(
            name = "logs",
            description = "Show what happened to one, and what it said on its error stream.",
            mixinStandardHelpOptions = true)
    int logs(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        return Session.with(options, api -> {
            JsonNode log = api.get("/servers/" + Paths.name(name) + "/log");
            if (options.format() == OutputFormat.TABLE) {
                log.path("lines").forEach(line -> options.terminal().data(line.asString()));
            } else {
                Listing.printOne(options.terminal(), options.format(), log);
            }
        });
    }
}
