package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads what was measured in experiments, with real tasks in pairs. */
final class Outcomes {
    private Outcomes() {}

    /** @param number how many of the experiment's tasks of the stage were accepted before */
    private record Row(String experiment, int number, Outcome outcome) {
        boolean isReal() {
            return outcome.stage() == Stage.CANARY;
        }

        RealPairs.Part part() {
            return new RealPairs.Part(number, outcome.arm(), Optional.of(outcome));
        }
    }

    private record Open(String experiment, RealPairs.Part part) {}

    /** By experiment, in the order of stages and pairs, the incumbent's first; none for one without. */
    static Map<String, List<Outcome>> of(Handle handle, List<String> experiments) {
        Map<String, List<Outcome>> found = new HashMap<>();
        Map<String, List<RealPairs.Part>> real = new HashMap<>();
        open(handle, experiments)
                .forEach(one -> real.computeIfAbsent(one.experiment(), id -> new ArrayList<>())
                        .add(one.part()));
        for (Row row : measured(handle, experiments)) {
            if (row.isReal()) {
                real.computeIfAbsent(row.experiment(), id -> new ArrayList<>()).add(row.part());
            } else {
                found.computeIfAbsent(row.experiment(), id -> new ArrayList<>()).add(row.outcome());
            }
        }
        real.forEach((experiment, parts) ->
                found.computeIfAbsent(experiment, id -> new ArrayList<>()).addAll(RealPairs.of(parts)));
        found.values().forEach(outcomes -> outcomes.sort(Comparator.comparing(Outcome::stage)));
        return found;
    }

    private static List<Row> measured(Handle handle, List<String> experiments) {
        return handle.createQuery("""
                        SELECT o.*, COALESCE(v.pair, o.pair) AS number
                        FROM experiment_outcomes o
                        JOIN experiments e ON e.id = o.experiment
                        LEFT JOIN tree_versions v ON v.tree = o.tree AND v.entity = e.entity
                        WHERE o.experiment IN (<ids>) ORDER BY o.pair, o.arm DESC
                        """)
                .bindList("ids", experiments)
                .map((row, context) -> new Row(row.getString("experiment"), row.getInt("number"), outcome(row)))
                .list();
    }

    /** Real tasks of which nobody knows yet how they go. */
    private static List<Open> open(Handle handle, List<String> experiments) {
        return handle.createQuery("""
                        SELECT experiment, pair, arm FROM tree_versions
                        WHERE experiment IN (<ids>) AND stage = 'canary' AND state = 'open'
                        """)
                .bindList("ids", experiments)
                .map((row, context) -> new Open(
                        row.getString("experiment"),
                        new RealPairs.Part(row.getInt("pair"), Arm.parse(row.getString("arm")), Optional.empty())))
                .list();
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                Stage.parse(row.getString("stage")),
                row.getInt("pair"),
                Arm.parse(row.getString("arm")),
                row.getString("tree"),
                row.getDouble("score"),
                row.getDouble("errors"),
                row.getDouble("denials"),
                row.getLong("cost_micros"),
                Duration.ofMillis(row.getLong("millis")));
    }
}
