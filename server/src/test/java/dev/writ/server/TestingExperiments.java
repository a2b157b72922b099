package dev.writ.server;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.improvement.Proposal;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** Experiments in the tables of a server, as the loop would have written them; the same at every run. */
final class TestingExperiments {
    private static final long SEED = 5;

    private final Database database;
    private final Random random = new Random(SEED);
    private Instant now = Instant.now();
    private final EventLog events;
    private final Definitions definitions;
    private int place;

    TestingExperiments(TestingApi api) {
        this.database = api.writ.core().database();
        TimeOrderedIds ids = new TimeOrderedIds(() -> now, random);
        this.events = new EventLog(database, () -> now, ids);
        this.definitions = new Definitions(database, events, () -> now, ids);
    }

    /** What an experiment is about. */
    record About(EntityKind kind, String name, ObjectNode changes, String hypothesis, String expected) {}

    static final About REVIEWS = new About(
            EntityKind.AGENT,
            "investigator_agent",
            Json.object().put("maximum_turns", 12),
            "Investigations stop at their tenth turn without a verdict in 7 of 40 tasks.",
            "Fewer investigations end without a verdict, at about the same cost.");
    static final About SUMMARIES = new About(
            EntityKind.AGENT,
            "summary_agent",
            Json.object().put("maximum_turns", 6),
            "Summaries spend a third of their turns on reading what they have read already.",
            "The same summaries in fewer turns.");
    static final About LISTING = new About(
            EntityKind.TOOL,
            "terminal",
            Json.object().set("settings", Json.object().put("grant_minutes", 180)),
            "Grants of terminal lie idle for most of their 6 hours.",
            "Grants that end sooner, with no more requests.");
    static final About EDITS = new About(
            EntityKind.TOOL,
            "file_edit",
            Json.object().set("settings", Json.object().put("grant_minutes", 60)),
            "Grants of file_edit are used within their first hour.",
            "Less that lies open.");
    static final About PLANS = new About(
            EntityKind.AGENT,
            "planning_agent",
            Json.object().put("maximum_turns", 3),
            "Plans are done in their third turn.",
            "Cheaper plans.");

    /** One of each state, the newest waiting; the times lie within the last three days. */
    void fill() {
        promoted(LISTING);
        rolledBack(EDITS);
        rejected(PLANS);
        running(REVIEWS);
        waiting(SUMMARIES);
    }

    String waiting(About about) {
        at(Duration.ofMinutes(12));
        return add(about, "validation", "waiting", "It changes an agent that reads what others wrote", 0);
    }

    /** With pairs on recorded and on real tasks; it does a little better, and so far nobody can be sure. */
    String running(About about) {
        at(Duration.ofHours(20));
        String id = add(about, "canary", "running", "", 0);
        measure(id, "replay", 12, 0.04);
        measure(id, "canary", 5, 0.03);
        tell(id, about, "proposed", "catalogue", "validation", "");
        at(Duration.ofHours(19));
        tell(id, about, "moved", "engine", "replay", "It passed its checks");
        at(Duration.ofHours(5));
        tell(id, about, "moved", "engine", "canary", "The evidence for it is enough to try it on real tasks");
        return id;
    }

    String promoted(About about) {
        at(Duration.ofHours(30));
        String id = add(about, "full", "promoted", "The evidence for it is enough, and no guardrail was broken", 30);
        measure(id, "replay", 24, 0.08);
        tell(id, about, "promoted", "engine", "full", "The evidence for it is enough");
        activate(about);
        return id;
    }

    String rolledBack(About about) {
        at(Duration.ofHours(9));
        activate(about);
        String id = add(about, "full", "rolled_back", "Errors rose by more than is allowed", 7);
        measure(id, "replay", 20, 0.05);
        measure(id, "full", 9, -0.11);
        at(Duration.ofHours(7));
        definitions.rollback(about.kind(), about.name(), 1, Change.by("engine", "Errors rose"));
        tell(id, about, "rolled_back", "engine", "full", "Errors rose by more than is allowed");
        return id;
    }

