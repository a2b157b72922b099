package dev.writ.tool.thirdparty;

import dev.writ.Failure;
import dev.writ.WritException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life of one server: started by the first call, asked now and then whether it still answers, left alone for a while
 * after it failed, stopped when nobody has called it for long. Safe for use by many threads.
 */
final class SupervisedServer implements AutoCloseable {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ServerSettings settings;
    private final ServerStarter starter;
    private final InstantSource clock;
    private final Events events;
    private final ServerNotes notes = new ServerNotes();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below is read and written under the lock. INVARIANT: there is a connection when and only when it is ready.
    private ServerState state = ServerState.STOPPED;
    private @Nullable ServerConnection connection;
    private @Nullable ServerRun run;
    private Backoff backoff = Backoff.NONE;
    private Instant since;
    private Instant lastUse;
    private Instant lastAsked = Instant.EPOCH;
    private Optional<Failure> lastFailure = Optional.empty();
    private int underWay;
    private long calls;
    private boolean closed;

    /** What others must know of. */
    interface Events {
        /** What the server offers now. */
        void learned(List<ObjectNode> definitions);

        /**
         * Must return at once.
         *
         * @param detail one sentence; empty where the state says all
         */
        void became(ServerState state, String detail);
    }

    /** Something done with a running server. */
    @FunctionalInterface
    interface Use<T> {
        T with(ServerConnection connection) throws InterruptedException;
    }

    SupervisedServer(ServerSettings settings, ServerStarter starter, InstantSource clock, Events events) {
        this.settings = settings;
        this.starter = starter;
        this.clock = clock;
        this.events = events;
        this.since = clock.instant();
        this.lastUse = since;
    }

    /**
     * Uses the server, starting it if it does not run.
     *
     * @throws WritException with {@code unavailable} where it cannot be started now, or what the use throws
     */
    <T> T use(Use<T> use) throws InterruptedException {
        ServerConnection running = enter();
        try {
            return use.with(running);
        } finally {
            leave();
        }
    }

    private ServerConnection enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            lastUse = clock.instant();
            while (connection == null || state != ServerState.READY) {
                Optional<Failure> obstacle = obstacleNow();
                if (obstacle.isPresent()) {
                    throw new WritException(obstacle.get());
                }
                if (state == ServerState.STOPPED || state == ServerState.RESTING) {
                    start();
                }
                changed.await();
            }
            underWay++;
            calls++;
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            underWay--;
            lastUse = clock.instant();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** On a thread of its own: whoever waits for it may give up, and others still have it. Under the lock. */
    private void start() {
        become(ServerState.STARTING, "");
        ServerRun starting = new ServerRun(events::learned, this::endedByItself, notes);
        run = starting;
        Thread.ofVirtual().name("start of server " + settings.name()).start(() -> {
            try {
                started(starting, starting.start(starter, settings));
            } catch (WritException e) {
                endedByItself(starting, e.failure());
            } catch (RuntimeException | InterruptedException e) {
                endedByItself(
                        starting,
                        ServerStatus.unavailable(
                                settings, "could not be started: " + e, "Try again, or see the server's log."));
            }
        });
    }

    private void started(ServerRun starting, ServerConnection started) {
        boolean wanted;
        lock.lock();
        try {
            wanted = run == starting && state == ServerState.STARTING;
            if (wanted) {
                connection = started;
                lastAsked = clock.instant();
                become(ServerState.READY, started.description());
            }
        } finally {
            lock.unlock();
        }
        if (!wanted) {
            started.close();
        }
    }

    private void endedByItself(ServerRun ended, Failure why) {
        Optional<ServerConnection> left = Optional.empty();
        lock.lock();
        try {
            if (run == ended) {
                backoff = backoff.failedAt(clock.instant());
                lastFailure = Optional.of(why);
                left = disconnect();
                become(ServerState.RESTING, why.message());
            }
        } finally {
            lock.unlock();
        }
        left.ifPresent(ServerConnection::close);
    }

    /** Takes the connection, whose last words are kept; closing it may take a while. Under the lock. */
    private Optional<ServerConnection> disconnect() {
        Optional<ServerConnection> left = Optional.ofNullable(connection);
        left.ifPresent(old -> notes.addAll(old.log()));
        connection = null;
        run = null;
        return left;
    }

