package dev.writ.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What definitions do on every database. */
abstract class DefinitionsContract {
    private static final Change BY_ANN = Change.by("person:ann", "because");

    private final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    private EventLog events;
    private Definitions definitions;

    abstract Database database();

    @BeforeEach
    void prepare() {
        IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
        events = new EventLog(database(), clock, ids);
        definitions = new Definitions(database(), events, clock, ids);
    }

    @Test
    void a_created_definition_is_found_by_id_and_by_name() {
        Definition created = definitions.create(EntityKind.DOCUMENT, "Build rules", text("use the wrapper"), BY_ANN);

        assertThat(definitions.get(EntityKind.DOCUMENT, created.id())).isEqualTo(created);
        assertThat(definitions.get(EntityKind.DOCUMENT, "Build rules")).isEqualTo(created);
        assertThat(definitions.find(EntityKind.AGENT, "Build rules")).isEmpty();
        assertThat(created.activeVersion()).isEqualTo(1);
        assertThat(created.status()).isEqualTo(DefinitionStatus.ACTIVE);
        assertThat(created.createdAt()).isEqualTo(clock.instant());
        assertThat(created.content()).isEqualTo(text("use the wrapper"));
    }

    @Test
    void a_second_definition_of_the_same_name_is_a_conflict() {
        document("a");
        fails(FailureCode.CONFLICT, () -> document("a"));
        definitions.create(EntityKind.AGENT, "a", text("another kind may"), BY_ANN);
    }

    @Test
    void tasks_and_events_are_not_definitions() {
        fails(FailureCode.INVALID_ARGUMENTS, () -> definitions.create(EntityKind.TASK, "t", text(""), BY_ANN));
        fails(FailureCode.INVALID_ARGUMENTS, () -> definitions.update(EntityKind.EVENT, "e", text(""), 1, BY_ANN));
    }

    @Test
    void names_are_one_line_of_visible_characters() {
        for (String bad : List.of("", " a", "two\nlines", "x".repeat(201), "back\u202ewards")) {
            fails(FailureCode.INVALID_ARGUMENTS, () -> document(bad));
        }
        assertThat(document("Größe & Maß, v2 (x)").name()).isEqualTo("Größe & Maß, v2 (x)");
    }

    @Test
    void content_is_limited_to_256_kilobytes() {
        document("fits").content();
        fails(
                FailureCode.TOO_LARGE,
                () -> definitions.create(EntityKind.DOCUMENT, "big", text("x".repeat(256 * 1024)), BY_ANN));
        assertThat(definitions.find(EntityKind.DOCUMENT, "big")).isEmpty();
    }

