package dev.writ.bench;

import dev.writ.prediction.Learner;
import dev.writ.prediction.PastTask;
import dev.writ.prediction.Prediction;
import dev.writ.prediction.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well the tools that a request needs are told from its words and from earlier requests. */
final class ToolPredictions implements Measurement {
    private static final double MOST_OVER_GRANTS = 0.05;

    /** When it learns, and what is scored. */
    private enum Regime {
        COLD("nothing learned, all requests"),
        LEARNING("second half, predicting and then learning each"),
        HALF_LEARNED("second half, nothing learned but the first");

        private final String words;

        Regime(String words) {
            this.words = words;
        }
    }

    @Override
    public String name() {
        return "prediction";
    }

    @Override
    public String title() {
        return "Tools told from the request (ToolE, Seal-Tools, BFCL, AgentDojo)";
    }

    @Override
    public String explanation() {
        return "The predictor itself, without the rest of Writ; the request alone is known of a task. *Cold* is what ships. "
                + "The others learn from the first half of the requests, in the order of the file (BFCL's shuffled, since its "
                + "kinds stand one after the other), and are scored on the second. *At start* is what would be given without "
                + "asking: at least 85 % likely, and used by a similar earlier request. The peer is BM25 over descriptions on "
                + "the same requests, which gives no probability; giving all tools has a recall of 1 and gives every other tool "
                + "for nothing.";
    }

    private record Aim(double recallAt10, boolean nothingForNothing) {}

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        EvaluationData data = new EvaluationData(plan.evaluation());
        for (String needed : List.of(
                "toole_single",
                "toole_multi",
                "toole_tools",
                "sealtools_tasks",
                "sealtools_tools",
                "bfcl_select",
                "agentdojo",
                "agentdojo_tools")) {
            if (!data.has(needed)) {
                return List.of(data.missing(title()));
            }
        }
        List<Row> rows = new ArrayList<>();
        rows(
                rows,
                plan,
                PredictionSet.amongAll(data, "ToolE single", "toole_single", "toole_tools"),
                new Aim(0.90, false));
        rows(rows, plan, PredictionSet.amongAll(data, "ToolE multi", "toole_multi", "toole_tools"), new Aim(0, false));
        rows(
                rows,
                plan,
                PredictionSet.amongAll(data, "Seal-Tools", "sealtools_tasks", "sealtools_tools"),
                new Aim(0.95, false));
        rows(rows, plan, PredictionSet.amongCandidates(data, "BFCL select", "bfcl_select"), new Aim(0, true));
        rows(rows, plan, PredictionSet.amongAll(data, "AgentDojo", "agentdojo", "agentdojo_tools"), new Aim(0, false));
        return rows;
    }

    private static void rows(List<Row> rows, Plan plan, PredictionSet set, Aim aim) {
        for (Regime regime : Regime.values()) {
            plan.say("  " + set.name() + ", " + regime.words);
            List<PredictionTask> tasks = set.tasks()
                    .subList(
                            0,
                            plan.choose(
                                    Math.min(300, set.tasks().size()),
                                    set.tasks().size()));
            int from = regime == Regime.COLD ? 0 : tasks.size() / 2;
            PredictionScore score = score(set, tasks, from, regime);
            PredictionScore baseline = new PredictionScore();
            DescriptionSearch search = new DescriptionSearch(set.offers());
            tasks.subList(from, tasks.size())
                    .forEach(task -> baseline.add(task, search.best(task.request(), task.candidates()), 0));
            Row row = Row.of(set.name() + ", " + regime.words, score.text(), score.reliability())
                    .besides("BM25 " + baseline.recalls());
            rows.add(regime == Regime.COLD ? row : against(row, score, aim));
        }
    }

    private static Row against(Row row, PredictionScore score, Aim aim) {
        if (aim.nothingForNothing()) {
            return row.against("over-grants < 5 %", score.overGrantRate() < MOST_OVER_GRANTS);
        }
        return aim.recallAt10() == 0
                ? row
                : row.against(
                        String.format(Locale.ROOT, "recall at 10 ≥ %.2f", aim.recallAt10()),
                        score.recallAt10() >= aim.recallAt10());
    }

    private static PredictionScore score(PredictionSet set, List<PredictionTask> tasks, int from, Regime regime) {
        PredictionScore score = new PredictionScore();
        try (Learner learner = new Learner()) {
            learner.offer(set.offers());
            for (int i = 0; i < tasks.size(); i++) {
                PredictionTask task = tasks.get(i);
                Situation situation = new Situation(task.request(), "", "");
                if (i >= from) {
                    long start = System.nanoTime();
                    List<Prediction> predictions = learner.predict(situation, task.candidates()::contains, 10);
                    score.add(task, predictions, System.nanoTime() - start);
                }
                boolean learns =
                        switch (regime) {
                            case COLD -> false;
                            case LEARNING -> true;
                            case HALF_LEARNED -> i < from;
                        };
                if (learns) {
                    learner.learn(new PastTask(task.id(), situation, task.needed()), task.candidates()::contains);
                }
            }
        }
        return score;
    }
}
