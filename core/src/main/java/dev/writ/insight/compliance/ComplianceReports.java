package dev.writ.insight.compliance;

import dev.writ.event.audit.Verification;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Activities;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Counts;
import dev.writ.insight.activity.EventHours;
import dev.writ.insight.activity.Rollups;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.insight.anomaly.Anomaly;
import dev.writ.permission.Suspensions;
import dev.writ.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes compliance reports: counts from the roll-ups and from indexes, and at most a few hundred rows of each kind. Safe for
 * use by many threads.
 */
public final class ComplianceReports {
    /** What is left to count after these is said in the report. */
    private static final int TRANSACTIONS_BEFORE = 2;

    private final Database database;
    private final InstantSource clock;
    private final Rollups rollups;
    private final EventHours hours;
    private final Activities activities;
    private final Anomalies anomalies;
    private final Suspensions suspensions;
    private final Supplier<Verification> verification;
    private final List<Control> controls = Control.all();

    /** @param verification what came of checking the log, not long ago */
    public ComplianceReports(
            Database database,
            InstantSource clock,
            Anomalies anomalies,
            Suspensions suspensions,
            Supplier<Verification> verification) {
        this.verification = verification;
        this.database = database;
        this.clock = clock;
        this.rollups = new Rollups(database);
        this.hours = new EventHours(database);
        this.activities = new Activities(database);
        this.anomalies = anomalies;
        this.suspensions = suspensions;
    }

    /** @param asked is widened to whole hours, as the roll-ups count them */
    public ComplianceReport of(Period asked, List<SandboxLayer> layers) {
        long behind = rollups.advance(TRANSACTIONS_BEFORE).behind();
        hours.advance(1);
        Period period = Activities.counted(asked);
        // Whoever asks the database by themselves is asked before, not while a connection is held here.
        Map<Activity, Counts> ended = activities.counts(Stage.GRANT, period);
        Map<Activity, Counts> denials = activities.counts(Stage.DENIAL, period);
        Section calls = Used.of(period, activities);
        List<Anomaly> raised = anomalies.list("", "", "", period, Section.MOST_ROWS);
        long suspended = suspensions.list().size();
        Verification verified = verification.get();
        return database.read(handle -> {
            Window window = Window.of(handle, period);
            return new ComplianceReport(
                    period,
                    clock.instant(),
                    behind,
                    verified.holds(),
                    List.of(
                            Access.of(handle, window),
                            Ceilings.of(handle, window),
                            Decided.of(handle, window),
                            Granted.of(handle, window, ended),
                            calls,
                            Ended.of(handle, window),
                            Refused.of(denials),
                            Unusual.of(handle, window, raised, suspended),
                            Changed.of(handle, window),
                            Layers.of(layers),
                            Recorded.of(window, behind, verified)),
                    controls);
        });
    }
}
