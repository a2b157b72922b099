package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.event.EventLog;
import dev.writ.insight.ReviewCounters;
import dev.writ.insight.ReviewTrigger;
import dev.writ.insight.activity.EventHours;
import dev.writ.insight.activity.RollupKeeper;
import dev.writ.insight.activity.Rollups;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.insight.anomaly.AnomalyPolicy;
import dev.writ.insight.anomaly.AnomalyWatch;
import dev.writ.insight.anomaly.MessageAlerts;
import dev.writ.permission.Suspensions;
import dev.writ.runtime.Engine;
import dev.writ.store.Database;
import java.time.InstantSource;

/** What follows the event log: sums, behaviour out of the ordinary with what it leads to, and reviews that fall due. */
final class Watch implements AutoCloseable {
    private final Suspensions suspensions;
    private final Anomalies anomalies;
    private final RollupKeeper rollups;
    private final ReviewTrigger reviews;

    Watch(
            Settings settings,
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            Toolbox toolbox,
            Engine engine) {
        this.suspensions = new Suspensions(database, clock);
        suspensions.onSuspend(toolbox.gateway()::stopSuspended);
        this.anomalies = new Anomalies(
                database,
                events,
                clock,
                ids,
                suspensions,
                AnomalyPolicy.read(settings.section("anomalies")),
                new MessageAlerts(toolbox.outbox()));
        AnomalyWatch watch = new AnomalyWatch(database, clock, anomalies);
        this.rollups = new RollupKeeper(events, new Rollups(database), new EventHours(database), watch::look);
        this.reviews = new ReviewTrigger(database, events, new ReviewCounters(database, clock), engine);
    }

    Suspensions suspensions() {
        return suspensions;
    }

    Anomalies anomalies() {
        return anomalies;
    }

    void start() {
        reviews.start();
        rollups.start();
    }

    @Override
    public void close() {
        rollups.close();
        reviews.close();
    }
}
