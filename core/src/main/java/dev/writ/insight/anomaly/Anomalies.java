package dev.writ.insight.anomaly;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.permission.Suspensions;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Anomalies on record, what was done about them, and what people said of them. Safe for use by many threads. */
public final class Anomalies {
    private static final String OPEN = "open";
    private static final String RESOLVED = "resolved";
    private static final String EXPECTED = "expected";
    private static final String UNEXPECTED = "unexpected";

    /** The same again within a day is the same anomaly, unless it has doubled. */
    private static final Duration SAME = Duration.ofDays(1);

    private static final double DOUBLED = 2;
    /** How much more than what a person called expected is again out of the ordinary. */
    private static final double DIFFERS = 1.5;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final Suspensions suspensions;
    private final AnomalyPolicy policy;
    private final Alerts alerts;

    /** Tells people, within the transaction that records the anomaly. */
    @FunctionalInterface
    public interface Alerts {
        void alert(Transaction transaction, Anomaly anomaly);
    }

    public Anomalies(
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            Suspensions suspensions,
            AnomalyPolicy policy,
            Alerts alerts) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.suspensions = suspensions;
        this.policy = policy;
        this.alerts = alerts;
    }

    private record Lesson(String verdict, double measured) {}

    /** Whether it is news: not what people expect, and not what was raised just now. */
    boolean isNews(Handle handle, Finding finding) {
        Optional<Lesson> lesson = handle.createQuery("SELECT verdict, measured FROM anomaly_lessons WHERE pattern = :p")
                .bind("p", finding.pattern())
                .map((row, context) -> new Lesson(row.getString("verdict"), row.getDouble("measured")))
                .findOne();
        if (lesson.filter(one -> one.verdict().equals(EXPECTED) && finding.measured() <= DIFFERS * one.measured())
                .isPresent()) {
            return false;
        }
        return AnomalyTable.largest(handle, finding.pattern(), clock.instant().minus(SAME))
                .filter(before -> finding.measured() < DOUBLED * before)
                .isEmpty();
    }

    /** Records a finding that is news, and does what the policy says; nothing for any other. */
    public Optional<Anomaly> raise(Transaction transaction, Finding finding) {
        if (!isNews(transaction.handle(), finding)) {
            return Optional.empty();
        }
        String id = ids.next("anomaly");
        Set<Reaction> done = EnumSet.noneOf(Reaction.class);
        Finding.Subject subject = finding.subject();
        for (Reaction reaction : policy.to(finding.kind())) {
            boolean possible =
                    switch (reaction) {
                        case ALERT -> true;
                        case SUSPEND_GRANT ->
                            !subject.assignment().isEmpty()
                                    && suspensions.suspendGrant(transaction, subject.assignment(), id);
                        case SUSPEND_AGENT -> suspensions.suspendAgent(transaction, subject.agent(), id);
                    };
            if (possible) {
                done.add(reaction);
            }
        }
        Anomaly anomaly = new Anomaly(id, finding, clock.instant(), done, OPEN, "", "", Optional.empty(), "");
        AnomalyTable.insert(transaction, anomaly);
        events.append(
                transaction,
                event("anomaly.raised", anomaly)
                        .by("policy")
                        .with("explanation", finding.explanation())
                        .with(
                                "reactions",
                                String.join(
                                        ", ",
                                        done.stream().map(Reaction::id).sorted().toList())));
        if (done.contains(Reaction.ALERT)) {
            alerts.alert(transaction, anomaly);
        }
        return Optional.of(anomaly);
    }

    /** @throws WritException with {@code not_found} */
    public Anomaly get(String id) {
        return database.read(handle -> AnomalyTable.find(handle, id)).orElseThrow(() -> unknown(id));
    }

    /** Newest first; empty texts match everything. */
    public List<Anomaly> list(String state, String kind, String agent, Period period, int limit) {
        return database.read(handle -> AnomalyTable.list(handle, state, kind, agent, period, limit));
    }

    /**
     * Learns what a person says: what is {@code expected} is not raised again until it differs, what is {@code unexpected}
     * is raised as before.
     *
     * @throws WritException with {@code invalid_arguments} for any other verdict, or {@code not_found}
     */
    public Anomaly feedback(String id, String verdict, String by) {
        if (!Set.of(EXPECTED, UNEXPECTED).contains(verdict)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The verdict '" + verdict + "' is none.",
                    "Say expected or unexpected.");
        }
        database.writeOnly(transaction -> {
            Anomaly anomaly = find(transaction, id);
            transaction.execute("UPDATE anomalies SET feedback = ? WHERE id = ?", verdict, id);
            transaction.execute(
                    """
                    INSERT INTO anomaly_lessons (pattern, verdict, measured, learnt_at, learnt_by) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (pattern) DO UPDATE SET verdict = excluded.verdict, measured = excluded.measured,
                        learnt_at = excluded.learnt_at, learnt_by = excluded.learnt_by
                    """, anomaly.finding().pattern(), verdict, anomaly.finding().measured(), clock.millis(), by);
            events.append(transaction, event("anomaly.feedback", anomaly).by(by).with("verdict", verdict));
        });
        return get(id);
    }

    /**
     * A person has looked: what was suspended for it may go on.
     *
     * @throws WritException with {@code not_found}, or {@code conflict} where somebody has looked already
     */
    public Anomaly resolve(String id, String note, String by) {
        database.writeOnly(transaction -> {
            Anomaly anomaly = find(transaction, id);
            int changed = transaction.execute(
                    "UPDATE anomalies SET state = ?, note = ?, ended_at = ?, ended_by = ? WHERE id = ? AND state = ?",
                    RESOLVED,
                    note,
                    clock.millis(),
                    by,
                    id,
                    OPEN);
            if (changed == 0) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The anomaly " + id + " was resolved by " + anomaly.endedBy() + " already.",
                        "Nothing more is to be done about it.");
            }
            int lifted = suspensions.lift(transaction, id);
            events.append(
                    transaction,
                    event("anomaly.resolved", anomaly).by(by).with("note", note).with("lifted", lifted));
        });
        return get(id);
    }

    private static Anomaly find(Transaction transaction, String id) {
        return AnomalyTable.find(transaction.handle(), id).orElseThrow(() -> unknown(id));
    }

    private static NewEvent event(String type, Anomaly anomaly) {
        Finding finding = anomaly.finding();
        return NewEvent.of(type, "anomaly", anomaly.id())
                .in(finding.subject().tree(), finding.subject().task())
                .with("kind", finding.kind().id())
                .with("pattern", finding.pattern())
                .with("agent", finding.subject().agent())
                .with("tool", finding.subject().tool());
    }

    private static WritException unknown(String id) {
        return new WritException(
                FailureCode.NOT_FOUND, "There is no anomaly '" + id + "'.", "List them with GET /api/v1/anomalies.");
    }
}
