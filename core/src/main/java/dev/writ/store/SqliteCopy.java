package dev.writ.store;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Copies of a database file, and whether one is sound. */
public final class SqliteCopy {
    /** The bytes that every connection to a database keeps locked for others to read (https://sqlite.org/lockingv3.html). */
    private static final long SHARED_FIRST = 0x40000002L;

    private static final long SHARED_SIZE = 510;

    private SqliteCopy() {}

    /**
     * Copies the database as it is at this moment, while others may go on writing. The copy is one file, without what was
     * deleted before; it is not yet certain to be on disk.
     *
     * @param target an empty file, or one that is not there
     * @throws WritException with a {@code store_…} code where the database cannot be read or the copy not be written
     */
    public static void make(Path source, Path target) {
        SqliteStore.requireFile(source);
        try (Handle handle = Jdbi.open(SqliteStore.address(source), SqliteStore.readOnly())) {
            handle.execute("VACUUM INTO ?", target.toAbsolutePath().toString());
        } catch (JdbiException e) {
            throw StoreFailures.translate(e);
        }
    }

    /**
     * Reads a database from its first page to its last.
     *
     * @return its version
     * @throws WritException with {@code store_damaged} where something in it does not fit together or it is no database of
     *     Writ's, {@code store_newer} where a newer Writ wrote it
     */
    public static int check(Path file) {
        return SqliteStore.inspect(file, handle -> {
            int version = version(handle);
            List<String> wrong = new ArrayList<>(handle.createQuery("PRAGMA integrity_check(10)")
                    .mapTo(String.class)
                    .list());
            wrong.remove("ok");
            handle.createQuery("PRAGMA foreign_key_check")
                    .map((row, context) -> "a row of " + row.getString(1) + " refers to one that is not there")
                    .forEach(wrong::add);
            if (!wrong.isEmpty()) {
                throw new WritException(
                        FailureCode.STORE_DAMAGED,
                        "The database " + file + " is damaged: " + wrong.getFirst() + ".",
                        "Use an older backup; see docs/operations.md.");
            }
            return version;
        });
    }

    private static int version(Handle handle) {
        Optional<String> version;
        try {
            version = AppliedMigrations.newest(handle.getConnection());
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
        int number = version.map(Integer::parseInt)
                .orElseThrow(() -> new WritException(
                        FailureCode.STORE_DAMAGED, "This is no database of Writ's.", "Name another file or folder."));
        if (number > newestVersion()) {
            throw Migrations.newer(version.get());
        }
        return number;
    }

    /** Version of a database that this Writ has brought up to date. */
    public static int newestVersion() {
        return Migrations.NEWEST;
    }

    /**
     * Whether another process has the database open.
     *
     * @throws WritException with {@code store_read_only} where that cannot be found out
     */
    public static boolean isOpenElsewhere(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock(SHARED_FIRST, SHARED_SIZE, false)) {
            return lock == null;
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "The database " + file + " cannot be opened: " + e.getMessage() + ".",
                            "Give yourself write permission."),
                    e);
        }
    }
}