    private void become(ServerState next, String detail) {
        state = next;
        since = clock.instant();
        notes.add(since, next.id() + (detail.isEmpty() ? "" : ": " + detail));
        changed.signalAll();
        events.became(next, detail);
    }

    /**
     * Starts the server though nobody calls it, also one that rests or that a person stopped, and waits for it.
     *
     * @throws WritException where it does not come up
     */
    void startNow() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (state == ServerState.DRAINING) {
                changed.await();
            }
            lastUse = clock.instant();
            if (!closed && state != ServerState.READY && state != ServerState.STARTING) {
                backoff = Backoff.NONE;
                start();
            }
            while (state == ServerState.STARTING) {
                changed.await();
            }
            Optional<Failure> obstacle = obstacleNow();
            if (obstacle.isPresent()) {
                throw new WritException(obstacle.get());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the server once its calls are done, or after a grace; it stays stopped until {@link #startNow}. */
    void hold() {
        end(ServerState.HELD, "by a person");
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        end(ServerState.STOPPED, "Writ ends");
    }

    private void end(ServerState after, String why) {
        Optional<ServerConnection> left;
        lock.lock();
        try {
            if (state == ServerState.READY) {
                become(ServerState.DRAINING, why);
                drain();
            }
            left = disconnect();
        } finally {
            lock.unlock();
        }
        left.ifPresent(ServerConnection::close);
        lock.lock();
        try {
            if (state != after) {
                become(after, why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the calls under way, but not for long; an interruption ends the wait. Under the lock. */
    private void drain() {
        long nanos = GRACE.toNanos();
        try {
            while (underWay > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does what time brings: stops a server that nobody uses, starts one again that crashed while it was used, and asks one
     * that has been quiet whether it still answers.
     */
    void look() throws InterruptedException {
        Optional<ServerConnection> unused = Optional.empty();
        ServerRun asking = null;
        ServerConnection asked = null;
        lock.lockInterruptibly();
        try {
            Instant now = clock.instant();
            boolean isUsed = underWay > 0 || Duration.between(lastUse, now).compareTo(settings.idle()) < 0;
            if (state == ServerState.READY && !isUsed) {
                unused = disconnect();
                become(ServerState.STOPPED, "unused");
            } else if (state == ServerState.RESTING && isUsed && !closed && backoff.isOver(now)) {
                start();
            } else if (state == ServerState.READY
                    && Duration.between(lastAsked, now).compareTo(BETWEEN_QUESTIONS) >= 0) {
                lastAsked = now;
                asking = run;
                asked = connection;
            }
        } finally {
            lock.unlock();
        }
        unused.ifPresent(ServerConnection::close);
        if (asking != null && asked != null) {
            ask(asking, asked);
        }
    }

    private void ask(ServerRun asking, ServerConnection asked) throws InterruptedException {
        try {
            // The tools of one that says nothing of changes may change, too.
            events.learned(asked.definitions());
        } catch (WritException e) {
            endedByItself(asking, e.failure());
        }
    }

    /** Why no call can be tried now; empty where one can. */
    Optional<Failure> obstacle() {
        lock.lock();
        try {
            return obstacleNow();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Failure> obstacleNow() {
        return closed
                ? Optional.of(ServerStatus.unavailable(settings, "has ended with Writ", "Call again when Writ runs."))
                : status().obstacle(clock.instant());
    }

    /** How it stands. */
    ServerStatus status() {
        lock.lock();
        try {
            return new ServerStatus(
                    settings,
                    state,
                    since,
                    connection == null ? "" : connection.description(),
                    calls,
                    underWay,
                    backoff.failures(),
                    backoff.until(),
                    lastFailure);
        } finally {
            lock.unlock();
        }
    }

    /** What happened to it and what it said lately, a line each. */
    List<String> log() {
        ServerConnection running;
        lock.lock();
        try {
            running = connection;
        } finally {
            lock.unlock();
        }
        return notes.with(running == null ? List.of() : running.log());
    }
}
