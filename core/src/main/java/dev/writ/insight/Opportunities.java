package dev.writ.insight;

import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All detectors, for the review. Safe for use by many threads. */
public final class Opportunities {
    private final List<Detector> detectors;

    public Opportunities(List<Detector> detectors) {
        this.detectors = List.copyOf(detectors);
    }

    /** Those that need nothing but the records, with thresholds that keep chance findings out. */
    public static Opportunities standard(Database database) {
        return new Opportunities(List.of(
                new RepeatedFailures(new ErrorSignatures(database), 3),
                new SlowCommands(database, 3, Duration.ofMillis(250)),
                new UnusedGrants(database, 3, 0.5),
                new DeniedThenGranted(database, 2),
                new ToolRoundTrips(database, 3),
                new UnusedBasePermissions(database, Duration.ofDays(30), 10),
                new AlwaysRequested(database, 10, 0.9),
                new HarmfulDocuments(database, 8)));
    }

    /** These, and after them more. */
    public Opportunities and(List<Detector> more) {
        return new Opportunities(
                Stream.concat(detectors.stream(), more.stream()).toList());
    }

    /** What the detectors find in the period, one detector after the other. */
    public List<Opportunity> in(Period period) {
        return detectors.stream()
                .flatMap(detector -> detector.detect(period).stream())
                .toList();
    }
}