    String rejected(About about) {
        at(Duration.ofHours(40));
        String id = add(about, "replay", "rejected", "The evidence against it is enough", 38);
        measure(id, "replay", 16, -0.07);
        return id;
    }

    /** Whole pairs in a stage, with this difference of the scores on average. */
    void measure(String id, String stage, int pairs, double gain) {
        database.writeOnly(transaction -> {
            for (int pair = 0; pair < pairs; pair++) {
                double before = Math.clamp(0.62 + random.nextGaussian() * 0.06, 0, 1);
                outcome(transaction, id, stage, pair, "incumbent", before);
                outcome(
                        transaction,
                        id,
                        stage,
                        pair,
                        "candidate",
                        Math.clamp(before + gain + random.nextGaussian() * 0.05, 0, 1));
            }
        });
    }

    void outcome(Transaction transaction, String id, String stage, int pair, String arm, double score) {
        transaction.execute(
                """
                INSERT INTO experiment_outcomes (experiment, stage, pair, arm, tree, score, errors, denials,
                                                 cost_micros, millis, recorded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                stage,
                pair,
                arm,
                "task_of_" + arm + "_" + pair,
                score,
                (1 - score) / 6,
                (1 - score) / 9,
                (long) (20_000 * (1.4 - score)),
                (long) (41_000 * (1.3 - score)),
                now.toEpochMilli());
    }

    /** From now on it is so long ago. */
    private void at(Duration ago) {
        now = Instant.now().minus(ago);
    }

    private void activate(About about) {
        drafted(about);
        definitions.rollback(about.kind(), about.name(), 2, Change.by("engine", "It is on trial"));
    }

    private void tell(String id, About about, String what, String by, String stage, String reason) {
        database.writeOnly(transaction -> events.append(
                transaction,
                NewEvent.of("experiment." + what, "experiment", id)
                        .by(by)
                        .with("name", about.name())
                        .with("version", 2)
                        .with("stage", stage)
                        .with("reason", reason)));
    }

    /** With a second version that is the candidate. */
    private Definition drafted(About about) {
        if (definitions.history(about.kind(), about.name()).size() == 1) {
            database.write(transaction -> definitions.draft(
                    transaction,
                    about.kind(),
                    about.name(),
                    about.changes(),
                    Change.by("catalogue", about.hypothesis())));
        }
        return definitions.get(about.kind(), about.name());
    }

    /** @param endedHoursAgo 0 for one that goes on */
    private String add(About about, String stage, String state, String reason, int endedHoursAgo) {
        Definition definition = drafted(about);
        Proposal proposal = new Proposal(
                about.kind(),
                about.name(),
                about.changes(),
                "idle_grants",
                about.hypothesis(),
                about.expected(),
                List.of("call_history_1"),
                "catalogue");
        String id = "experiment_" + ++place;
        long then = now.toEpochMilli();
        long ended = Instant.now().minus(Duration.ofHours(endedHoursAgo)).toEpochMilli();
        database.writeOnly(transaction -> {
            transaction
                    .handle()
                    .createUpdate("""
                            INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state,
                                                     reason, version, created_at, updated_at, ended_at)
                            VALUES (:id, :kind, :entity, 1, :candidate, :place, :proposal, :stage, :state,
                                    :reason, 1, :then, :then, :ended)
                            """)
                    .bind("id", id)
                    .bind("kind", about.kind().id())
                    .bind("entity", definition.id())
                    .bind("candidate", 2)
                    .bind("place", place)
                    .bind("proposal", Json.write(proposal.toJson()))
                    .bind("stage", stage)
                    .bind("state", state)
                    .bind("reason", reason)
                    .bind("then", then)
                    .bind("ended", endedHoursAgo == 0 ? Optional.<Long>empty() : Optional.of(ended))
                    .execute();
        });
        return id;
    }
}
