package dev.writ.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The database. Reads run on the caller's thread beside each other; writes run one after the other on one thread, which
 * makes all that wait durable with one commit (group commit). Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
    /** Rows of a long answer that a server sends at a time; to be set where all of a table is read in a snapshot. */
    public static final int AT_ONCE = 1_000;

    private static final String PROBE = "is it writable";
    private static final int PROBE_CHARACTERS = 65_536;

    private final Dialect dialect;
    private final FairPool readers;
    private final FairPool writer;
    private final FairPool scheduling;
    private final @Nullable Cluster cluster;
    private final Jdbi jdbi;
    private final GroupCommit groupCommit;

    /** A database in a file, of which this process is the only user. */
    Database(HikariDataSource readers, HikariDataSource writer) {
        this(Dialect.SQLITE, FairPool.of(readers), FairPool.of(writer), Optional.empty(), null);
    }

    /** A database on a server, which the nodes of a cluster share. */
    Database(HikariDataSource readers, HikariDataSource writer, HikariDataSource scheduling, Cluster cluster) {
        this(
                Dialect.POSTGRESQL,
                FairPool.of(readers),
                FairPool.of(writer),
                Optional.of(FairPool.of(scheduling)),
                cluster);
    }

    /** @param scheduling those of the writer where empty */
    private Database(
            Dialect dialect,
            FairPool readers,
            FairPool writer,
            Optional<FairPool> scheduling,
            @Nullable Cluster cluster) {
        this.dialect = dialect;
        this.cluster = cluster;
        this.readers = readers;
        this.writer = writer;
        this.scheduling = scheduling.orElse(writer);
        this.jdbi = Jdbi.create(readers).setStatementBuilderFactory(new ReaderStatements(dialect));
        this.groupCommit = new GroupCommit(writer, dialect, cluster == null ? WriterEntry.OF_A_FILE : cluster::enter);
    }

    /**
     * Reads on a connection that cannot write.
     *
     * @throws dev.writ.WritException with a {@code store_…} code when the database cannot be read
     */
    public <T> T read(Function<Handle, T> query) {
        try (Handle handle = jdbi.open()) {
            return query.apply(handle);
        } catch (org.jdbi.v3.core.JdbiException e) {
            throw StoreFailures.translate(e);
        }
    }

    /**
     * As {@link #read}; whatever the query asks, it sees the database as it was at its first question. To be used for seconds
     * at most: until it ends, the file of what was written since cannot be cut.
     */
    public <T> T snapshot(Function<Handle, T> query) {
        return read(handle -> {
            try {
                dialect.begin(handle);
                try {
                    return query.apply(handle);
                } finally {
                    dialect.end(handle);
                }
            } catch (SQLException e) {
                throw StoreFailures.translate(e);
            }
        });
    }

    /**
     * Runs one write transaction. Everything it wrote is on disk when this returns, and nothing of it is there when this
     * throws. Exceptions of the work reach the caller as they are.
     *
     * @throws dev.writ.WritException with a {@code store_…} code when the database cannot be written
     */
    public <T> T write(Work<T> work) {
        return groupCommit.submit(work);
    }

    /** As {@link #write}, without a result. */
    public void writeOnly(java.util.function.Consumer<Transaction> work) {
        write(transaction -> {
            work.accept(transaction);
            return Boolean.TRUE;
        });
    }

    /**
     * Writes something of the size of a long text and takes it back, to see whether the database can be written: a full
     * disk, a file that became read-only and a lock of another process all show. Nobody else sees it.
     *
     * @throws dev.writ.WritException with a {@code store_…} code when the database cannot be written
     */
    public void checkWritable() {
        writeOnly(transaction -> {
            transaction.execute(
                    "INSERT INTO settings (name, value) VALUES (?, ?)", PROBE, "-".repeat(PROBE_CHARACTERS));
            transaction.execute("DELETE FROM settings WHERE name = ?", PROBE);
        });
    }

    /** Commits of this process since it opened the database; each makes all durable that waited for it. */
    public long commits() {
        return groupCommit.commits();
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The nodes that share the database; empty for a file. */
    public Optional<Cluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** Connections that write, for libraries that manage transactions by themselves. */
    public DataSource writerDataSource() {
        return scheduling;
    }

    @Override
    public void close() {
        groupCommit.close();
        if (cluster != null) {
            cluster.close();
        }
        scheduling.close();
        writer.close();
        readers.close();
    }
}
