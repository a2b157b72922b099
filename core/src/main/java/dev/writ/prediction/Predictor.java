package dev.writ.prediction;

import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Predicts from what the database remembers, and learns from the trees that end. What was read of the log, the examples and
 * the weights are written in one transaction, and only by who read from where the log stood: whatever breaks off in between
 * and however many read, each task teaches once. Until {@link #catchUp} has loaded what there is, nothing is predicted.
 * Safe for use by many threads.
 */
public final class Predictor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Predictor.class.getName());
    private static final String READER = "prediction";
    private static final int AT_ONCE = 2_000;
    private static final int TREES_AT_ONCE = 20;

    private final Database database;
    private final Supplier<? extends Collection<Offer>> offers;
    private final InstantSource clock;
    private volatile @Nullable Loaded loaded;

    /** @param last number of the last example that the learner knows */
    private record Loaded(Learner learner, int version, long last) {}

    /** What is likely, by which version of the model; version 0 is what is assumed before anything was learned. */
    public record Answer(int version, List<Prediction> predictions) {
        public static final Answer NONE = new Answer(0, List.of());

        public Answer {
            predictions = List.copyOf(predictions);
        }
    }

    /** @param offers what can be predicted, asked for whenever something is learned */
    public Predictor(Database database, Supplier<? extends Collection<Offer>> offers, InstantSource clock) {
        this.database = database;
        this.offers = offers;
        this.clock = clock;
    }

    /** The likeliest of the eligible, at most so many; none while nothing is loaded. */
    public Answer predict(Situation situation, Predicate<String> eligible, int most) {
        Loaded now = loaded;
        if (now == null) {
            return Answer.NONE;
        }
        try {
            return new Answer(now.version(), now.learner().predict(situation, eligible, most));
        } catch (RuntimeException e) {
            // A task can ask for what was not predicted; it must not fail for it.
            LOG.log(Level.WARNING, "tools could not be predicted", e);
            return Answer.NONE;
        }
    }

    /** From how many tasks it has learned; 0 while nothing is loaded. */
    public int examples() {
        Loaded now = loaded;
        return now == null ? 0 : now.learner().examples();
    }

    private record Batch(long after, long until, long last, List<Outcomes.Outcome> outcomes) {}

    /**
     * Learns from the trees that ended since, and loads what was learned before if that has not been done. Waits for the
     * database; not for the thread of a request.
     *
     * @return whether the end of the log was reached
     */
    public synchronized boolean catchUp() {
        Batch batch = database.read(this::next);
        if (batch.outcomes().isEmpty() && batch.last() == 0) {
            // Nothing was ever learned: what it takes to predict need not be loaded.
            return moveOn(batch);
        }
        Loaded now = load(batch.last());
        if (!batch.outcomes().isEmpty()) {
            now = learn(now, batch);
        } else if (batch.until() > batch.after()) {
            moveOn(batch);
        }
        loaded = now;
        return batch.until() == batch.after();
    }

    private Batch next(Handle handle) {
        long after = handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM log_positions WHERE reader = :reader")
                .bind("reader", READER)
                .mapTo(Long.class)
                .one();
        long end = handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM events")
                .mapTo(Long.class)
                .one();
        record Ended(long seq, String tree) {}
        List<Ended> ended = handle.createQuery("""
                        SELECT seq, tree FROM events
                        WHERE seq > :after AND seq <= :until AND type || '' = 'task.completed' AND entity = tree
                        ORDER BY seq LIMIT :most
                        """)
                .bind("after", after)
                .bind("until", Math.min(end, after + AT_ONCE))
                .bind("most", TREES_AT_ONCE)
                .map((row, context) -> new Ended(row.getLong("seq"), row.getString("tree")))
                .list();
        List<Outcomes.Outcome> outcomes = new ArrayList<>();
        for (Ended tree : ended) {
            Outcomes.of(handle, tree.tree()).stream()
                    .filter(outcome -> !ExampleTable.has(handle, outcome.task().id()))
                    .forEach(outcomes::add);
        }
        long until =
                ended.size() == TREES_AT_ONCE ? ended.getLast().seq() : Math.max(after, Math.min(end, after + AT_ONCE));
        return new Batch(after, until, ExampleTable.last(handle), outcomes);
    }

    /** The learner as the database knows it; the one there is where nobody else has taught it since. */
    private Loaded load(long last) {
        Loaded now = loaded;
        if (now != null && now.last() == last) {
            now.learner().offer(offers.get());
            return now;
        }
        Learner learner = new Learner();
        learner.offer(offers.get());
        List<ExampleTable.Stored> examples = database.read(handle -> ExampleTable.newest(handle, Memory.KEPT));
        boolean changed = false;
        for (ExampleTable.Stored example : examples) {
            if (example.lesson().isEmpty()) {
                Learner.Lesson lesson = learner.lesson(example.task(), offer -> true);
                database.writeOnly(transaction -> ExampleTable.relearned(transaction, example.number(), lesson));
                learner.add(List.of(lesson));
                changed = true;
            } else {
                learner.remember(
                        new Learner.Lesson(example.task(), example.lesson().get(), example.described()));
            }
        }
        learner.refresh();
        Optional<ModelTable.Version> stored = changed ? Optional.empty() : database.read(ModelTable::active);
        int version;
        if (stored.isPresent()) {
            learner.use(stored.get().weights());
            version = stored.get().number();
        } else {
            Weights weights = learner.train();
            learner.use(weights);
            version = examples.isEmpty()
                    ? 0
                    : database.write(transaction -> ModelTable.store(transaction, weights, clock.millis()));
        }
        if (now != null) {
            now.learner().close();
        }
        return new Loaded(learner, version, last);
    }

    /** Learns in memory what is then written down; where somebody else wrote first, that is loaded the next time instead. */
    private Loaded learn(Loaded now, Batch batch) {
        Learner learner = now.learner();
        List<Learner.Lesson> lessons = new ArrayList<>();
        for (Outcomes.Outcome outcome : batch.outcomes()) {
            Learner.Lesson lesson = learner.lesson(outcome.task(), offer -> true);
            learner.add(List.of(lesson));
            lessons.add(lesson);
        }
        Optional<Weights> weights = learner.isDue() ? Optional.of(learner.train()) : Optional.empty();
        weights.ifPresent(learner::use);
        int version;
        try {
            version = database.write(transaction -> {
                if (!moved(transaction, batch)) {
                    return -1;
                }
                for (int i = 0; i < lessons.size(); i++) {
                    ExampleTable.insert(
                            transaction, batch.last() + 1 + i, batch.outcomes().get(i), lessons.get(i), clock.millis());
                }
                return weights.isPresent()
                        ? ModelTable.store(transaction, weights.get(), clock.millis())
                        : now.version();
            });
        } catch (RuntimeException e) {
            forget(learner);
            throw e;
        }
        if (version < 0) {
            forget(learner);
            return load(database.read(ExampleTable::last));
        }
        return new Loaded(learner, version, batch.last() + lessons.size());
    }

    private void forget(Learner learner) {
        loaded = null;
        learner.close();
    }

    private boolean moveOn(Batch batch) {
        if (batch.until() > batch.after()) {
            database.writeOnly(transaction -> moved(transaction, batch));
        }
        return batch.until() == batch.after();
    }

    private static boolean moved(Transaction transaction, Batch batch) {
        transaction.execute(
                "INSERT INTO log_positions (reader, seq) VALUES (?, 0) ON CONFLICT (reader) DO NOTHING", READER);
        return transaction.execute(
                        "UPDATE log_positions SET seq = ? WHERE reader = ? AND seq = ?",
                        batch.until(),
                        READER,
                        batch.after())
                == 1;
    }

    @Override
    public synchronized void close() {
        Loaded now = loaded;
        if (now != null) {
            forget(now.learner());
        }
    }
}
