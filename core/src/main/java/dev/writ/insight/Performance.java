package dev.writ.insight;

import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What got slower than it used to be: steps of processes and command lines. Safe for use by many threads. */
public final class Performance {
    private static final Duration HISTORY = Duration.ofDays(90);

    /** What was timed. */
    public enum Work {
        PROCESS_STEP,
        COMMAND
    }

    /**
     * The speed of one piece of work, now and before.
     *
     * @param name {@code process/step}, or the command line
     * @param before average of the runs in the ninety days before the period; zero where there are none
     */
    public record Pace(Work work, String name, long runs, Duration average, long runsBefore, Duration before) {
        /** How many times longer it takes than before; 1 where there is nothing to compare with. */
        public double factor() {
            return runs == 0 || before.isZero() ? 1 : (double) average.toNanos() / before.toNanos();
        }
    }

    private final Database database;

    public Performance(Database database) {
        this.database = database;
    }

    /** The pace of everything that ran in the period, the slowest first. */
    public List<Pace> paces(Period period) {
        List<Pace> paces = new ArrayList<>(steps(period));
        paces.addAll(commands(period));
        paces.sort(Comparator.comparing(Pace::average).reversed().thenComparing(Pace::name));
        return paces;
    }

    /**
     * What takes at least {@code factor} times as long as it used to, the worst first.
     *
     * @param leastRuns needed in the period and before it, so that one odd run proves nothing
     */
    public List<Pace> slowed(Period period, double factor, int leastRuns) {
        return paces(period).stream()
                .filter(pace -> pace.runs() >= leastRuns && pace.runsBefore() >= leastRuns && pace.factor() >= factor)
                .sorted(Comparator.comparingDouble(Pace::factor).reversed().thenComparing(Pace::name))
                .toList();
    }

    private List<Pace> steps(Period period) {
        return database.read(handle -> handle.createQuery("""
                        SELECT t.process, s.name,
                               SUM(CASE WHEN s.started_at >= :from THEN 1 ELSE 0 END) AS runs,
                               AVG(CASE WHEN s.started_at >= :from THEN 1.0 * (s.finished_at - s.started_at) END) AS average,
                               SUM(CASE WHEN s.started_at < :from THEN 1 ELSE 0 END) AS runs_before,
                               AVG(CASE WHEN s.started_at < :from THEN 1.0 * (s.finished_at - s.started_at) END) AS before
                        FROM process_steps s JOIN tasks t ON t.id = s.task
                        WHERE s.started_at >= :earliest AND s.started_at < :until
                        GROUP BY t.process, s.name
                        HAVING SUM(CASE WHEN s.started_at >= :from THEN 1 ELSE 0 END) > 0
                        """)
                .bind("earliest", earliest(period).toEpochMilli())
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> new Pace(
                        Work.PROCESS_STEP,
                        row.getString("process") + "/" + row.getString("name"),
                        row.getLong("runs"),
                        millis(row.getDouble("average")),
                        row.getLong("runs_before"),
                        millis(row.getDouble("before"))))
                .list());
    }

    private List<Pace> commands(Period period) {
        Map<String, Sums> byCommand = new TreeMap<>();
        CommandRun.forEach(
                database,
                earliest(period),
                period.until(),
                run -> byCommand
                        .computeIfAbsent(run.command(), command -> new Sums())
                        .add(run, period.from()));
        List<Pace> paces = new ArrayList<>();
        byCommand.forEach((command, sums) -> {
            if (sums.runs > 0) {
                paces.add(new Pace(
                        Work.COMMAND,
                        command,
                        sums.runs,
                        sums.time.dividedBy(sums.runs),
                        sums.runsBefore,
                        sums.runsBefore == 0 ? Duration.ZERO : sums.timeBefore.dividedBy(sums.runsBefore)));
            }
        });
        return paces;
    }

    private static Instant earliest(Period period) {
        return period.from().minus(HISTORY);
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1_000_000));
    }

    private static final class Sums {
        private long runs;
        private Duration time = Duration.ZERO;
        private long runsBefore;
        private Duration timeBefore = Duration.ZERO;

        void add(CommandRun run, Instant from) {
            if (run.at().isBefore(from)) {
                runsBefore++;
                timeBefore = timeBefore.plus(run.duration());
            } else {
                runs++;
                time = time.plus(run.duration());
            }
        }
    }
}
