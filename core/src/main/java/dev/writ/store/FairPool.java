package dev.writ.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
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
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool in front of which those who come too early wait in line, and not inside, and which nobody enters while interrupted.
 * Whoever gives a connection back to HikariCP parks again and again until a thread that waits there has taken it; who is
 * interrupted does not park but spins. As many such virtual threads as there are processors would keep the one that waits,
 * itself a virtual thread, from ever running: nothing on virtual threads goes on then, in the whole process. Safe for use by
 * many threads.
 */
final class FairPool implements DataSource, AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final DataSource pool;
    private final long patienceNanos;
    private final Semaphore free;

    /** What is done with the pool. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws SQLException;
    }

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
            return leavingAtClose(calmly(pool::getConnection));
        } catch (SQLException | RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    /** Interruptions are for what is done with a connection. */
    private static <T> T calmly(Step<T> step) throws SQLException {
        boolean interrupted = Thread.interrupted();
        try {
            return step.take();
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

    private void leave(Connection connection) throws SQLException {
        try {
            calmly(() -> {
                connection.close();
                return true;
            });
        } finally {
            free.release();
        }
    }

    @Override
    public void close() {
        if (pool instanceof HikariDataSource ending) {
            ending.close();
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
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
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
