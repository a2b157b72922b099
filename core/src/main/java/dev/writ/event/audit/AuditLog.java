package dev.writ.event.audit;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.CanonicalText;
import dev.writ.event.EventLog;
import dev.writ.event.merkle.NoteKey;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

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
    private Optional<AuditKey> key;
    private Optional<TreeKeeper> keeper = Optional.empty();
    private final Object verifying = new Object();
    private volatile Optional<Verification> verified = Optional.empty();

    /** A check against nothing more, with the nanosecond in which it began. */
    private record Check(long begun, Verification made) {}

    /** Guarded by {@link #verifying}. */
    private Optional<Check> latest = Optional.empty();

    private final Optional<Seals> seals;
    private volatile boolean othersWrote;
    private volatile boolean closed;

    /**
     * @param folder where the key, unless the settings say otherwise, and a copy of the last checkpoint are kept
     * @throws WritException with {@code conflict} where other nodes share the database and this one has not their key
     */
    public AuditLog(Database database, EventLog events, InstantSource clock, AuditSettings settings, Path folder) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.settings = settings;
        this.folder = folder;
        this.witnesses = new Witnesses(database, events, settings.witnesses());
        this.thread = Thread.ofPlatform().name("writ-audit").daemon().unstarted(this::run);
        Path keyFile = settings.keyFile(folder);
        // One node alone makes its key when it first signs.
        this.key = database.cluster().map(nodes -> SealedLog.key(database, keyFile));
        this.seals = key.map(AuditKey::seals);
        events.keptBy(new Kept());
        key.ifPresent(shared -> SealedLog.begin(database, events, shared, keyFile));
    }

    /** What the events of this process get, and where they are remembered. */
    private final class Kept implements EventLog.Keeper {
        @Override
        public Optional<byte[]> seal(CanonicalText unsealed) {
            return seals.map(known -> known.of(unsealed));
        }

        @Override
        public void appended(long seq, byte[] leaf) {
            long count = tail.add(seq, leaf);
            if (count == 1 || count == settings.events()) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Where a data folder keeps its key. */
    public static Path keyFile(Path folder) {
        return folder.resolve(KEY);
    }

    /**
     * Why a node whose key is in this file could not join those that share the database which the handle sees; empty where it
     * could. Writes nothing, and makes no key.
     */
    public static Optional<Failure> keyProblem(Handle handle, Path file) {
        return SealedLog.problem(handle, file).map(WritException::failure);
    }

    /** Where a data folder keeps a copy of its last checkpoint. */
    public static LastCheckpoint lastCheckpoint(Path folder) {
        return new LastCheckpoint(folder.resolve(LAST));
    }

    /** Tells what was there before, if the tree is new, and begins to follow. To be called before anybody else writes. */
    public void start() {
        new Adoption(database, events).adopt();
        // A node may end before it has signed for what it wrote: then another one does.
        database.cluster().ifPresent(cluster -> cluster.onWritten(this::othersWrote));
        try {
            // What a run that was killed has not signed for, however soon this one is killed, too.
            checkpoint();
        } catch (WritException e) {
            LOG.log(Level.ERROR, e.getMessage());
            othersWrote = true;
        }
        thread.start();
    }

    private void othersWrote() {
        othersWrote = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            if (tail.count() == 0 && !othersWrote) {
                LockSupport.park(this);
                continue;
            }
            awaitMore();
            if (!closed) {
                othersWrote = false;
                signOrWait();
            }
        }
    }

    private void signOrWait() {
        try {
            checkpoint();
        } catch (WritException e) {
            if (closed) {
                return;
            }
            boolean away = e.failure().code() == FailureCode.STORE_UNREACHABLE;
            LOG.log(away ? Level.WARNING : Level.ERROR, e.getMessage());
            othersWrote = true;
            LockSupport.parkNanos(
                    this, settings.interval().multipliedBy(away ? 1 : 12).toNanos());
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
            key = Optional.of(AuditKey.open(settings.keyFile(folder)));
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
            fresh = tree.lastIsOwn() && made.size() > before;
        }
        if (fresh) {
            witnesses.offer(made);
        }
        return made;
    }

    private TreeKeeper keeper() {
        if (keeper.isEmpty()) {
            TreeKeeper opened = TreeKeeper.open(
                    database, clock, key(), seals, tail, lastCheckpoint(folder), (transaction, foreign, altered) -> {
                        tell(
                                transaction,
                                "audit.foreign",
                                foreign,
                                "Something else than Writ has put events into the database, or changed new ones: ");
                        tell(
                                transaction,
                                "audit.altered",
                                altered,
                                "Events were changed or taken away before they were signed for: ");
                    });
            keeper = Optional.of(opened);
            if (seals.isEmpty()) {
                tellUnsigned(opened.signed());
            }
        }
        return keeper.get();
    }

    /** Whatever is in the log and no process of Writ wrote, or not so, nobody who may do so put there. */
    private void tell(Transaction transaction, String type, List<Long> which, String what) {
        if (!which.isEmpty()) {
            LOG.log(Level.ERROR, what + which.size() + ".");
            List<String> numbers =
                    which.stream().limit(FOREIGN_NAMED).map(String::valueOf).toList();
            events.append(
                    transaction,
                    Adoption.event(type).with("count", which.size()).with("events", String.join(" ", numbers)));
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
     * while a check is under way waits for the next one, which is made once for all of them: each reads the whole log.
     */
    public Verification verify() {
        long asked = System.nanoTime();
        synchronized (verifying) {
            return latest.filter(check -> check.begun() - asked >= 0)
                    .map(Check::made)
                    .orElseGet(() -> {
                        long begun = System.nanoTime();
                        Verification made = verify(List.of());
                        latest = Optional.of(new Check(begun, made));
                        return made;
                    });
        }
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
