package dev.writ.insight.activity;

import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.Map;

/** Reads what was counted, as far as {@link Rollups} has come. Safe for use by many threads. */
public final class Activities {
    /** Longer periods are shown by the day. */
    private static final Duration BY_THE_HOUR = Duration.ofDays(3);

    private final Database database;

    public Activities(Database database) {
        this.database = database;
    }

    /**
     * Figures of a stage over the period, widened to whole hours.
     *
     * @param agent one agent, all together ({@link Activity#ANY_AGENT}), or empty for each by itself
     * @param subject only this one; empty for all
     */
    public StageFigures of(Stage stage, Period period, String agent, String subject) {
        Grain grain = period.length().compareTo(BY_THE_HOUR) <= 0 ? Grain.HOUR : Grain.DAY;
        StageFigures figures = new StageFigures(stage, grain);
        return database.read(handle -> {
            ActivityTable.forEach(handle, stage, period, grain, agent, row -> {
                if (subject.isEmpty() || row.activity().subject().equals(subject)) {
                    figures.add(row);
                }
            });
            return figures;
        });
    }

    /** All of the stage together. */
    public Tally total(Stage stage, Period period, String agent) {
        Tally total = new Tally();
        return database.read(handle -> {
            ActivityTable.forEach(handle, stage, period, Grain.DAY, agent, total::add);
            return total;
        });
    }

    /** Of all agents and subjects. */
    public StageFigures of(Stage stage, Period period) {
        return of(stage, period, "", "");
    }

    /** How the activities of a stage ended, without how long they took: much less to read. */
    public Map<Activity, Counts> counts(Stage stage, Period period) {
        return database.read(handle -> ActivityTable.counts(handle, stage, period));
    }

    /** The period as it is counted: whole hours. */
    public static Period counted(Period period) {
        return new Period(Grain.HOUR.start(period.from()), Grain.HOUR.startAfter(period.until()));
    }
}
