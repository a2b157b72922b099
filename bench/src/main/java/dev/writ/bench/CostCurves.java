package dev.writ.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether what is done all the time costs the same after a million events as after a thousand. */
final class CostCurves implements Measurement {
    /** Names the largest number of events, where it is to be another one. */
    static final String LARGEST = "writ.bench.events";

    private static final int SMALLEST = 1_000;

    @Override
    public String name() {
        return "curves";
    }

    @Override
    public String title() {
        return "What it costs as the log grows";
    }

    @Override
    public String explanation() {
        return "Two stores on SQLite whose logs grow: two events and a record for each call, and a task that has ended for "
                + "every twenty events. Over the one, with its audit tree, one caller makes a call of an operation that does "
                + "nothing through the gateway, and pages are read as the control room reads them, without JSON and HTTP. "
                + "Over the other all of Writ runs but HTTP, and tasks of `single_agent` are handed in one at a time, with a "
                + "model that ends them at once. It is measured once what follows the log has caught up. A curve is drawn by the processor "
                + "time of the whole process for one of them, which other load disturbs less; that of claims by the median time. Its "
                + "slope is the exponent of the power of the size that fits best: 0 is flat, 1 grows with the log. Checks of permissions have their curve "
                + "in their own section. `WRIT_JAVA_OPTS=-D" + LARGEST + "=10000000` goes on to ten million.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        long largest = Long.getLong(LARGEST, plan.choose(10_000, 1_000_000));
        List<Row> rows = new ArrayList<>();
        try (Grown gateway = new GrownGateway(plan)) {
            rows.addAll(rows(plan, gateway, largest));
        }
        try (Grown engine = new GrownEngine(plan)) {
            rows.addAll(rows(plan, engine, largest));
        }
        return rows;
    }

    private static List<Row> rows(Plan plan, Grown grown, long largest) throws Exception {
        Map<String, Curve> curves = new LinkedHashMap<>();
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (long size = SMALLEST; size <= largest; size *= 10) {
            plan.say("  " + Curve.label(size) + " events…");
            grown.growTo(size);
            if (!ProcessorTime.awaitLittle(Duration.ofSeconds(plan.choose(20, 180)))) {
                plan.say("  what follows the log has not caught up, and disturbs the figures");
            }
            long reached = size;
            String at = Curve.label(size) + " events: ";
            if (size == SMALLEST) {
                // What is not compiled yet would make the smallest look dear.
                grown.measured(plan);
            }
            grown.measured(plan).forEach((name, cost) -> {
                curves.computeIfAbsent(name, key -> new Curve()).add(reached, cost.forCurve());
                rows.computeIfAbsent(name, key -> new ArrayList<>()).add(cost.row(at + name));
            });
        }
        curves.forEach((name, curve) ->
                rows.getOrDefault(name, new ArrayList<>()).add(curve.flatRow("**" + name + "**", "events")));
        return rows.values().stream().flatMap(List::stream).toList();
    }
}
