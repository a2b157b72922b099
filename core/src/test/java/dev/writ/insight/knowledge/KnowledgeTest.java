package dev.writ.insight.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventFilter;
import dev.writ.insight.HarmfulDocuments;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeTest {
    @TempDir
    Path folder;

    private TestingStore store;
    private Definitions definitions;
    private Knowledge knowledge;
    private int tasks;

    @BeforeEach
    void open() {
        store = TestingStore.open(folder);
        definitions = new Definitions(store.database(), store.events(), store.clock(), store.ids());
        knowledge = new Knowledge(store.database(), store.events(), store.clock(), definitions);
        store.database().writeOnly(transaction -> transaction.execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES ('tree', 'r', 'person:ada', '{}', '{}', 600, 0)"""));
    }

    @AfterEach
    void close() {
        knowledge.close();
        store.close();
    }

    private String document(String name, String summary, String text, String... keywords) {
        var content = Json.object().put("title", name).put("summary", summary).put("text", text);
        content.set("keywords", Json.array(List.of(keywords)));
        return definitions
                .create(EntityKind.DOCUMENT, name, content, Change.by("person:ann", ""))
                .id();
    }

    private void load() {
        assertThat(knowledge.find("anything", 5))
                .as("the first question begins the loading")
                .isEmpty();
        until(knowledge::isLoaded);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private List<String> found(String words) {
        return knowledge.find(words, 5).orElseThrow();
    }

    /** Ended tasks of the worker, each given the document where there is one. */
    private void tasks(int count, String state, String... documents) {
        store.database().writeOnly(transaction -> {
            for (int i = 0; i < count; i++) {
                String id = "t" + tasks++;
                long now = store.clock().millis();
                transaction.execute("""
                        INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version,
                                           created_at, updated_at, finished_at)
                        VALUES (?, 'tree', 0, 't', 'i', 'p', 'worker', ?, 1, ?, ?, ?)
                        """, id, state, now, now, now);
                for (String document : documents) {
                    transaction.execute("""
                            INSERT INTO entity_relationships (source_kind, source, target_kind, target, type, strength,
                                                              created_at)
                            VALUES ('task', ?, 'document', ?, 'context', 1, 0)""", id, document);
                }
            }
        });
        store.clock().advance(Duration.ofMillis(1));
    }

    @Test
    void what_is_about_the_words_is_found_the_best_first_and_the_rest_is_not() {
        String deploy = document("deploying", "How to deploy the billing service", "Run the pipeline.", "deploy");
        String billing = document("billing-rules", "How invoices of the billing service are rounded", "To cents.");
        document(
                "holidays",
                "When the office is closed",
                "The billing service is not mentioned here, nor deploying it.");
        load();
        assertThat(found("please deploy the billing service to staging")).containsExactly(deploy, billing);
        assertThat(found("deployed")).as("another form of the word").containsExactly(deploy);
        assertThat(found("paint the fence")).isEmpty();
    }

    @Test
    void the_index_follows_what_is_written_and_taken_out_of_use() {
        load();
        assertThat(found("rotate certificates")).isEmpty();
        String id = document("certificates", "How to rotate certificates", "Ask the vault.");
        until(() -> found("rotate certificates").equals(List.of(id)));
        definitions.setStatus(EntityKind.DOCUMENT, id, DefinitionStatus.INACTIVE, Change.by("person:ann", "old"));
        until(() -> found("rotate certificates").isEmpty());
    }

    @Test
    void of_two_that_fit_alike_the_one_that_served_better_comes_first() {
        String a = document("restore-a", "How to restore a backup", "Steps.");
        String b = document("restore-b", "How to restore a backup", "Steps.");
        load();
        tasks(20, "failed", a);
        tasks(20, "completed", b);
        knowledge.measure();
        assertThat(found("restore the backup")).first().isEqualTo(b);
        assertThat(Worths.shrunk(0, 1, 0.8)).as("one failure says little").isGreaterThan(0.7);
    }

    @Test
    void a_document_with_which_tasks_do_worse_is_not_given_any_more_until_it_is_corrected() {
        String bad = document("restore-bad", "How to restore a backup", "Delete it first.");
        load();
        store.clock().advance(Duration.ofSeconds(1));
        tasks(10, "failed", bad);
        tasks(20, "completed");
        Period month = Period.last(Duration.ofDays(30), store.clock().instant().plusSeconds(1));
        assertThat(new HarmfulDocuments(store.database(), 8).detect(month))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.kind()).isEqualTo(Opportunity.Kind.HARMFUL_DOCUMENT);
                    assertThat(found.entity()).isEqualTo("restore-bad");
                    assertThat(found.hypothesis()).contains("Of 10 tasks", "0 ended well", "of 20", "20 did");
                    assertThat(found.evidence()).hasSize(10);
                });

        knowledge.measure();
        knowledge.measure();
        assertThat(found("restore the backup")).isEmpty();
        assertThat(store.events().find(EventFilter.all().ofType("document.demoted")))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data().path("reason").asString()).contains("Of 10 tasks"));

        Definition now = definitions.get(EntityKind.DOCUMENT, bad);
        definitions.update(
                EntityKind.DOCUMENT,
                bad,
                Json.object().put("text", "Restore it beside."),
                now.activeVersion(),
                Change.by("person:ann", "corrected"));
        until(() -> found("restore the backup").equals(List.of(bad)));
        knowledge.measure();
        assertThat(found("restore the backup")).containsExactly(bad);
    }

    @Test
    void few_uses_or_little_difference_demote_nothing() {
        String used = document("restore", "How to restore a backup", "Steps.");
        load();
        store.clock().advance(Duration.ofSeconds(1));
        tasks(5, "failed", used);
        tasks(20, "completed");
        knowledge.measure();
        assertThat(found("restore the backup")).containsExactly(used);
        tasks(30, "completed", used);
        tasks(5, "failed");
        knowledge.measure();
        assertThat(Optional.of(found("restore the backup"))).contains(List.of(used));
    }
}
