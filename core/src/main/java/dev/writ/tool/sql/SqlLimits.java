package dev.writ.tool.sql;

import dev.writ.entity.Tunable;
import dev.writ.entity.Tuning;
import java.time.Duration;

/**
 * What one query may take and give.
 *
 * @param time from opening the database to the last row
 * @param steps instructions of SQLite's machine, so that a query's cost has an end however fast the machine is
 * @param rows at most so many come back
 * @param cellCharacters longer values are cut
 * @param resultCharacters of all values together; rows after that are left out
 */
public record SqlLimits(Duration time, long steps, int rows, int cellCharacters, int resultCharacters) {
    private static final long USUAL_STEPS = 2_000_000_000L;

    /** With the usual number of steps: about ten seconds of a fast machine. */
    public SqlLimits(Duration time, int rows, int cellCharacters, int resultCharacters) {
        this(time, USUAL_STEPS, rows, cellCharacters, resultCharacters);
    }

    /** The same with the numbers that hold in the tree. */
    SqlLimits tuned(Tuning tuning, String tree) {
        return new SqlLimits(
                Duration.ofSeconds(tuning.number(tree, Tunable.QUERY_SECONDS)),
                steps,
                tuning.count(tree, Tunable.QUERY_ROWS),
                cellCharacters,
                tuning.count(tree, Tunable.QUERY_CHARACTERS));
    }

    /** Ten seconds, a thousand rows, four thousand characters a value, a quarter of a million in all. */
    public static SqlLimits standard() {
        return new SqlLimits(Duration.ofSeconds(10), 1_000, 4_000, 250_000);
    }
}
