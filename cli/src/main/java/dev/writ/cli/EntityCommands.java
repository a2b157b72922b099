package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code writ agents | tools | processes | documents}: browse definitions. */
final class EntityCommands {
    private EntityCommands() {}

    /** What the four commands share. */
    abstract static class Kind {
        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        @Command(name = "ls", description = "List them.", mixinStandardHelpOptions = true)
        int ls(
                @Mixin GlobalOptions options,
                @Option(names = "--name", description = "Only names with this part.", defaultValue = "") String name) {
            return Session.with(
                    options,
                    api -> Listing.print(
                            options.terminal(),
                            options.format(),
                            api.get("/" + plural + "?name=" + Paths.encode(name)),
                            List.of("name", "version", "status", "summary")));
        }

        @Command(name = "get", description = "Show one, by name or id.", mixinStandardHelpOptions = true)
        int get(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
            return Session.with(
                    options,
                    api -> Listing.printOne(
                            options.terminal(), options.format(), api.get("/" + plural + "/" + Paths.name(name))));
        }

        @Command(name = "versions", description = "List the versions of one.", mixinStandardHelpOptions = true)
        int versions(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
            return Session.with(
                    options,
                    api -> Listing.print(
                            options.terminal(),
                            options.format(),
                            api.get("/" + plural + "/" + Paths.name(name) + "/versions"),
                            List.of("version", "author", "reason", "created_at", "hash")));
        }
    }

    @Command(name = "agents", description = "Browse agents.", mixinStandardHelpOptions = true)
    static final class Agents extends Kind {
        Agents() {
            super("agents");
        }
    }

    @Command(name = "tools", description = "Browse tools.", mixinStandardHelpOptions = true)
    static final class Tools extends Kind {
        Tools() {
            super("tools");
        }

        @Command(
                name = "pin",
                description = "Show what changed of a tool since it was accepted.",
                mixinStandardHelpOptions = true)
        int pin(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
            return Session.with(
                    options,
                    api -> Listing.printOne(
                            options.terminal(), options.format(), api.get("/tools/" + Paths.encode(name) + "/pin")));
        }

        @Command(
                name = "accept",
                description = "Show what changed of a tool, and let it be used again as it is now.",
                mixinStandardHelpOptions = true)
        int accept(
                @Mixin GlobalOptions options,
                @Parameters(paramLabel = "NAME") String name,
                @Option(names = "--yes", description = "Do not ask.") boolean yes,
                @Option(
                                names = "--definition",
                                paramLabel = "HASH",
                                description = "Only if this is the definition, as `writ tools pin` shows it.",
                                defaultValue = "")
                        String definition) {
            return Session.with(
                    options,
                    api -> ToolAcceptance.on(options.terminal(), api)
                            .accept(name, yes, definition)
                            .filter(accepted -> options.format() != OutputFormat.TABLE)
                            .ifPresent(accepted -> Listing.printOne(options.terminal(), options.format(), accepted)));
        }
    }

    @Command(name = "processes", description = "Browse processes.", mixinStandardHelpOptions = true)
    static final class Processes extends Kind {
        Processes() {
            super("processes");
        }

        @Command(
                name = "activate",
                description = "Take one into use, for instance a pattern that was offered.",
                mixinStandardHelpOptions = true)
        int activate(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
            return become(options, name, "activate");
        }

        @Command(name = "deactivate", description = "Take one out of use.", mixinStandardHelpOptions = true)
        int deactivate(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
            return become(options, name, "deactivate");
        }

        private static int become(GlobalOptions options, String name, String what) {
            return Session.with(
                    options,
                    api -> Listing.printOne(
                            options.terminal(),
                            options.format(),
                            api.post("/processes/" + Paths.name(name) + "/" + what, Json.object())));
        }
    }

    @Command(name = "documents", description = "Browse documents.", mixinStandardHelpOptions = true)
    static final class Documents extends Kind {
        Documents() {
            super("documents");
        }
    }
}
