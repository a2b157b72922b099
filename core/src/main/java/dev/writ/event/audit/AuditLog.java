package dev.writ.event.audit;

import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.merkle.NoteKey;
import dev.writ.store.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the audit tree behind the event log: a thread sleeps until there are events that no checkpoint covers, and signs for
 * them within seconds. Safe for use by many threads.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int FOREIGN_NAMED = 1_000;
    private static final String KEY = "audit-key";
    private static final String LAST = "audit-checkpoint";

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final AuditSettings settings;
    private final Path folder;
    private final Tail tail = new Tail();
    private final Thread thread;
    private final Witnesses witnesses;
    private Optional<AuditKey> key = Optional.empty();
    private Optional<TreeKeeper> keeper = Optional.empty();
    private final Object verifying = new Object();
    private volatile Optional<Verification> verified = Optional.empty();
    private volatile boolean closed;

    /** @param folder where the key and a copy of the last checkpoint are kept */
    public AuditLog(Database database, EventLog events, InstantSource clock, AuditSettings settings, Path folder) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.settings = settings;
        this.folder = folder;
        this.witnesses = new Witnesses(database, events, settings.witnesses());
        this.thread = Thread.ofPlatform().name("writ-audit").daemon().unstarted(this::run);
        events.follow(this::appended);
    }

    /** Where a data folder keeps its key. */
    public static Path keyFile(Path folder) {
        return folder.resolve(KEY);
    }

    /** Where a data folder keeps a copy of its last checkpoint. */
    public static LastCheckpoint lastCheckpoint(Path folder) {
        return new LastCheckpoint(folder.resolve(LAST));
    }

    /** Tells what was there before, if the tree is new, and begins to follow. To be called before anybody else writes. */
    public void start() {
        new Adoption(database, events).adopt();
        thread.start();
    }

    /** On the thread that writes: it must not wait here. */
    private void appended(long seq, byte[] leaf) {
        long count = tail.add(seq, leaf);
        if (count == 1 || count == settings.events()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        // What a run that was killed has not signed for, however soon this one is killed, too.
        sign();
        while (!closed) {
            if (tail.count() == 0) {
                LockSupport.park(this);
                continue;
            }
            awaitMore();
            if (!closed) {
                sign();
            }
        }
    }

    private void sign() {
        try {
            checkpoint();
        } catch (WritException e) {
            if (!closed) {
                LOG.log(Level.ERROR, e.getMessage());
                LockSupport.parkNanos(this, settings.interval().multipliedBy(12).toNanos());
            }
        }
    }

    private void awaitMore() {
        long deadline = System.nanoTime() + settings.interval().toNanos();
        long left = settings.interval().toNanos();
        while (!closed && left > 0 && tail.count() < settings.events()) {
            LockSupport.parkNanos(this, left);
            left = deadline - System.nanoTime();
        }
    }

    /** What others check checkpoints with; the key is made at its first use. */
    public synchronized AuditKey key() {
        if (key.isEmpty()) {
            key = Optional.of(AuditKey.open(keyFile(folder)));
        }
        return key.get();
    }

    /**
     * Signs for all that is durable now; the checkpoint there is where nothing came since.
     *
     * @throws WritException with {@code store_damaged} where the database is not the one that was signed before
     */
    public KeptCheckpoint checkpoint() {
        KeptCheckpoint made;
        boolean fresh;
        synchronized (this) {
            TreeKeeper tree = keeper();
            long before = tree.signed();
            made = tree.checkpoint();
            fresh = made.size() > before;
            tellForeign(tree.takeForeign());
        }
        if (fresh) {
            witnesses.offer(made);
        }
        return made;
    }

    private TreeKeeper keeper() {
        if (keeper.isEmpty()) {
            TreeKeeper opened = TreeKeeper.open(database, clock, key(), tail, lastCheckpoint(folder));
            keeper = Optional.of(opened);
            tellUnsigned(opened.signed());
        }
        return keeper.get();
    }

    /** This process alone has the data folder: whatever else is in its log, nobody who may put it there did. */
    private void tellForeign(List<Long> foreign) {
        if (!foreign.isEmpty()) {
            LOG.log(Level.ERROR, "Something else has written " + foreign.size() + " events into the database.");
            List<String> numbers =
                    foreign.stream().limit(FOREIGN_NAMED).map(String::valueOf).toList();
            database.writeOnly(transaction -> events.append(
                    transaction,
                    Adoption.event("audit.foreign")
                            .with("count", foreign.size())
                            .with("events", String.join(" ", numbers))));
        }
    }

    /** After a crash there may be events that were written and not signed for: nobody can vouch for those. */
    private void tellUnsigned(long signed) {
        long own = tail.between(1, Long.MAX_VALUE).isEmpty()
                ? events.lastSeq() + 1
                : tail.between(1, Long.MAX_VALUE).firstKey();
        if (signed > 0 && own > signed + 1) {
            database.writeOnly(transaction -> events.append(
                    transaction,
                    Adoption.event("audit.resumed").with("from", signed + 1).with("until", own - 1)));
        }
    }

    /**
     * Checks the whole log against itself, against what witnesses keep that can be read here, and against the key. Who asks
     * while a check is under way waits for it and begins another one.
     */
    public Verification verify() {
        return verify(List.of());
    }

    /** As {@link #verify()}, against these checkpoints as well. */
    public Verification verify(List<OutsideCheckpoint> more) {
        NoteKey open = key().publicKey();
        synchronized (verifying) {
            List<OutsideCheckpoint> outside = new ArrayList<>(witnesses.kept(lastCheckpoint(folder)));
            outside.addAll(more);
            Verification made = database.snapshot(handle -> LogVerifier.verify(handle, open, outside, clock.instant()));
            verified = Optional.of(made);
            return made;
        }
    }

    /** What came of the last check; the first one is made when this is first asked, and one that is older is made anew. */
    public Verification verifiedWithin(Duration age) {
        return verified.filter(made -> made.checkedAt().plus(age).isAfter(clock.instant()))
                .orElseGet(this::verify);
    }

    /** Signs for the rest, and stops; one that was never started is left as it is. */
    @Override
    public void close() {
        if (closed || thread.getState() == Thread.State.NEW) {
            return;
        }
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Witness.PATIENCE.plus(Duration.ofSeconds(1)));
            checkpoint();
        } catch (WritException e) {
            LOG.log(Level.ERROR, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The database has gone before; what no checkpoint covers yet is signed for at the next start.
            LOG.log(Level.DEBUG, "the last events could not be signed for", e);
        }
    }
}
