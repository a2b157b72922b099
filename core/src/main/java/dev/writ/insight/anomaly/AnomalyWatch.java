package dev.writ.insight.anomaly;

import dev.writ.insight.Period;
import dev.writ.insight.activity.Grain;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.TimedEvent;
import dev.writ.insight.activity.TimedEvents;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for anomalies: at the current hour, the one before it, and the last minutes. The same events and the same clock
 * always give the same findings. Used by one thread at a time.
 */
public final class AnomalyWatch {
    private final Database database;
    private final InstantSource clock;
    private final Anomalies anomalies;
    private final TimedEvents events;
    private @Nullable Instant known;
    private @Nullable History history;

    public AnomalyWatch(Database database, InstantSource clock, Anomalies anomalies) {
        this.database = database;
        this.clock = clock;
        this.anomalies = anomalies;
        this.events = new TimedEvents(database);
    }

    /** Raises what is news; to be called when the roll-ups are up to date. Returns what was raised. */
    public synchronized List<Anomaly> look() {
        Instant now = clock.instant();
        List<Anomaly> raised = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = database.write(transaction -> {
                List<Finding> found = new ArrayList<>();
                boolean left = FirstUses.advance(transaction, now, found);
                found.forEach(finding -> anomalies.raise(transaction, finding).ifPresent(raised::add));
                return left;
            });
        }
        for (Finding finding : news(now)) {
            database.write(transaction -> anomalies.raise(transaction, finding)).ifPresent(raised::add);
        }
        return raised;
    }

    private List<Finding> news(Instant now) {
        Instant hour = Grain.HOUR.start(now);
        return database.read(handle -> {
            History before = historyBefore(handle, hour);
            List<Finding> found = new ArrayList<>(Denials.until(handle, now));
            for (Instant one : List.of(hour.minus(Duration.ofHours(1)), hour)) {
                List<History.Hour> hours = History.hours(handle, one, one.plus(Duration.ofHours(1)));
                if (!hours.isEmpty()) {
                    found.addAll(HourDetectors.in(hours, before));
                }
            }
            return found.stream()
                    .filter(finding -> anomalies.isNews(handle, finding))
                    .map(this::withEvidence)
                    .toList();
        });
    }

    /** Until the end of the hour before the last, so that neither of the two hours looked at is its own history. */
    private History historyBefore(org.jdbi.v3.core.Handle handle, Instant hour) {
        History current = history;
        if (current == null || !hour.equals(known)) {
            current = History.before(handle, hour.minus(Duration.ofHours(1)));
            history = current;
            known = hour;
        }
        return current;
    }

    /** What is about an hour as a whole leads to the newest calls in it, and is about the task and tree of the last. */
    private Finding withEvidence(Finding finding) {
        if (!finding.evidence().isEmpty()) {
            return finding;
        }
        Finding.Subject subject = finding.subject();
        Period period = finding.period();
        List<TimedEvent> newest = events.find(
                new TimedEvents.Wanted(Stage.TOOL, subject.agent(), subject.tool(), "", "", 0, period),
                AnomalyTable.MOST_EVIDENCE);
        String task = newest.isEmpty() ? "" : newest.getFirst().task();
        return new Finding(
                finding.kind(),
                finding.pattern(),
                new Finding.Subject(subject.agent(), subject.tool(), "", task, treeOf(task), grantOf(newest)),
                period,
                finding.measured(),
                finding.explanation(),
                finding.figures(),
                newest.stream().map(TimedEvent::seq).toList());
    }

    private String treeOf(String task) {
        return database.read(handle -> handle.createQuery("SELECT tree FROM tasks WHERE id = :id")
                .bind("id", task)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }

    /** The grant of the newest call; empty where a base permission allowed it. */
    private String grantOf(List<TimedEvent> newest) {
        String call = newest.isEmpty() ? "" : newest.getFirst().entity();
        return database.read(handle -> handle.createQuery("SELECT assignment FROM tool_usage_events WHERE call = :call")
                .bind("call", call)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }
}
