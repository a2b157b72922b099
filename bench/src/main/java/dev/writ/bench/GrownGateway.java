package dev.writ.bench;

import dev.writ.event.EventFilter;
import dev.writ.task.TaskFilter;
import dev.writ.task.TaskStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gateway over a log with its audit tree, and pages that are read from it. */
final class GrownGateway implements Grown {
    private static final int PAGE = 50;
    private static final int MOST = 1_000;
    private static final EventFilter NEWEST =
            EventFilter.all().newestFirst(true).atMost(PAGE);

    private final BusyGateway gateway;
    private final TaskStore tasks;
    private final GrowingPast past;
    private int calls;

    GrownGateway(Plan plan) throws Exception {
        this.gateway = BusyGateway.onSqlite(plan.newFolder("curves"), 1);
        this.tasks = new TaskStore(gateway.database(), gateway.events(), InstantSource.system());
        this.past = new GrowingPast(gateway.database(), gateway.events());
    }

    @Override
    public void growTo(long events) {
        past.growTo(events);
    }

    @Override
    public Map<String, Cost> measured(Plan plan) throws Exception {
        Map<String, Cost> costs = new LinkedHashMap<>();
        costs.put("an audited call", cost(plan, number -> {
            gateway.call(0, calls);
            return calls++;
        }));
        costs.put(
                "a page: the newest " + PAGE + " events",
                cost(plan, number -> full(gateway.events().find(NEWEST))));
        costs.put(
                "a page: events of a type that never came",
                cost(
                        plan,
                        number -> gateway.events()
                                .find(NEWEST.ofType("tool.denied"))
                                .size()));
        costs.put(
                "a page: the newest " + PAGE + " requests",
                cost(plan, number -> full(tasks.list(new TaskFilter("", "", "", true, PAGE)))));
        return costs;
    }

    private static int full(List<?> page) {
        if (page.size() != PAGE) {
            throw new IllegalStateException("A page has " + page.size() + " entries.");
        }
        return page.size();
    }

    private static Cost cost(Plan plan, Samples.Call call) throws Exception {
        Duration time = Duration.ofMillis(plan.choose(500, 2_000));
        Samples.take(MOST, time, call);
        return Cost.of(() -> Series.of(plan.repeats(), () -> Samples.take(MOST, time, call)));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
