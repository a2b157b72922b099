package dev.writ.cli;

import dev.writ.server.Settings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code writ config …}: the settings in force. */
@Command(name = "config", description = "Show the settings in force.", mixinStandardHelpOptions = true)
final class ConfigCommand {
    @Command(
            name = "show",
            description = "Every setting, its value and where it comes from.",
            mixinStandardHelpOptions = true)
    int show(@Mixin GlobalOptions options) {
        Settings settings = Settings.load(options.asFlags(), System.getenv());
        Listing.print(options.terminal(), options.format(), settings.origins(), List.of("setting", "value", "origin"));
        return ExitCode.OK;
    }
}
