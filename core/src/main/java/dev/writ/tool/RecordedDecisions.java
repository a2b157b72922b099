package dev.writ.tool;

import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantReplay;
import dev.writ.permission.PolicyReplay;
import dev.writ.permission.Replayed;
import dev.writ.permission.Replayed.Gap;
import dev.writ.permission.ReplayedGrant;
import dev.writ.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The decisions on record, decided again under another policy. Only reads. Safe for use by many threads. */
public final class RecordedDecisions {
    /** More differences than this are counted and not told. */
    private static final int MOST_TOLD = 10_000;

    private final Database database;
    private final DatabasePermissionManager permissions;

    public RecordedDecisions(Database database, DatabasePermissionManager permissions) {
        this.database = database;
        this.permissions = permissions;
    }

    /** All decisions from then on: on calls, and on who had to say yes to a grant. */
    public Replay under(CeilingSettings policy, Instant since) {
        return database.read(handle -> {
            PolicyReplay replay = permissions.replay(handle, policy);
            Tally tally = new Tally();
            calls(handle, replay, since, tally);
            new GrantReplay(handle, replay).since(since).forEach(tally::grant);
            return tally.replay(since);
        });
    }

    private static void calls(Handle handle, PolicyReplay replay, Instant since, Tally tally) {
        UsageRecords.eachSince(handle, since, (record, event) -> {
            switch (PastDecision.of(record, event)) {
                case PastDecision.ByPolicy(var call) -> {
                    Replayed replayed = replay.replay(call);
                    tally.count(replayed);
                    if (replayed instanceof Replayed.Differs differs) {
                        tally.tell(Replay.Difference.of(record, call.touches(), differs));
                    }
                }
                case PastDecision.ByOtherRule ignored -> tally.count(new Replayed.Same());
                case PastDecision.None ignored -> {}
            }
        });
    }

    /** Counts what comes of each decision. */
    private static final class Tally {
        private final List<Replay.Difference> told = new ArrayList<>();
        private final Map<Gap, Long> untold = new EnumMap<>(Gap.class);
        private long lookedAt;
        private long differing;

        void count(Replayed replayed) {
            lookedAt++;
            switch (replayed) {
                case Replayed.Same ignored -> {}
                case Replayed.Differs ignored -> differing++;
                case Replayed.Untold(Gap gap) -> untold.merge(gap, 1L, Long::sum);
            }
        }

        void tell(Replay.Difference difference) {
            if (told.size() < MOST_TOLD) {
                told.add(difference);
            }
        }

        void grant(ReplayedGrant grant) {
            count(grant.replayed());
            if (grant.replayed() instanceof Replayed.Differs differs) {
                tell(new Replay.Difference(
                        Replay.Kind.GRANT,
                        grant.id(),
                        grant.at(),
                        grant.task(),
                        grant.agent(),
                        grant.tool(),
                        grant.scope(),
                        differs.before(),
                        differs.after(),
                        differs.sentence()));
            }
        }

        Replay replay(Instant since) {
            told.sort(Comparator.comparing(Replay.Difference::at).thenComparing(Replay.Difference::id));
            return new Replay(since, lookedAt, differing, told, untold);
        }
    }
}