    @Test
    void an_update_merges_into_a_new_version_and_keeps_the_old_one() {
        definitions.create(
                EntityKind.AGENT,
                "worker",
                json("{\"instruction\": \"work\", \"limits\": {\"turns\": 5, \"tokens\": 9}, \"tags\": [\"a\"]}"),
                BY_ANN);
        clock.advance(Duration.ofMinutes(1));
        Definition updated = definitions.update(
                EntityKind.AGENT,
                "worker",
                json("{\"limits\": {\"turns\": 7, \"tokens\": null}, \"tags\": [\"b\"]}"),
                1,
                Change.by("agent:review_agent", "fewer turns fail"));

        assertThat(updated.content())
                .isEqualTo(json("{\"instruction\": \"work\", \"limits\": {\"turns\": 7}, \"tags\": [\"b\"]}"));
        assertThat(updated.activeVersion()).isEqualTo(2);
        assertThat(updated.updatedAt()).isEqualTo(clock.instant());
        assertThat(definitions
                        .version(EntityKind.AGENT, "worker", 1)
                        .content()
                        .at("/limits/turns")
                        .asInt())
                .isEqualTo(5);
        assertThat(definitions.history(EntityKind.AGENT, "worker"))
                .extracting(DefinitionVersion::version, DefinitionVersion::author, DefinitionVersion::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, "agent:review_agent", "fewer turns fail"),
                        org.assertj.core.groups.Tuple.tuple(1, "person:ann", "because"));
    }

    @Test
    void an_update_from_an_old_version_is_a_conflict_and_changes_nothing() {
        document("a");
        definitions.update(EntityKind.DOCUMENT, "a", text("second"), 1, BY_ANN);

        fails(FailureCode.CONFLICT, () -> definitions.update(EntityKind.DOCUMENT, "a", text("late"), 1, BY_ANN));
        assertThat(definitions.get(EntityKind.DOCUMENT, "a").content()).isEqualTo(text("second"));
        assertThat(definitions.history(EntityKind.DOCUMENT, "a")).hasSize(2);
    }

    @Test
    void an_update_that_changes_nothing_adds_no_version() {
        Definition before = document("a");
        assertThat(definitions.update(EntityKind.DOCUMENT, "a", before.content(), 1, BY_ANN))
                .isEqualTo(before);
    }

    @Test
    void a_rollback_moves_the_pointer_and_later_versions_get_new_numbers() {
        document("a");
        definitions.update(EntityKind.DOCUMENT, "a", text("second"), 1, BY_ANN);
        Definition back = definitions.rollback(EntityKind.DOCUMENT, "a", 1, BY_ANN);

        assertThat(back.activeVersion()).isEqualTo(1);
        assertThat(back.content()).isEqualTo(text("about a"));
        assertThat(definitions.history(EntityKind.DOCUMENT, "a")).hasSize(2);
        assertThat(definitions
                        .update(EntityKind.DOCUMENT, "a", text("third"), 1, BY_ANN)
                        .activeVersion())
                .isEqualTo(3);
        fails(FailureCode.NOT_FOUND, () -> definitions.rollback(EntityKind.DOCUMENT, "a", 9, BY_ANN));
    }

    @Test
    void a_deactivated_definition_stays_readable_and_can_be_activated_again() {
        document("a");
        definitions.setStatus(EntityKind.DOCUMENT, "a", DefinitionStatus.INACTIVE, BY_ANN);
        definitions.setStatus(EntityKind.DOCUMENT, "a", DefinitionStatus.INACTIVE, BY_ANN);
        assertThat(definitions.get(EntityKind.DOCUMENT, "a").status()).isEqualTo(DefinitionStatus.INACTIVE);
        assertThat(types()).containsExactly("entity.created", "entity.deactivated");

        definitions.setStatus(EntityKind.DOCUMENT, "a", DefinitionStatus.ACTIVE, BY_ANN);
        assertThat(definitions.get(EntityKind.DOCUMENT, "a").status()).isEqualTo(DefinitionStatus.ACTIVE);
    }

    @Test
    void every_change_writes_its_event_with_who_and_where() {
        Change inTask = Change.by("agent:worker", "r").in("tree_1", "task_2").causedBy("call_3");
        Definition created = definitions.create(EntityKind.DOCUMENT, "a", text("x"), inTask);
        definitions.update(EntityKind.DOCUMENT, "a", text("y"), 1, inTask);
        definitions.rollback(EntityKind.DOCUMENT, "a", 1, inTask);

        assertThat(types()).containsExactly("entity.created", "entity.updated", "entity.rolled_back");
        assertThat(events.find(EventFilter.all().about("document", created.id())))
                .hasSize(3)
                .allSatisfy(event -> {
                    assertThat(event.actor()).isEqualTo("agent:worker");
                    assertThat(event.tree()).isEqualTo("tree_1");
                    assertThat(event.task()).isEqualTo("task_2");
                    assertThat(event.causedBy()).isEqualTo("call_3");
                });
    }

    @Test
    void a_failing_transaction_leaves_neither_definition_nor_event() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database().write(transaction -> {
                    definitions.create(transaction, EntityKind.DOCUMENT, "a", text("x"), BY_ANN);
                    throw new IllegalStateException("later step");
                }));
        assertThat(definitions.find(EntityKind.DOCUMENT, "a")).isEmpty();
        assertThat(types()).isEmpty();
    }

    @Test
    void a_listing_goes_through_all_pages_in_order() {
        for (String name : List.of("d", "b", "e", "a", "c")) {
            document(name);
        }
        definitions.create(EntityKind.AGENT, "z", text("first kind"), BY_ANN);

        DefinitionFilter twoAPage = DefinitionFilter.all().atMost(2);
        DefinitionPage first = definitions.list(twoAPage);
        DefinitionPage second = definitions.list(twoAPage.from(first.nextCursor()));
        DefinitionPage third = definitions.list(twoAPage.from(second.nextCursor()));

        assertThat(names(first)).containsExactly("z", "a");
        assertThat(names(second)).containsExactly("b", "c");
        assertThat(names(third)).containsExactly("d", "e");
        assertThat(third.nextCursor()).isEmpty();
    }

    @Test
    void a_listing_is_filtered_by_kind_status_and_part_of_the_name() {
        document("Alpha_1");
        document("alpha%2");
        document("beta");
        definitions.setStatus(EntityKind.DOCUMENT, "beta", DefinitionStatus.INACTIVE, BY_ANN);

        DefinitionFilter documents = DefinitionFilter.all().ofKind(EntityKind.DOCUMENT);
        assertThat(names(definitions.list(documents.named("ALPHA")))).containsExactly("Alpha_1", "alpha%2");
        assertThat(names(definitions.list(documents.named("%")))).containsExactly("alpha%2");
        assertThat(names(definitions.list(documents.named("a_")))).containsExactly("Alpha_1");
        assertThat(names(definitions.list(documents.withStatus(DefinitionStatus.INACTIVE))))
                .containsExactly("beta");
        assertThat(names(definitions.list(DefinitionFilter.all().ofKind(EntityKind.TOOL))))
                .isEmpty();
    }

    @Test
    void a_search_needs_all_words_and_ranks_names_before_content() {
        definitions.create(EntityKind.DOCUMENT, "gradle notes", text("how we build"), BY_ANN);
        definitions.create(EntityKind.DOCUMENT, "build", text("the wrapper"), BY_ANN);
        definitions.create(EntityKind.PROCESS, "release", text("Build, sign, publish.\nBuild again."), BY_ANN);

        assertThat(search("BUILD")).containsExactly("build", "release", "gradle notes");
        assertThat(search("build gradle")).containsExactly("gradle notes");
        assertThat(search("build nowhere")).isEmpty();
        assertThat(definitions.search(Optional.of(EntityKind.PROCESS), "build", 10))
                .extracting(Definition::name)
                .containsExactly("release");
        assertThat(definitions.search(Optional.empty(), "build", 1)).hasSize(1);
        fails(FailureCode.INVALID_ARGUMENTS, () -> search("  "));
    }

    @Test
    void a_search_looks_at_texts_not_at_field_names_and_knows_letters_beyond_ascii() {
        definitions.create(EntityKind.DOCUMENT, "Übersicht", text("say \"hello\"; C:\\temp"), BY_ANN);

        assertThat(search("übersicht")).containsExactly("Übersicht");
        assertThat(search("\"hello\";")).containsExactly("Übersicht");
        assertThat(search("c:\\temp")).containsExactly("Übersicht");
        assertThat(search("text")).isEmpty();
        assertThat(search("h_llo")).isEmpty();
    }

    @Test
    void a_search_sees_only_the_active_version() {
        definitions.create(EntityKind.DOCUMENT, "a", text("former"), BY_ANN);
        definitions.update(EntityKind.DOCUMENT, "a", text("latter"), 1, BY_ANN);
        assertThat(search("former")).isEmpty();
        definitions.rollback(EntityKind.DOCUMENT, "a", 1, BY_ANN);
        assertThat(search("former")).containsExactly("a");
    }

    @Test
    void a_diff_compares_long_texts_line_by_line() {
        definitions.create(EntityKind.AGENT, "a", text("one\ntwo\nthree"), BY_ANN);
        definitions.update(EntityKind.AGENT, "a", text("one\n2\nthree"), 1, BY_ANN);

        assertThat(definitions.diff(EntityKind.AGENT, "a", 1, 2)).isEqualTo("""
                --- a version 1
                +++ a version 2
                @@ -1,7 +1,7 @@
                 {
                   "text": \"""
                     one
                -    two
                +    2
                     three
                     \"""
                 }
                """);
        assertThat(definitions.diff(EntityKind.AGENT, "a", 1, 1)).isEmpty();
        fails(FailureCode.NOT_FOUND, () -> definitions.diff(EntityKind.AGENT, "a", 1, 3));
    }

    @Test
    void seeding_creates_what_is_absent_and_a_second_time_nothing() {
        assertThat(seed("one")).isEqualTo(1);
        assertThat(seed("one")).isZero();
        assertThat(definitions.history(EntityKind.AGENT, "worker"))
                .extracting(DefinitionVersion::author)
                .containsExactly("writ");
    }

    @Test
    void seeding_updates_what_is_still_as_shipped() {
        seed("one");
        assertThat(seed("two")).isEqualTo(1);
        assertThat(definitions.get(EntityKind.AGENT, "worker").content()).isEqualTo(text("two"));
        assertThat(definitions.history(EntityKind.AGENT, "worker")).hasSize(2);
    }

    @Test
    void seeding_leaves_what_a_user_changed_or_rolled_back() {
        seed("one");
        seed("two");
        definitions.rollback(EntityKind.AGENT, "worker", 1, BY_ANN);
        assertThat(seed("three")).isZero();
        assertThat(definitions.get(EntityKind.AGENT, "worker").content()).isEqualTo(text("one"));

        definitions.update(EntityKind.AGENT, "worker", text("mine"), 1, BY_ANN);
        assertThat(seed("three")).isZero();
        assertThat(definitions.get(EntityKind.AGENT, "worker").content()).isEqualTo(text("mine"));
    }

    private int seed(String content) {
        return new Seeder(database(), definitions).seed(List.of(new Seed(EntityKind.AGENT, "worker", text(content))));
    }

    private Definition document(String name) {
        return definitions.create(EntityKind.DOCUMENT, name, text("about " + name), BY_ANN);
    }

    private List<String> search(String query) {
        return definitions.search(Optional.empty(), query, 10).stream()
                .map(Definition::name)
                .toList();
    }

    private List<String> types() {
        return events.find(EventFilter.all()).stream().map(Event::type).toList();
    }

    private static List<String> names(DefinitionPage page) {
        return page.definitions().stream().map(Definition::name).toList();
    }

    private static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    private static ObjectNode json(String text) {
        return Json.parseObject(text);
    }

    private static void fails(FailureCode code, ThrowingCallable call) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
