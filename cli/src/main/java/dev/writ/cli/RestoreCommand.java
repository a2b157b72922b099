package dev.writ.cli;

import dev.writ.Json;
import dev.writ.server.Settings;
import dev.writ.server.backup.Restore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code writ restore}: a backup into a data folder. */
@Command(
        name = "restore",
        description = "Check a backup and put it into a data folder on which no server runs.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "DIR", description = "The folder that `writ backup` made.")
    Path backup = Path.of(".");

    @Option(names = "--replace", description = "Put a database that is there aside; it is not deleted.")
    boolean replace;

    @Option(names = "--keys", paramLabel = "DIR", description = "Copy the keys from there, where there are none.")
    @Nullable
    Path keys;

    @Option(names = "--unverified", description = "Go on even if the audit log does not verify.")
    boolean unverified;

    @Option(
            names = "--hold",
            description = "Have every task wait for a person before its next step, until step mode is switched off.")
    boolean hold;

    @Override
    public Integer call() {
        BackupCommand.requireNoServer(options);
        Restore.Restored restored = Restore.run(
                Settings.load(options.asFlags(), System.getenv()),
                new Restore.Request(backup, replace, Optional.ofNullable(keys), unverified, hold),
                InstantSource.system());
        Terminal terminal = options.terminal();
        if (options.format() != OutputFormat.TABLE) {
            terminal.data(Json.write(Json.object()
                    .put("database", restored.database().toString())
                    .put("aside", restored.aside().map(Path::toString).orElse(""))
                    .put("has_key", restored.hasKey())
                    .put("audit", restored.audit())));
            return ExitCode.OK;
        }
        terminal.data("Restored " + restored.database());
        terminal.message(restored.audit());
        restored.aside().ifPresent(folder -> terminal.message("What was there before is in " + folder + "."));
        if (!restored.hasKey()) {
            terminal.message("The key of its audit log is not here: bring audit-key back before a server starts, or"
                    + " nothing more is signed.");
        }
        terminal.message(
                hold
                        ? "Every task waits before its next step, until PUT /api/v1/system/step-mode {\"on\": false}."
                        : "Requests that were under way then go on from there, and grants that lived then live again.");
        return ExitCode.OK;
    }
}
