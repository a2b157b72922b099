package dev.writ.insight.knowledge.meaning;

import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.model.embedding.EmbeddingModel;
import dev.writ.model.provider.Backoff;
import dev.writ.model.provider.HttpEmbeddingModel;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.store.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Finds documents by what they mean. Their vectors are made in the background; whatever the model does, a question gets its
 * answer or none within a short time. Safe for use by many threads.
 */
public final class Meaning implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Meaning.class.getName());
    /** More than these are not looked at one by one for each question. */
    private static final int MOST_DOCUMENTS = 20_000;

    private final EmbeddingModel model;
    private final EmbeddingSettings settings;
    private final VectorIndex index;
    private final DocumentVectors documents;
    private final QuestionVectors questions;
    private final Reachability background;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private boolean tooMany;

    /** What it is made from. */
    public record Parts(
            Database database, EventLog events, Definitions definitions, InstantSource clock, RandomGenerator random) {}

    /**
     * How long to wait.
     *
     * @param question for the vector of a question
     * @param backoff after failures
     */
    public record Waits(Duration question, Backoff backoff) {
        public static final Waits USUAL =
                new Waits(Duration.ofSeconds(2), new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)));
    }

    /** With the model that the settings name; asks nobody before the first document is put. */
    public static Meaning of(EmbeddingSettings settings, Parts parts, Waits waits) {
        return new Meaning(new HttpEmbeddingModel(settings, parts.clock()), settings, parts, waits);
    }

    private Meaning(EmbeddingModel model, EmbeddingSettings settings, Parts parts, Waits waits) {
        this.model = model;
        this.settings = settings;
        this.index = new VectorIndex(settings.dimensions(), settings.leastSimilarity());
        this.background = new Reachability(
                "Documents without a vector are found by their words alone.",
                waits.backoff(),
                parts.random(),
                parts.clock());
        this.documents = new DocumentVectors(
                parts.definitions(),
                model,
                new VectorTable(parts.database(), parts.events(), parts.clock(), model.name()),
                index,
                background,
                settings.patience(),
                settings.characters());
        this.questions = new QuestionVectors(
                model,
                index,
                new Reachability(
                        "Documents are looked for by words alone.", waits.backoff(), parts.random(), parts.clock()),
                waits.question());
        this.thread = Thread.ofVirtual().name("writ-vectors").start(this::run);
    }

    /** Takes in documents as they stand; those out of use are taken out. */
    public void put(Collection<Definition> changed) {
        changed.forEach(this::put);
        news.release();
    }

    private void put(Definition document) {
        if (document.status() != DefinitionStatus.ACTIVE) {
            index.remove(document.id());
        } else if (index.size() < MOST_DOCUMENTS) {
            index.put(
                    document.id(), SentText.of(document, settings.characters()).hash());
        } else if (!tooMany) {
            tooMany = true;
            LOG.log(Level.WARNING, "Of more than " + MOST_DOCUMENTS + " documents the rest is found by words alone.");
        }
    }

    /** Ids of documents that mean much the same as the words, the best first; empty where only the words can tell. */
    public Optional<List<String>> nearest(String words, int most) {
        if (index.isEmpty() || words.isBlank()) {
            return Optional.empty();
        }
        return questions.of(SentText.of(words, settings.characters())).map(vector -> index.nearest(vector, most));
    }

    /** Whether every document has its vector. */
    public boolean isComplete() {
        return index.without().isEmpty();
    }

    private void run() {
        boolean more = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (!more) {
                    news.acquire();
                } else if (!background.pause().isZero()) {
                    boolean ignored = news.tryAcquire(background.pause().toMillis() + 1, TimeUnit.MILLISECONDS);
                }
                news.drainPermits();
                more = documents.advance();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                background.failed("The vectors of documents could not be kept: " + e.getMessage() + ".", Duration.ZERO);
                more = true;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        model.close();
    }
}
