package dev.writ.improvement;

import dev.writ.entity.EntityKind;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Score;
import dev.writ.improvement.gate.Stage;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * What is on record about a tree that has ended.
 *
 * @param cost millionths of the currency; where the model costs nothing, its tokens
 * @param time from the beginning to the end, without what people took to decide
 */
record TreeRecord(boolean done, long calls, long failed, long denied, long cost, Duration time) {
    /** What would be worth nothing any more; of no account for comparisons, which are made within a pair. */
    private static final long COST_CAP = 1_000_000;

    private static final Duration TIME_CAP = Duration.ofMinutes(10);

    static TreeRecord of(Handle handle, String tree) {
        return handle.createQuery("""
                        SELECT t.state, r.started_at, r.finished_at, r.cost_micros, r.tokens,
                               (SELECT COUNT(*) FROM tool_usage_events u
                                WHERE u.tree = r.id AND u.tool <> 'core') AS calls,
                               (SELECT COUNT(*) FROM tool_usage_events u
                                WHERE u.tree = r.id AND u.tool <> 'core' AND u.outcome = 'failed') AS failed,
                               (SELECT COUNT(*) FROM tool_usage_events u
                                WHERE u.tree = r.id AND u.tool <> 'core' AND u.outcome = 'denied') AS denied,
                               (SELECT COALESCE(SUM(a.decided_at - a.created_at), 0) FROM approvals a
                                WHERE a.tree = r.id AND a.decided_at IS NOT NULL) AS waited
                        FROM trees r JOIN tasks t ON t.id = r.id WHERE r.id = :tree
                        """)
                .bind("tree", tree)
                .map((row, context) -> new TreeRecord(
                        row.getString("state").equals("completed"),
                        row.getLong("calls"),
                        row.getLong("failed"),
                        row.getLong("denied"),
                        row.getLong("cost_micros") > 0 ? row.getLong("cost_micros") : row.getLong("tokens"),
                        Duration.ofMillis(Math.max(
                                0, row.getLong("finished_at") - row.getLong("started_at") - row.getLong("waited")))))
                .one();
    }

    /**
     * Whether the tree had to do with a definition. Of documents nobody can say: the very change may be that a task no
     * longer reads one.
     */
    static boolean used(Handle handle, String tree, EntityKind kind, String name) {
        String sql =
                switch (kind) {
                    case AGENT -> "SELECT COUNT(*) FROM tasks WHERE tree = :tree AND agent = :name";
                    case PROCESS -> "SELECT COUNT(*) FROM tasks WHERE tree = :tree AND process = :name";
                    case TOOL -> "SELECT COUNT(*) FROM tool_usage_events WHERE tree = :tree AND tool = :name";
                    case DOCUMENT -> "SELECT COUNT(*) FROM trees WHERE id = :tree AND id <> :name";
                    case TASK, EVENT -> throw new IllegalArgumentException("no definition");
                };
        return handle.createQuery(sql)
                        .bind("tree", tree)
                        .bind("name", name)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    Outcome outcome(Stage stage, int pair, Arm arm, String tree) {
        return new Outcome(
                stage,
                pair,
                arm,
                tree,
                Score.of(done, cost, COST_CAP, time, TIME_CAP),
                share(failed),
                share(denied),
                cost,
                time);
    }

    private double share(long part) {
        return calls == 0 ? 0 : (double) part / calls;
    }
}
