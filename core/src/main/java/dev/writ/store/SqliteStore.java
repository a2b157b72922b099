package dev.writ.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/** Opens a database in one SQLite file: WAL, every commit synced, foreign keys on, one writer. */
public final class SqliteStore {
    private static final int READERS = 8;
    /** Version of the newest migration among the resources. */
    static final String NEWEST_MIGRATION = "23";

    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private SqliteStore() {}

    /**
     * Opens the file, creating or migrating it first.
     *
     * @throws WritException with {@code store_newer} when a newer Writ wrote it, or another {@code store_…} code when it
     *     cannot be used; the file is then unchanged
     */
    public static Database open(Path file) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            createForOwner(file);
            checkHeader(file);
        } catch (IOException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.STORE_READ_ONLY,
                            "The database cannot be created or read: " + file + ".",
                            "Choose another folder with --data, or give yourself write permission."),
                    e);
        }
        try {
            HikariDataSource writer = pool(file, "writer", 1, false);
            try {
                migrate(writer);
                return new Database(pool(file, "readers", READERS, true), writer);
            } catch (RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw StoreFailures.translate(e);
        }
    }

    /**
     * Asks a database of which nothing is to be written, not even its version brought up to date; the query sees one state of
     * it. A server may run on it meanwhile.
     *
     * @throws WritException with a {@code store_…} code where it cannot be read
     */
    public static <T> T inspect(Path file, Function<Handle, T> query) {
        if (!Files.isRegularFile(file)) {
            throw new WritException(
                    FailureCode.NOT_FOUND, "There is no database " + file + ".", "Name a data folder with --data.");
        }
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setReadOnly(true);
        sqlite.setBusyTimeout(5_000);
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + file.toAbsolutePath(), sqlite.toProperties())) {
            handle.execute("BEGIN DEFERRED");
            return query.apply(handle);
        } catch (JdbiException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** What agents did is for nobody else to read; SQLite gives its other files the mode of this one. */
    private static void createForOwner(Path file) throws IOException {
        if (Files.notExists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** SQLite would take a file shorter than its header for a new database, and write over what is there. */
    private static void checkHeader(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (InputStream content = Files.newInputStream(file)) {
            byte[] start = content.readNBytes(HEADER.length);
            if (start.length > 0 && !Arrays.equals(start, HEADER)) {
                throw StoreFailures.notADatabase();
            }
        }
    }

    private static HikariDataSource pool(Path file, String name, int size, boolean readOnly) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout(5_000);
        // Ids are made here; else the driver would ask for the last row's number after every insertion.
        sqlite.setGetGeneratedKeys(false);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        if (readOnly) {
            sqlite.setPragma(SQLiteConfig.Pragma.JOURNAL_MODE, "WAL");
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("writ-" + name);
        config.setJdbcUrl("jdbc:sqlite:" + file.toAbsolutePath());
        config.setDataSourceProperties(sqlite.toProperties());
        if (readOnly) {
            config.setConnectionInitSql("PRAGMA query_only = ON");
        }
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(1);
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource writer) {
        // Flyway takes as long to load as half the rest of Writ, and mostly finds nothing to do.
        if (AppliedMigrations.newest(writer).equals(Optional.of(NEWEST_MIGRATION))) {
            return;
        }
        Flyway flyway = flyway(writer);
        MigrationInfo current = flyway.info().current();
        if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
            throw new WritException(
                    FailureCode.STORE_NEWER,
                    "The database was written by a newer Writ (its version is " + current.getVersion() + ").",
                    "Use that version, or another data folder; nothing was changed.");
        }
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw StoreFailures.translate(e);
        }
    }

    static Flyway flyway(DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/writ/store/sqlite")
                .load();
    }
}
