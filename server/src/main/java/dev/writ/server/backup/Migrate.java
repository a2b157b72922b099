package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.server.DataFolder;
import dev.writ.server.DatabaseOwner;
import dev.writ.server.Settings;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteCopy;
import dev.writ.store.SqliteStore;
import dev.writ.store.transfer.End;
import dev.writ.store.transfer.Moved;
import dev.writ.store.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Moves everything that Writ keeps into another database, in one transaction; what it is moved from is only read. */
public final class Migrate {
    private final Settings from;
    private final Settings into;
    private final boolean unverified;
    private final InstantSource clock;

    private Migrate(Settings from, Settings into, boolean unverified, InstantSource clock) {
        this.from = from;
        this.into = into;
        this.unverified = unverified;
        this.clock = clock;
    }

    /**
     * What was moved.
     *
     * @param into how people are told where it is now
     * @param audit what came of checking the audit log there, in one sentence
     */
    public record Done(List<Moved> tables, String into, String audit) {
        public Done {
            tables = List.copyOf(tables);
        }

        public long rows() {
            return tables.stream().mapToLong(Moved::rows).sum();
        }
    }

    /**
     * Moves all rows, compares them, checks the audit log where they arrived, and only then keeps them.
     *
     * @param from settings that name the one database
     * @param into settings that name the other one, with the same data folder
     * @param unverified whether to go on though the audit log does not verify
     * @param progress told of each table
     * @throws WritException with {@code store_locked} while a server or node runs on the one, {@code conflict} where the
     *     other one is not empty, {@code store_damaged} where something cannot be moved or does not verify, or another
     *     {@code store_…} code; the one is as it was then, and the other one empty
     */
    public static Done run(
            Settings from, Settings into, boolean unverified, InstantSource clock, Consumer<Moved> progress) {
        if (from.postgres().isPresent() == into.postgres().isPresent()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "Both databases are of the same kind.",
                    "From one file to another: `writ backup` and `writ restore`; from one server to another: pg_dump.");
        }
        return new Migrate(from, into, unverified, clock).run(progress);
    }

    @SuppressWarnings("try") // both are held, and asked nothing
    private Done run(Consumer<Moved> progress) {
        if (from.postgres().isEmpty() && !Files.isRegularFile(from.databaseFile())) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no database " + from.databaseFile() + ".",
                    "Name a data folder with --data.");
        }
        try (DataFolder held = DataFolder.open(from.dataFolder());
                DatabaseOwner owner = DatabaseOwner.take(into.postgres().isPresent() ? from : into)) {
            return into.postgres().isPresent()
                    ? intoServer(into.postgres().get(), progress)
                    : intoFile(into.databaseFile(), progress);
        } catch (IOException e) {
            throw OwnerFiles.failure("The database could not be moved", e);
        }
    }

    private Done intoServer(PostgresAddress address, Consumer<Moved> progress) {
        String password = password(into);
        try (End source = End.from(from.databaseFile())) {
            PostgresStore.prepare(address, password);
            try (End target = End.into(address, password)) {
                return move(source, target, address.toString(), progress);
            }
        }
    }

    private Done intoFile(Path file, Consumer<Moved> progress) throws IOException {
        if (Files.exists(file) || holdsSomething(file)) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "There is a database already, or what one left: " + file + ".",
                    "Choose another folder with --data, or move the files away; nothing was changed.");
        }
        Path draft = file.resolveSibling(file.getFileName() + ".migrating");
        discard(draft);
        try (End source = End.from(from.postgres().orElseThrow(), password(from))) {
            SqliteStore.open(draft).close();
            Done done;
            try (End target = End.into(draft)) {
                done = move(source, target, file.toString(), progress);
            }
            OwnerFiles.sync(draft);
            discard(file);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            OwnerFiles.sync(OwnerFiles.parent(file));
            return done;
        } finally {
            discard(draft);
        }
    }

    /** A database, and what SQLite keeps beside one that is open. */
    private static List<Path> files(Path database) {
        return Stream.of("", "-wal", "-shm", "-journal")
                .map(end -> database.resolveSibling(database.getFileName() + end))
                .toList();
    }

    /** Who only reads leaves such files too, but empty ones, or none that cannot be made anew. */
    private static boolean holdsSomething(Path database) throws IOException {
        for (Path file : files(database)) {
            if (Files.exists(file) && !file.toString().endsWith("-shm") && Files.size(file) > 0) {
                return true;
            }
        }
        return false;
    }

    private static void discard(Path database) throws IOException {
        for (Path file : files(database)) {
            Files.deleteIfExists(file);
        }
    }

    private static String password(Settings settings) {
        return settings.environment().getOrDefault(PostgresAddress.PASSWORD, "");
    }

    private Done move(End source, End target, String where, Consumer<Moved> progress) {
        List<Moved> tables = Transfer.run(source, target, progress);
        CopyCheck check = new CopyCheck(SqliteCopy.newestVersion(), verify(target));
        if (!unverified) {
            check.requireVerified("Nothing was moved");
        }
        target.commit();
        return new Done(tables, where, check.sentence());
    }

    private Optional<Verification> verify(End target) {
        List<OutsideCheckpoint> outside =
                AuditLog.lastCheckpoint(from.dataFolder()).outside().stream().toList();
        return CopyCheck.verify(target.handle(), Keys.of(from).publicKey(), outside, clock.instant());
    }
}
