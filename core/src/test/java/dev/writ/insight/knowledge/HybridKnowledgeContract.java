package dev.writ.insight.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventFilter;
import dev.writ.insight.knowledge.meaning.Meaning;
import dev.writ.model.provider.Backoff;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents are found by what they mean, too, where an embedding model answers; and by their words whatever it does. */
abstract class HybridKnowledgeContract {
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(50));
    private static final Backoff LONG = new Backoff(Duration.ofMinutes(5), Duration.ofMinutes(5));
    private static final String CAR_QUESTION = "why does the car shake";

    @TempDir
    Path folder;

    private final TestingEmbeddings embeddings = new TestingEmbeddings();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Log log = new Log();
    private TestingStore store;
    private Definitions definitions;
    private Knowledge knowledge;
    private Meaning meaning;

    abstract TestingStore store(Path dir);

    /** What is said of the model. */
    private static final class Log extends Handler {
        private final List<String> warnings = java.util.Collections.synchronizedList(new ArrayList<>());

        @Override
        public void publish(LogRecord said) {
            if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(new java.util.logging.SimpleFormatter().formatMessage(said));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final Logger LOGGER = Logger.getLogger(Meaning.class.getName());

    @BeforeEach
    void open() {
        LOGGER.addHandler(log);
        store = store(folder);
        definitions = new Definitions(store.database(), store.events(), store.clock(), store.ids());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        embeddings.close();
        store.close();
        LOGGER.removeHandler(log);
    }

    /** Begins to find, as after a start of Writ. */
    private void begin(Backoff backoff, String model, String... more) {
        Map<String, String> environment = new HashMap<>(embeddings.environment(model));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        meaning = Meaning.of(
                EmbeddingSettings.from(environment, Json.object()).orElseThrow(),
                new Meaning.Parts(store.database(), store.events(), definitions, InstantSource.system(), new Random(5)),
                new Meaning.Waits(Duration.ofMillis(700), backoff));
        knowledge = new Knowledge(store.database(), store.events(), store.clock(), definitions, Optional.of(meaning));
        open.add(knowledge);
        knowledge.start();
        until(knowledge::isLoaded);
    }

    private void restart(Backoff backoff, String model, String... more) {
        knowledge.close();
        begin(backoff, model, more);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private String document(String name, String summary, String text) {
        return definitions
                .create(
                        EntityKind.DOCUMENT,
                        name,
                        Json.object().put("title", name).put("summary", summary).put("text", text),
                        Change.by("person:ann", ""))
                .id();
    }

    private String automobile() {
        return document("vibrations", "Balancing an automobile's wheels", "Weights go on the rim.");
    }

    private String loaf() {
        return document("sourdough", "A loaf for beginners", "Wait for a day.");
    }

    private List<String> found(String words) {
        return knowledge.find(words, 5).orElseThrow();
    }

    private long rows() {
        return store.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM document_vectors")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_document_without_a_word_in_common_is_found_and_what_means_something_else_is_not() {
        String automobile = automobile();
        loaf();
        begin(SHORT, "matters");
        until(meaning::isComplete);
        assertThat(found(CAR_QUESTION)).containsExactly(automobile);
        assertThat(knowledge.findByWords(CAR_QUESTION, 5)).contains(List.of());
        assertThat(embeddings.asked()).allSatisfy(asked -> {
            assertThat(asked.path()).isEqualTo("/v1/embeddings");
            assertThat(asked.body().path("model").asString()).isEqualTo("matters");
            assertThat(asked.authorization()).isEmpty();
        });
        assertThat(store.events().find(EventFilter.all().ofType("documents.embedded")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.data().path("documents").asLong()).isEqualTo(2);
                    assertThat(event.data().path("tokens").asLong()).isEqualTo(20);
                });
    }

    @Test
    void what_both_the_words_and_the_meaning_find_comes_first() {
        String both = document("shaking-cars", "Why a car may shake", "Look at the tyres.");
        String meant = automobile();
        String said = document("milkshakes", "Why we shake milk: why not", "It foams.");
        begin(SHORT, "matters");
        until(meaning::isComplete);
        assertThat(found(CAR_QUESTION)).first().isEqualTo(both);
        assertThat(found(CAR_QUESTION)).contains(meant);
        assertThat(found("shake milk")).contains(said).doesNotContain(meant);
    }

    @Test
    void a_question_is_asked_once_and_only_when_there_is_something_to_compare_it_with() {
        begin(SHORT, "matters");
        assertThat(found(CAR_QUESTION)).isEmpty();
        assertThat(embeddings.asked()).isEmpty();
        automobile();
        until(() -> !found(CAR_QUESTION).isEmpty());
        found(CAR_QUESTION);
        found(CAR_QUESTION);
        assertThat(embeddings.texts()).containsOnlyOnce(CAR_QUESTION);
    }

    @Test
    void vectors_follow_what_is_written_and_taken_out_of_use() {
        String id = automobile();
        begin(SHORT, "matters");
        until(() -> found(CAR_QUESTION).equals(List.of(id)));
        Definition now = definitions.get(EntityKind.DOCUMENT, id);
        definitions.update(
                EntityKind.DOCUMENT,
                id,
                Json.object().put("summary", "Baking for two"),
                now.activeVersion(),
                Change.by("person:ann", "another matter"));
        until(() -> found("a slice of bread").equals(List.of(id)));
        assertThat(found(CAR_QUESTION)).isEmpty();
        definitions.setStatus(EntityKind.DOCUMENT, id, DefinitionStatus.INACTIVE, Change.by("person:ann", "old"));
        until(() -> found("a slice of bread").isEmpty());
    }

    @Test
    void a_restart_reads_the_vectors_and_computes_none_again() {
        String id = automobile();
        loaf();
        begin(SHORT, "matters");
        until(meaning::isComplete);
        int before = embeddings.asked().size();
        restart(SHORT, "matters");
        until(meaning::isComplete);
        assertThat(embeddings.asked()).hasSize(before);
        assertThat(found(CAR_QUESTION)).containsExactly(id);
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void another_model_or_dimension_is_asked_anew_and_the_old_vectors_serve_when_it_returns() {
        String id = automobile();
        begin(SHORT, "matters");
        until(meaning::isComplete);
        embeddings.answers(TestingEmbeddings.well(8));
        restart(SHORT, "others");
        until(() -> rows() == 2);
        until(meaning::isComplete);
        assertThat(found(CAR_QUESTION)).containsExactly(id);

        int before = embeddings.asked().size();
        embeddings.answers(TestingEmbeddings.well(3));
        restart(SHORT, "matters", "WRIT_EMBEDDING_DIMENSIONS", "3");
        until(meaning::isComplete);
        assertThat(embeddings.asked()).hasSize(before);
        assertThat(found(CAR_QUESTION)).containsExactly(id);
        assertThat(embeddings.asked().getLast().body().path("dimensions").asInt())
                .isEqualTo(3);
    }

    @Test
    void a_model_that_changed_under_its_name_is_noticed_after_the_next_start() {
        String id = automobile();
        begin(SHORT, "matters");
        until(meaning::isComplete);
        embeddings.answers(TestingEmbeddings.well(8));
        restart(SHORT, "matters");
        until(meaning::isComplete);
        assertThat(found(CAR_QUESTION))
                .as("of the old vectors none can be compared")
                .isEmpty();
        found(CAR_QUESTION);
        loaf();
        until(() -> rows() == 3);
        until(() -> found(CAR_QUESTION).equals(List.of(id)));
    }

    @Test
    void a_vector_of_the_wrong_dimension_is_not_taken() {
        String said = document("cars", "The car shakes", "Look at it.");
        automobile();
        begin(LONG, "matters");
        until(meaning::isComplete);
        embeddings.answers(TestingEmbeddings.well(5));
        assertThat(found("the car shakes")).containsExactly(said);
        assertThat(log.warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("5 numbers where it gave 3", "by words alone"));
    }

    @Test
    void whatever_the_model_does_the_words_find_and_the_log_says_it_once() {
        String said = document("cars", "The car shakes", "Look at it.");
        List<TestingEmbeddings.Answer> bad = List.of(
                TestingEmbeddings.status(500, ""),
                TestingEmbeddings.status(401, "{\"error\": {\"message\": \"bad key\"}}"),
                TestingEmbeddings.status(200, "<html>hello</html>"),
                TestingEmbeddings.status(200, "{\"data\": []}"),
                TestingEmbeddings.status(200, "{\"data\": [{\"index\": 0, \"embedding\": [1, \"x\", 2]}]}"),
                TestingEmbeddings.status(200, "{\"data\": [{\"index\": 0, \"embedding\": [0, 0, 0]}]}"),
                TestingEmbeddings.status(200, "{\"data\": [{\"index\": 7, \"embedding\": [1, 0, 0]}]}"),
                TestingEmbeddings.status(200, "{\"data\": [{\"index\": 0, \"embedding\": []}]}"),
                TestingEmbeddings.status(429, "{}", "Retry-After", "1"),
                embeddings.slowly());
        for (int i = 0; i < bad.size(); i++) {
            embeddings.answers(TestingEmbeddings.well(3));
            if (i == 0) {
                begin(LONG, "matters");
            } else {
                restart(LONG, "matters");
            }
            until(meaning::isComplete);
            log.warnings.clear();
            embeddings.answers(bad.get(i));
            int before = embeddings.asked().size();
            assertThat(found("the car shakes")).containsExactly(said);
            assertThat(found("a car that shakes")).containsExactly(said);
            assertThat(embeddings.asked()).as("asked once, then left alone").hasSize(before + 1);
            assertThat(log.warnings)
                    .as("said once: " + i)
                    .singleElement()
                    .satisfies(warning -> assertThat(warning).contains("looked for by words alone"));
        }
    }

    @Test
    void documents_get_their_vectors_once_the_model_is_back() {
        String id = automobile();
        embeddings.answers(TestingEmbeddings.status(503, "down"));
        begin(SHORT, "matters");
        until(() -> embeddings.asked().size() >= 3);
        assertThat(found(CAR_QUESTION)).isEmpty();
        assertThat(log.warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("HTTP 503", "by their words alone"));
        embeddings.answers(TestingEmbeddings.well(3));
        until(() -> found(CAR_QUESTION).equals(List.of(id)));
    }

    @Test
    void an_address_where_nobody_listens_leaves_the_words() {
        String said = document("cars", "The car shakes", "Look at it.");
        embeddings.close();
        begin(LONG, "matters");
        assertThat(found("the car shakes")).containsExactly(said);
        until(() -> !log.warnings.isEmpty());
        assertThat(log.warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("127.0.0.1", "cannot be reached"));
    }

    @Test
    void who_asks_to_be_left_alone_is() {
        automobile();
        embeddings.answers(TestingEmbeddings.status(429, "{}", "Retry-After", "600"));
        begin(SHORT, "matters");
        until(() -> !log.warnings.isEmpty());
        loaf();
        document("third", "Something else", "About nothing.");
        until(() -> store.events().lastSeq() > 0
                && knowledge.find("third", 5).orElseThrow().size() == 1);
        assertThat(embeddings.asked()).hasSize(1);
    }

    @Test
    void one_text_that_is_refused_does_not_keep_the_others_from_their_vectors() {
        String id = automobile();
        document("too-long", "Nobody takes this", "poison");
        String loaf = loaf();
        TestingEmbeddings.Answer well = TestingEmbeddings.well(3);
        TestingEmbeddings.Answer refusal = TestingEmbeddings.status(400, "{\"error\": {\"message\": \"too long\"}}");
        embeddings.answers((exchange, request) -> {
            boolean poisoned = Json.write(request).contains("poison");
            (poisoned ? refusal : well).give(exchange, request);
        });
        begin(SHORT, "matters");
        until(() -> rows() == 2);
        assertThat(found(CAR_QUESTION)).containsExactly(id);
        assertThat(found("a slice of bread")).containsExactly(loaf);
        assertThat(log.warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("too long", "found by its words alone"));
        assertThat(embeddings.texts().stream().filter(text -> text.contains("poison")))
                .as("once with the others, once alone")
                .hasSize(2);
    }

    @Test
    void secrets_are_not_sent_and_long_texts_are_cut() {
        String key = "AKIA" + "QWERTYUIOPASDFGH";
        document("deploying", "How to deploy", "The key is " + key + ". " + "Then push. ".repeat(200));
        begin(SHORT, "matters", "WRIT_EMBEDDING_CHARACTERS", "300");
        until(meaning::isComplete);
        found("deploy with " + key);
        assertThat(embeddings.texts())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .hasSizeLessThanOrEqualTo(300)
                        .contains("[redacted:")
                        .doesNotContain(key));
    }

    @Test
    void many_documents_are_sent_a_few_at_a_time() {
        for (int i = 0; i < 40; i++) {
            document("note-" + i, "Note number " + i, "Text " + i);
        }
        begin(SHORT, "matters");
        until(meaning::isComplete);
        assertThat(embeddings.texts()).hasSize(40).doesNotHaveDuplicates();
        assertThat(embeddings.asked())
                .hasSize(3)
                .allSatisfy(asked -> assertThat(asked.texts()).hasSizeLessThanOrEqualTo(16));
    }
}
