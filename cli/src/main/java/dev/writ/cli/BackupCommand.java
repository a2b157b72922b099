package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.server.Settings;
import dev.writ.server.backup.Backup;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code writ backup}: a checked copy of a data folder, whether or not a server runs on it. */
@Command(
        name = "backup",
        description = "Copy the database of a data folder, also while a server runs, and check the copy.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "A new folder, or one to make a new folder in (default: the current one).",
            defaultValue = ".")
    Path where = Path.of(".");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Copy the keys there; without, they are not copied. Keep them apart from backups.")
    @Nullable
    Path keys;

    @Option(names = "--unverified", description = "Keep the backup even if its audit log does not verify.")
    boolean unverified;

    @Override
    public Integer call() {
        requireNoServer(options);
        Backup.Made made = Backup.make(
                Settings.load(options.asFlags(), System.getenv()),
                new Backup.Request(where, Optional.ofNullable(keys), unverified),
                InstantSource.system());
        Terminal terminal = options.terminal();
        if (options.format() != OutputFormat.TABLE) {
            terminal.data(Json.write(made.facts().put("folder", made.folder().toString())));
            return ExitCode.OK;
        }
        terminal.data(made.folder().toString());
        terminal.message(made.audit());
        terminal.message(
                keys == null
                        ? "The keys are not in it. Copy them once, to another place: writ backup --keys DIR"
                        : "The keys are in " + keys + ". Keep them apart from backups.");
        return ExitCode.OK;
    }

    /** What works on files cannot work on a server elsewhere. */
    static void requireNoServer(GlobalOptions options) {
        if (options.server != null) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "This works on the files of a data folder, not on a server elsewhere.",
                    "Run it on the machine of the server, with --data.");
        }
    }
}
