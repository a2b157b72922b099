package dev.writ.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool in front of which those who come too early wait in line, and not inside: whoever gives a connection back there
 * spins until one who waits has taken it, and where all who spin are virtual threads, those who wait may never get a
 * processor. Safe for use by many threads.
 */
final class FairPool implements DataSource, AutoCloseable {
    private final HikariDataSource pool;
    private final Semaphore free;

    /** Nobody gave a connection back in time. */
    static final class Busy extends SQLTimeoutException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("all connections are in use");
        }
    }

    FairPool(HikariDataSource pool) {
        this.pool = pool;
        this.free = new Semaphore(pool.getMaximumPoolSize(), true);
    }

    /**
     * Waits as long as the pool would.
     *
     * @throws Busy when all connections stay in use for that long
     */
    @Override
    public Connection getConnection() throws SQLException {
        enter();
        try {
            return leavingAtClose(pool.getConnection());
        } catch (SQLException | RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    private void enter() throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pool.getConnectionTimeout());
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new Busy();
                } catch (InterruptedException e) {
                    // Whoever is interrupted may still go on, as when nobody is in the way.
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
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close") && left.compareAndSet(false, true)) {
                            free.release();
                        }
                    }
                });
    }

    @Override
    public void close() {
        pool.close();
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
