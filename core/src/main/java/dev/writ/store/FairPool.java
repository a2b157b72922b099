package dev.writ.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * A pool in front of which those who come too early wait in line, and not inside, and to which nobody gives a connection back
 * who could be interrupted. Whoever gives one back to HikariCP parks again and again until a thread that waits there has taken
 * it; who is interrupted, before or meanwhile, does not park but spins. As many such virtual threads as there are processors
 * would keep the one that waits, itself a virtual thread, from ever running: nothing on virtual threads goes on then, in the
 * whole process. So a thread that nobody knows gives it back. Safe for use by many threads.
 */
final class FairPool implements DataSource, AutoCloseable {
    private static final Logger LOG = System.getLogger(FairPool.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final DataSource pool;
    private final int size;
    private final long patienceNanos;
    private final Semaphore free;

    /** Nobody gave a connection back in time. */
    static final class Busy extends SQLTimeoutException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("all connections are in use");
        }
    }

    /**
     * @param size how many connections there are at most
     * @param patience how long somebody waits for one
     */
    FairPool(DataSource pool, int size, Duration patience) {
        this.pool = pool;
        this.size = size;
        this.patienceNanos = patience.toNanos();
        this.free = new Semaphore(size, true);
    }

    static FairPool of(HikariDataSource pool) {
        return new FairPool(pool, pool.getMaximumPoolSize(), LONGEST_WAIT);
    }

    /** @throws Busy when all connections stay in use for too long */
    @Override
    public Connection getConnection() throws SQLException {
        // First the line: an interruption that comes while somebody waits there must not go with them into the pool.
        enter();
        try {
            return leavingAtClose(calmConnection());
        } catch (SQLException | RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    /** Interruptions are for what is done with a connection. */
    private Connection calmConnection() throws SQLException {
        boolean interrupted = Thread.interrupted();
        try {
            return pool.getConnection();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void enter() throws SQLException {
        long deadline = System.nanoTime() + patienceNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new Busy();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Connection leavingAtClose(Connection connection) {
        AtomicBoolean left = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                FairPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (left.compareAndSet(false, true)) {
                            leave(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void leave(Connection connection) {
        Thread.ofVirtual().name("writ-giving-back").start(() -> {
            try {
                connection.close();
            } catch (SQLException | RuntimeException e) {
                // It was broken, or the pool is closed; what was done with it has been seen to before.
                LOG.log(Level.DEBUG, "a connection could not be given back", e);
            } finally {
                free.release();
            }
        });
    }

    /** Those under way are given back first, as far as they come soon. */
    @Override
    public void close() {
        boolean home = false;
        try {
            home = free.tryAcquire(size, LAST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (pool instanceof HikariDataSource ending) {
            ending.close();
        }
        if (home) {
            // Who comes now is told at once that the pool is closed.
            free.release(size);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
