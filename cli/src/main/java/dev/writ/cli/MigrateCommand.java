package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.server.Settings;
import dev.writ.server.backup.Migrate;
import dev.writ.store.PostgresAddress;
import dev.writ.store.transfer.Moved;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ migrate}: everything into another kind of database. */
@Command(
        name = "migrate",
        description = "Move everything from SQLite to an empty PostgreSQL database, or back, and check it there.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    private static final String FILE = "sqlite";

    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "URL",
            description = "sqlite for the data folder's file, or postgresql://USER@HOST/DATABASE. It is only read.")
    String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "postgresql://USER@HOST/DATABASE, or sqlite. Must be empty.")
    String to = "";

    @Option(names = "--unverified", description = "Go on even if the audit log does not verify.")
    boolean unverified;

    @Override
    public Integer call() {
        BackupCommand.requireNoServer(options);
        Terminal terminal = options.terminal();
        boolean table = options.format() == OutputFormat.TABLE;
        Migrate.Done done = Migrate.run(settings(from), settings(to), unverified, InstantSource.system(), moved -> {
            if (table) {
                terminal.message(String.format("%12d rows  %-26s %.16s", moved.rows(), moved.table(), moved.hash()));
            }
        });
        if (!table) {
            terminal.data(Json.write(json(done)));
            return ExitCode.OK;
        }
        terminal.data("Moved " + done.rows() + " rows of " + done.tables().size() + " tables to " + done.into());
        terminal.message(done.audit());
        terminal.message("Go on with the same data folder, which has the keys: --database " + to);
        return ExitCode.OK;
    }

    private Settings settings(String database) {
        if (!database.equals(FILE) && !database.startsWith("jdbc:sqlite:") && !PostgresAddress.isMeantBy(database)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + database.replaceAll("//[^@/]*@", "//***@") + "' names no database.",
                    "Use sqlite, or postgresql://USER@HOST:PORT/DATABASE.");
        }
        Map<String, String> flags = new LinkedHashMap<>(options.asFlags());
        flags.put("database", database.equals(FILE) ? "" : database);
        return Settings.load(flags, System.getenv());
    }

    private static ObjectNode json(Migrate.Done done) {
        ObjectNode json =
                Json.object().put("to", done.into()).put("rows", done.rows()).put("audit", done.audit());
        ArrayNode tables = json.putArray("tables");
        for (Moved moved : done.tables()) {
            tables.addObject()
                    .put("table", moved.table())
                    .put("rows", moved.rows())
                    .put("sha256", moved.hash());
        }
        return json;
    }
}
