package dev.writ.bench;

import dev.writ.model.ModelRequest;
import dev.writ.task.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All of Writ but HTTP over a long log, with tasks that come one at a time. */
final class GrownEngine implements Grown {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    /** When the agent of the task under way was asked. */
    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();

    private final RunningCore core;
    private final GrowingPast past;

    GrownEngine(Plan plan) throws Exception {
        this.core = new RunningCore(plan.newFolder("curves"), new ScriptedModel(this::answer));
        this.past = new GrowingPast(core.core().database(), core.core().events());
    }

    private Message.Call answer(ModelRequest request) {
        asked.add(System.nanoTime());
        return ScriptedModel.end();
    }

    @Override
    public void growTo(long events) {
        past.growTo(events);
    }

    /** What one task took. */
    private record Times(long untilAsked, long untilEnd) {}

    @Override
    public Map<String, Cost> measured(Plan plan) throws Exception {
        int tasks = plan.choose(20, 100);
        List<Samples> untilAsked = new ArrayList<>();
        List<Samples> untilEnd = new ArrayList<>();
        round(tasks);
        Cost whole = Cost.of(() -> {
            for (int i = 0; i < plan.repeats(); i++) {
                List<Times> times = round(tasks);
                untilAsked.add(
                        new Samples(times.stream().mapToLong(Times::untilAsked).toArray()));
                untilEnd.add(
                        new Samples(times.stream().mapToLong(Times::untilEnd).toArray()));
            }
            return new Series(untilEnd);
        });
        Map<String, Cost> costs = new LinkedHashMap<>();
        costs.put("a task handed in and claimed, its agent asked", new Cost(new Series(untilAsked), Optional.empty()));
        costs.put("a task from hand-in to end", whole);
        return costs;
    }

    private List<Times> round(int tasks) throws Exception {
        List<Times> times = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            long from = System.nanoTime();
            String task = core.submit("single_agent");
            Long first = asked.poll(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
            if (first == null) {
                throw new TimeoutException("No agent was asked within " + LONGEST_START + ".");
            }
            core.awaitCompleted(task);
            times.add(new Times(first - from, System.nanoTime() - from));
        }
        return times;
    }

    @Override
    public void close() {
        core.close();
    }
}
