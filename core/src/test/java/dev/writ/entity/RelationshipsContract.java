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
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What relationships do on every database. */
abstract class RelationshipsContract {
    private static final Change BY_ANN = Change.by("person:ann", "");

    private final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    private EventLog events;
    private Relationships relationships;
    private EntityRef agent;
    private EntityRef document;

    abstract Database database();

    @BeforeEach
    void prepare() {
        IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
        events = new EventLog(database(), clock, ids);
        Definitions definitions = new Definitions(database(), events, clock, ids);
        agent = definitions
                .create(EntityKind.AGENT, "worker", Json.object(), BY_ANN)
                .ref();
        document = definitions
                .create(EntityKind.DOCUMENT, "manual", Json.object(), BY_ANN)
                .ref();
        relationships = new Relationships(database(), events, clock);
    }

    @Test
    void a_relationship_is_seen_from_both_ends() {
        Relationship made = relationships.relate(agent, document, "reads", 0.5, BY_ANN);

        assertThat(made).isEqualTo(new Relationship(agent, document, "reads", 0.5, clock.instant()));
        assertThat(relationships.related(EntityKind.AGENT, agent.id())).containsExactly(made);
        assertThat(relationships.related(EntityKind.DOCUMENT, "manual")).containsExactly(made);
    }

    @Test
    void definitions_may_be_named() {
        relationships.relate(
                new EntityRef(EntityKind.AGENT, "worker"),
                new EntityRef(EntityKind.DOCUMENT, "manual"),
                "reads",
                1,
                BY_ANN);
        assertThat(relationships.related(EntityKind.AGENT, "worker"))
                .singleElement()
                .satisfies(one -> assertThat(one.target()).isEqualTo(document));
    }

    @Test
    void relating_again_gives_a_new_strength() {
        relationships.relate(agent, document, "reads", 0.5, BY_ANN);
        relationships.relate(agent, document, "reads", 0.9, BY_ANN);
        relationships.relate(agent, document, "reads", 0.9, BY_ANN);

        assertThat(relationships.related(EntityKind.AGENT, agent.id()))
                .extracting(Relationship::strength)
                .containsExactly(0.9);
        assertThat(events.find(EventFilter.all().ofType("relationship")))
                .extracting(event -> event.data().path("strength").asDouble())
                .containsExactly(0.5, 0.9);
    }

    @Test
    void the_strongest_come_first() {
        relationships.relate(agent, document, "reads", 0.1, BY_ANN);
        relationships.relate(document, agent, "describes", 0.8, BY_ANN);
        assertThat(relationships.related(EntityKind.AGENT, agent.id()))
                .extracting(Relationship::type)
                .containsExactly("describes", "reads");
    }

    @Test
    void unrelating_removes_one_type_only_and_once() {
        relationships.relate(agent, document, "reads", 0.1, BY_ANN);
        relationships.relate(agent, document, "writes", 0.1, BY_ANN);

        assertThat(relationships.unrelate(agent, document, "reads", BY_ANN)).isTrue();
        assertThat(relationships.unrelate(agent, document, "reads", BY_ANN)).isFalse();
        assertThat(relationships.related(EntityKind.AGENT, agent.id()))
                .extracting(Relationship::type)
                .containsExactly("writes");
        assertThat(events.find(EventFilter.all().ofType("relationship")))
                .extracting(Event::type)
                .containsExactly("relationship.added", "relationship.added", "relationship.removed");
    }

    @Test
    void both_ends_must_exist_and_differ() {
        fails(
                FailureCode.NOT_FOUND,
                () -> relationships.relate(
                        agent, new EntityRef(EntityKind.TASK, "task_unknown"), "worked_on", 1, BY_ANN));
        fails(FailureCode.INVALID_ARGUMENTS, () -> relationships.relate(agent, agent, "likes", 1, BY_ANN));
    }

    @Test
    void strength_lies_between_zero_and_one() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            fails(FailureCode.INVALID_ARGUMENTS, () -> relationships.relate(agent, document, "reads", bad, BY_ANN));
        }
    }

    @Test
    void a_type_is_one_lower_case_word() {
        for (String bad : new String[] {"", "Reads", "two words", "1st", "x".repeat(65)}) {
            fails(FailureCode.INVALID_ARGUMENTS, () -> relationships.relate(agent, document, bad, 1, BY_ANN));
        }
    }

    @Test
    void an_event_can_be_related() {
        Event created = events.find(EventFilter.all()).getFirst();
        relationships.relate(new EntityRef(EntityKind.EVENT, created.id()), agent, "made", 1, BY_ANN);
        assertThat(relationships.related(EntityKind.EVENT, created.id())).hasSize(1);
    }

    private static void fails(FailureCode code, ThrowingCallable call) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
