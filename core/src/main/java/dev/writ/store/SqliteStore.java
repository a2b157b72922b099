package dev.writ.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.OwnerOnly;
import dev.writ.WritException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;

/** Opens a database in one SQLite file: WAL, every commit synced, foreign keys on, one writer. */
public final class SqliteStore {
    private static final int READERS = 8;
    /** Version of the newest migration among the resources. */
    static final String NEWEST_MIGRATION = "28";

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
                Migrations.apply(Dialect.SQLITE, writer);
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
        requireFile(file);
        try (Handle handle = Jdbi.open(address(file), readOnly())) {
            handle.execute("BEGIN DEFERRED");
            return query.apply(handle);
        } catch (JdbiException e) {
            throw StoreFailures.translate(e);
        }
    }

    /**
     * A connection to an existing database of this Writ's version, for whoever keeps others away.
     *
     * @throws WritException with {@code conflict} where it is of an older version, or a {@code store_…} code
     */
    public static Connection connect(Path file, boolean readOnly) {
        requireFile(file);
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.enforceForeignKeys(true);
        try {
            return Migrations.upToDate(
                    DriverManager.getConnection(address(file), readOnly ? readOnly() : sqlite.toProperties()));
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** @throws WritException with {@code not_found} */
    static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WritException(
                    FailureCode.NOT_FOUND, "There is no database " + file + ".", "Name a data folder with --data.");
        }
    }

    static String address(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    /** How a connection that must not write is opened. */
    static Properties readOnly() {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setReadOnly(true);
        sqlite.setBusyTimeout(5_000);
        return sqlite.toProperties();
    }

    /** What agents did is for nobody else to read; SQLite gives its other files the mode of this one. */
    private static void createForOwner(Path file) throws IOException {
        if (Files.notExists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, OwnerOnly.FILE);
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
        config.setJdbcUrl(address(file));
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
}
