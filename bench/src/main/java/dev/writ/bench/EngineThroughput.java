package dev.writ.bench;

import dev.writ.model.ModelRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many tasks go through the engine when agents have nothing to do. */
final class EngineThroughput implements Measurement {
    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String title() {
        return "Tasks through the engine";
    }

    @Override
    public String explanation() {
        return "Requests are handed in one after the other while the engine works on them, with a model that ends each "
                + "task at its first turn; the time runs from the first submission to the last durable end. Everything "
                + "is real but the model: dispatch, states, conversation, budget, gateway, journal, events. "
                + "`single_agent` is the agent alone, `neutral_task` the whole process of a plain request with selection, "
                + "planning, prediction, evaluation and documentation.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int tasks = plan.choose(100, 500);
        return List.of(row(plan, "single_agent", tasks), row(plan, "neutral_task", tasks));
    }

    private static Row row(Plan plan, String process, int tasks) throws Exception {
        List<Double> rates = new ArrayList<>();
        try (RunningCore core =
                new RunningCore(plan.newFolder("engine"), new ScriptedModel(EngineThroughput::answer))) {
            run(core, process, 0, tasks / 5);
            int before = tasks / 5;
            for (int i = 0; i < plan.repeats(); i++) {
                rates.add(tasks / run(core, process, before, tasks));
                before += tasks;
            }
        }
        double[] sorted =
                rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Row.of(
                tasks + " tasks of `" + process + "`",
                Spans.digits(sorted[sorted.length / 2]) + " tasks/s",
                Spans.digits(sorted[0]) + " to "
                        + Spans.digits(Arrays.stream(sorted).max().orElseThrow()) + " tasks/s");
    }

    private static dev.writ.task.Message.Call answer(ModelRequest request) {
        return ScriptedModel.end();
    }

    /** Seconds for so many tasks. */
    private static double run(RunningCore core, String process, int before, int tasks) throws Exception {
        long from = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            core.submit(process);
        }
        core.awaitAll(before + tasks);
        return (System.nanoTime() - from) / 1e9;
    }
}
