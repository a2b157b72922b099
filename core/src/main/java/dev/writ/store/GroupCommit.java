package dev.writ.store;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Runs write transactions on one thread. All that wait form a batch: each runs in its own savepoint, one commit makes the
 * batch durable, and only then do the callers return.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final int MOST_PER_COMMIT = 128;

    private final LinkedBlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final WriterEntry entry;
    private final KeptStatements statements;
    private final Jdbi jdbi;
    private final Thread thread;
    private volatile List<Job<?>> underWay = List.of();
    private volatile boolean closed;
    private final AtomicLong commits = new AtomicLong();

    GroupCommit(DataSource writer, Dialect dialect, WriterEntry entry) {
        this.entry = entry;
        this.statements = new KeptStatements(dialect);
        this.jdbi = Jdbi.create(writer).setStatementBuilderFactory(connection -> statements);
        this.thread = Thread.ofPlatform().name("writ-writer").daemon().start(this::run);
    }

    <T> T submit(Work<T> work) {
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("A write transaction must not start another one.");
        }
        // Who was refused once must not be let in afterwards, to record the refusal as a failure of the work.
        if (closed) {
            throw closedFailure();
        }
        Job<T> job = new Job<>(work);
        queue.add(job);
        if (closed && queue.remove(job)) {
            throw closedFailure();
        }
        try {
            return job.done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            List<Job<?>> batch = new ArrayList<>();
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                continue;
            }
            queue.drainTo(batch, MOST_PER_COMMIT - 1);
            underWay = batch;
            try {
                commit(batch);
            } catch (RuntimeException | Error e) {
                // As when there is no memory to say what went wrong; all who come later wait for this thread.
                fail(batch, e);
            }
            underWay = List.of();
        }
    }

    private static void fail(List<Job<?>> batch, Throwable thrown) {
        RuntimeException failure = StoreFailures.translate(thrown);
        batch.forEach(job -> job.failed(failure));
    }

    private void commit(List<Job<?>> batch) {
        try (Handle handle = jdbi.open()) {
            Connection connection = handle.getConnection();
            connection.setAutoCommit(false);
            try {
                entry.enter(connection);
                boolean alone = batch.size() == 1;
                for (Job<?> job : batch) {
                    job.run(handle, statements, alone);
                }
                if (batch.stream().anyMatch(Job::hasFailed)) {
                    statements.forget();
                }
                connection.commit();
                commits.incrementAndGet();
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
            batch.forEach(Job::committed);
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    /** A full disk has rolled back by itself; that there is nothing left to roll back must not hide the cause. */
    private void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            statements.forget();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** How many commits there were, each for all that waited. */
    long commits() {
        return commits.get();
    }

    /** Waits for what is under way, for five seconds at most; whoever still waits then is told that it is closed. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(job -> job.failed(closedFailure()));
        // A file system that does not answer: nobody knows whether this commit comes to be, as in a crash.
        underWay.forEach(job -> job.failed(closedFailure()));
    }

    private static WritException closedFailure() {
        return new WritException(
                FailureCode.UNAVAILABLE, "The database is being closed.", "Start Writ again to go on.");
    }

    /** One transaction that waits for its commit. */
    private static final class Job<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private List<Runnable> afterCommit = List.of();
        private @Nullable T result;
        private @Nullable Throwable ownFailure;

        Job(Work<T> work) {
            this.work = work;
        }

        /**
         * Runs the work; its own failure undoes only its own changes, unless the whole transaction is broken. One that is
         * alone in its transaction needs no savepoint.
         */
        void run(Handle handle, KeptStatements statements, boolean alone) {
            if (!alone) {
                handle.savepoint("job");
            }
            try {
                OpenTransaction transaction = new OpenTransaction(handle, statements);
                result = work.run(transaction);
                afterCommit = transaction.followUps();
                if (!alone) {
                    handle.releaseSavepoint("job");
                }
            } catch (UnableToExecuteStatementException e) {
                ownFailure = StoreFailures.translate(e);
                undo(handle, alone);
            } catch (RuntimeException | Error e) {
                ownFailure = e;
                undo(handle, alone);
            }
        }

        private void undo(Handle handle, boolean alone) {
            afterCommit = List.of();
            result = null;
            try {
                if (alone) {
                    handle.getConnection().rollback();
                } else {
                    // Jdbi forgets the savepoint with this; the commit of the batch releases it.
                    handle.rollbackToSavepoint("job");
                }
            } catch (SQLException | RuntimeException e) {
                // A full disk ends the whole transaction, and with it the work of all that share it.
                if (!alone) {
                    throw brokenBy(StoreFailures.translate(e));
                }
            }
        }

        /** The failure that says why: what broke the transaction, rather than that it is broken. */
        private RuntimeException brokenBy(RuntimeException thrown) {
            return ownFailure instanceof WritException cause ? cause : thrown;
        }

        @SuppressWarnings("NullAway") // a work that returns null says so by its own type argument
        void committed() {
            if (ownFailure != null) {
                done.completeExceptionally(ownFailure);
                return;
            }
            afterCommit.forEach(Job::follow);
            done.complete(result);
        }

        /** What is durable stays so, whatever becomes of what follows from it. */
        private static void follow(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "an action after a commit failed", e);
            }
        }

        boolean hasFailed() {
            return ownFailure != null;
        }

        void failed(RuntimeException failure) {
            done.completeExceptionally(ownFailure != null ? ownFailure : failure);
        }
    }
}
