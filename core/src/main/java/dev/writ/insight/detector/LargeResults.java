package dev.writ.insight.detector;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.entity.Tunable;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.List;

/**
 * A limit on results that is too high: many results are far larger than any model is shown or can use.
 *
 * @param large bytes from which on a result is so large
 * @param leastShare of the calls that gave something, 0 to 1
 */
record LargeResults(
        Database database, Tunable limit, String operation, String own, long large, int least, double leastShare)
        implements Detector {
    private static final int EVIDENCE = 10;

    @Override
    public List<Opportunity> detect(Period period) {
        List<CallRow> calls = newest(period).stream()
                .filter(call -> own.isEmpty() || !call.arguments().has(own))
                .toList();
        List<CallRow> largeOnes =
                calls.stream().filter(call -> call.bytes() >= large).toList();
        if (largeOnes.size() < least || largeOnes.size() < leastShare * calls.size()) {
            return List.of();
        }
        double average = largeOnes.stream().mapToLong(CallRow::bytes).average().orElse(0);
        return List.of(new Opportunity(
                Opportunity.Kind.LIMIT_TOO_HIGH,
                EntityKind.TOOL,
                limit.entity(),
                limit.id(),
                "%d of %d results of '%s.%s' had %d kB on average, more than a model can use."
                        .formatted(
                                largeOnes.size(), calls.size(), limit.entity(), operation, Math.round(average / 1_000)),
                "With a lower limit these calls are quicker and cost less, and nothing that is used is lost.",
                largeOnes.stream().map(CallRow::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("average_bytes", average, "bytes")));
    }

    private List<CallRow> newest(Period period) {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + CallRow.COLUMNS + """
                         FROM tool_usage_events
                        WHERE tool = :tool AND operation = :operation AND started_at >= :from AND started_at < :until
                          AND outcome = 'succeeded' AND
                        """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
                        ORDER BY started_at DESC, call DESC LIMIT :most
                        """)
                .bind("tool", limit.entity())
                .bind("operation", operation)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", CallRow.MOST)
                .map((row, context) -> CallRow.read(row))
                .list());
    }
}
