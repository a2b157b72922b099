package dev.writ.insight.activity;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** One stage over a period: all together, by activity, and over time. */
public final class StageFigures {
    private final Stage stage;
    private final Grain grain;
    private final Map<Activity, Tally> byActivity = new HashMap<>();
    private final TreeMap<Instant, Tally> series = new TreeMap<>();

    StageFigures(Stage stage, Grain grain) {
        this.stage = stage;
        this.grain = grain;
    }

    void add(ActivityTable.Row row) {
        byActivity.computeIfAbsent(row.activity(), key -> new Tally()).add(row);
        series.computeIfAbsent(grain.start(row.at()), key -> new Tally()).add(row);
    }

    void add(Activity activity, Tally tally) {
        byActivity.computeIfAbsent(activity, key -> new Tally()).add(tally);
    }

    public Stage stage() {
        return stage;
    }

    public Grain grain() {
        return grain;
    }

    public Tally total() {
        Tally total = new Tally();
        byActivity.values().forEach(total::add);
        return total;
    }

    public Map<Activity, Tally> byActivity() {
        return Collections.unmodifiableMap(byActivity);
    }

    /** By the begin of each hour or day in which anything happened. */
    public SortedMap<Instant, Tally> series() {
        return Collections.unmodifiableSortedMap(series);
    }

    /** Put together by what the function makes of an activity. */
    public <K> Map<K, Tally> by(Function<Activity, K> key) {
        Map<K, Tally> groups = new HashMap<>();
        byActivity.forEach((activity, tally) ->
                groups.computeIfAbsent(key.apply(activity), one -> new Tally()).add(tally));
        return groups;
    }
}
