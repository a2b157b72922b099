package dev.writ.insight.detector;

import dev.writ.entity.Definitions;
import dev.writ.entity.Tunable;
import dev.writ.insight.Opportunities;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;

/** All detectors there are, with thresholds that keep chance findings out. */
public final class Detectors {
    /** More than about sixteen thousand tokens. */
    private static final long LARGE_RESULT = 64_000;

    private static final int LONG_DOCUMENT = 4_000;

    private Detectors() {}

    public static Opportunities all(Database database, Definitions definitions) {
        return Opportunities.standard(database)
                .and(List.of(
                        new TimeCuts(
                                database, Tunable.COMMAND_SECONDS, "execute_command", "argv", "timeout_seconds", 1, 3),
                        new TimeCuts(database, Tunable.QUERY_SECONDS, "execute_query", "query", "", 1, 3),
                        new SizeCuts(database, Tunable.QUERY_ROWS, "execute_query", "query", "", 2),
                        new SizeCuts(database, Tunable.READ_LINES, "read_file", "path", "limit", 2),
                        new LargeResults(database, Tunable.QUERY_ROWS, "execute_query", "", LARGE_RESULT, 3, 0.2),
                        new LargeResults(database, Tunable.READ_LINES, "read_file", "limit", LARGE_RESULT, 3, 0.2),
                        new Retries(database, 3),
                        new Loops(database, 4, 2),
                        new ToolMismatches(database, definitions, 3, 10),
                        new ContextBloat(database, definitions, LONG_DOCUMENT, 5, 0.2),
                        new SlowSteps(database, 5, Duration.ofSeconds(2)),
                        new Regressions(database, 20, 1.5, Duration.ofMillis(20))));
    }
}
