package dev.writ.insight.knowledge;

import dev.writ.BackgroundLoop;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionPage;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.insight.knowledge.meaning.Meaning;
import dev.writ.process.DocumentFinder;
import dev.writ.store.Database;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Finds documents by relevance and by how well they served: by their words, and where there is an embedding model by what
 * they mean, too. The index is made on the first question, in the background, and
 * then follows the log. Safe for use by many threads.
 */
public final class Knowledge implements DocumentFinder, AutoCloseable {
    private static final Logger LOG = System.getLogger(Knowledge.class.getName());
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration BETWEEN_MEASURES = Duration.ofMinutes(5);
    private static final EventFilter CHANGES = EventFilter.all().ofKinds(EntityKind.DOCUMENT.id());
    /** Looked at, before worth puts them in order. */
    private static final int CANDIDATES = 30;
    /** What fits so much worse than the best is no answer. */
    private static final double LEAST_SHARE = 0.35;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final Definitions definitions;
    private final Demotions demotions;
    private final Optional<Meaning> meaning;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final BackgroundLoop loop;
    private long seen;
    private Instant measured = Instant.EPOCH;
    private volatile @Nullable Loaded loaded;

    private record Loaded(DocumentIndex index, Worths worths, Set<String> demoted) {}

    public Knowledge(Database database, EventLog events, InstantSource clock, Definitions definitions) {
        this(database, events, clock, definitions, Optional.empty());
    }

    /** @param meaning where an embedding model is configured; closed with this */
    public Knowledge(
            Database database,
            EventLog events,
            InstantSource clock,
            Definitions definitions,
            Optional<Meaning> meaning) {
        this.meaning = meaning;
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.definitions = definitions;
        this.demotions = new Demotions(database, events, clock);
        this.loop = BackgroundLoop.of(
                LOG, "writ-knowledge", "the index of documents could not be kept up", AFTER_A_FAILURE, this::step);
    }

    /** Makes the index before the first question, where vectors have to be made of documents. */
    public void start() {
        if (meaning.isPresent()) {
            begin();
        }
    }

    private void begin() {
        if (!loop.isClosed() && begun.compareAndSet(false, true)) {
            loop.start();
        }
    }

    @Override
    public Optional<List<String>> find(String words, int most) {
        return fitting(words, most, meaning);
    }

    @Override
    public Optional<List<String>> findByWords(String words, int most) {
        return fitting(words, most, Optional.empty());
    }

    private Optional<List<String>> fitting(String words, int most, Optional<Meaning> asked) {
        Loaded now = loaded;
        if (now == null) {
            begin();
            return Optional.empty();
        }
        Map<String, Double> byWords = byWords(now, words);
        Map<String, Double> found = asked.flatMap(one -> one.nearest(words, CANDIDATES))
                .map(byMeaning -> Fusion.scores(List.of(List.copyOf(byWords.keySet()), byMeaning)))
                .orElse(byWords);
        return Optional.of(found.entrySet().stream()
                .filter(one -> !now.demoted().contains(one.getKey()))
                .sorted(Comparator.comparingDouble((Map.Entry<String, Double> one) ->
                                -one.getValue() * now.worths().of(one.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList());
    }

    /** The best first. */
    private static Map<String, Double> byWords(Loaded now, String words) {
        Map<String, Double> found = now.index().search(words, CANDIDATES);
        double best = found.values().stream().mapToDouble(score -> score).max().orElse(0);
        found.values().removeIf(score -> score < LEAST_SHARE * best);
        return found;
    }

    /** Whether questions are answered from the index. */
    public boolean isLoaded() {
        return loaded != null;
    }

    /** Measures anew what documents are worth, and demotes what does harm; done now and then by itself. */
    public synchronized void measure() {
        Loaded now = loaded;
        if (now != null) {
            demotions.look();
            loaded = new Loaded(now.index(), Worths.measure(database, all(), clock.instant()), demotions.demoted());
        }
    }

    private void step() throws InterruptedException {
        if (loaded == null) {
            seen = events.lastSeq();
            load();
        }
        if (Duration.between(measured, clock.instant()).compareTo(BETWEEN_MEASURES) >= 0) {
            measured = clock.instant();
            measure();
        }
        List<Event> news = events.feed().next(CHANGES.after(seen), LONGEST_SLEEP);
        follow(news);
        seen = news.isEmpty() ? seen : news.getLast().seq();
    }

    private void load() {
        DocumentIndex index = new DocumentIndex();
        List<Definition> documents = all();
        documents.forEach(index::put);
        meaning.ifPresent(one -> one.put(documents));
        index.refresh();
        loaded = new Loaded(index, Worths.UNKNOWN, demotions.demoted());
    }

    private synchronized void follow(List<Event> news) {
        Loaded now = loaded;
        if (news.isEmpty() || now == null) {
            return;
        }
        List<Definition> changed = news.stream()
                .map(Event::entity)
                .distinct()
                .flatMap(id -> definitions.find(EntityKind.DOCUMENT, id).stream())
                .toList();
        changed.forEach(now.index()::put);
        meaning.ifPresent(one -> one.put(changed));
        now.index().refresh();
        // A new version of a demoted document has another chance.
        loaded = new Loaded(now.index(), now.worths(), demotions.demoted());
    }

    private List<Definition> all() {
        List<Definition> documents = new ArrayList<>();
        DefinitionFilter filter =
                DefinitionFilter.all().ofKind(EntityKind.DOCUMENT).atMost(DefinitionFilter.LARGEST_PAGE);
        String cursor = "";
        do {
            DefinitionPage page = definitions.list(filter.from(cursor));
            documents.addAll(page.definitions());
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        return documents;
    }

    @Override
    public void close() {
        loop.close();
        meaning.ifPresent(Meaning::close);
    }
}
