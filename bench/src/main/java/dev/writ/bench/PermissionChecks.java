package dev.writ.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;

/** How long a permission check takes, and whether that grows with the number of live assignments. */
final class PermissionChecks implements Measurement {
    private static final long MEDIAN_NANOS = 1_000;
    private static final long P99_NANOS = 5_000;
    private static final int MOST_GROWTH = 10;
    private static final int SMALLEST = 1_000;
    private static final int LARGEST_FOR_PEERS = 100_000;
    private static final long MEGABYTES_FOR_A_MILLION = 3_000;
    private static final int MOST_OF_PEERS = 20_000;
    private static final int QUESTIONS = 65_536;

    @Override
    public String name() {
        return "permission";
    }

    @Override
    public String title() {
        return "Permission check";
    }

    @Override
    public String explanation() {
        return "One call of `DatabasePermissionManager.check` on one thread: is this task allowed this operation on this "
                + "file. Tasks are picked at random, three of four questions are allowed, and a denial includes its "
                + "rule and its sentence (the smallest request that would help is made when somebody reads it). The "
                + "peers hold the same rules and answer the same questions; every answer of every engine "
                + "is compared with the right one. cedar-wasm runs in Node.js, in a process of its own, and times itself.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>();
        List<Integer> sizes = plan.quick() ? List.of(SMALLEST, 100_000) : List.of(SMALLEST, 10_000, 100_000, 1_000_000);
        Curve curve = new Curve();
        for (int size : sizes) {
            if (size >= 1_000_000 && Runtime.getRuntime().maxMemory() >> 20 < MEGABYTES_FOR_A_MILLION) {
                rows.add(Row.missing(label(size), "needs " + MEGABYTES_FOR_A_MILLION + " MB of heap (WRIT_JAVA_OPTS)"));
                continue;
            }
            curve.add(size, measure(plan, new Rules(size), rows));
        }
        rows.add(curve.row("median of a check", "live assignments")
                .against("at most " + MOST_GROWTH + " times in all", curve.growth() <= MOST_GROWTH));
        return rows;
    }

    private long measure(Plan plan, Rules rules, List<Row> rows) throws Exception {
        Question[] questions = Question.some(rules, QUESTIONS, new Random(rules.assignments()));
        String label = label(rules.assignments());
        plan.say("  " + label + ": filling the database…");
        Series all;
        try (WritAuthorizer writ =
                WritAuthorizer.with(rules, plan.newFolder("permission").resolve("writ.db"))) {
            all = series(plan, writ, questions, 1_000_000);
            Question[] allowed =
                    Arrays.stream(questions).filter(Question::allowed).toArray(Question[]::new);
            Question[] denied =
                    Arrays.stream(questions).filter(one -> !one.allowed()).toArray(Question[]::new);
            rows.add(Row.of(label, all)
                    .besides(peers(plan, rules, questions))
                    .against(
                            "median < " + Spans.text(MEDIAN_NANOS) + ", p99 < " + Spans.text(P99_NANOS),
                            all.median() < MEDIAN_NANOS && all.p99() < P99_NANOS));
            rows.add(Row.of("— allowed alone", series(plan, writ, allowed, 500_000))
                    .besides(rules.assignments() == SMALLEST ? cedarWithOneTask(plan, rules) : ""));
            rows.add(Row.of("— denied alone, with the reason", series(plan, writ, denied, 500_000)));
        }
        return all.median();
    }

    private static String peers(Plan plan, Rules rules, Question[] questions) throws Exception {
        if (rules.assignments() > LARGEST_FOR_PEERS) {
            return "skipped: the peers look at every rule, and need minutes for a sample";
        }
        plan.say("  " + label(rules.assignments()) + ": peers…");
        return "jCasbin " + figure(series(plan, new CasbinAuthorizer(rules), questions, MOST_OF_PEERS))
                + "<br>cedar-java "
                + figure(series(plan, CedarAuthorizer.ofAll(rules), questions, MOST_OF_PEERS)) + "<br>cedar-wasm "
                + wasm(() -> CedarWasm.ofAll(plan, rules, questions, MOST_OF_PEERS, time(plan)));
    }

    private static String cedarWithOneTask(Plan plan, Rules rules) throws Exception {
        int task = rules.tasks() / 2;
        Question[] questions = Question.aboutOne(task, 1_000, new Random(task));
        return "given the task's own two policies: cedar-java "
                + figure(series(plan, CedarAuthorizer.of(task), questions, MOST_OF_PEERS)) + "<br>cedar-wasm "
                + wasm(() -> CedarWasm.of(plan, task, questions, MOST_OF_PEERS, time(plan)));
    }

    private static String wasm(Callable<Series> measured) throws Exception {
        try {
            return figure(measured.call());
        } catch (Missing e) {
            return "not measured: " + e.why();
        }
    }

    private static String figure(Series series) {
        return series.figure() + " (" + series.spread() + "; " + series.calls() + " calls)";
    }

    private static Duration time(Plan plan) {
        return Duration.ofMillis(plan.choose(1_000, 3_000));
    }

    private static <Q> Series series(Plan plan, Authorizer<Q> authorizer, Question[] questions, int most)
            throws Exception {
        List<Q> prepared = Arrays.stream(questions).map(authorizer::prepare).toList();
        boolean[] right = new boolean[questions.length];
        for (int i = 0; i < questions.length; i++) {
            right[i] = questions[i].allowed();
        }
        Duration time = time(plan);
        Samples.Call call = number -> {
            int at = number % right.length;
            boolean answer = authorizer.allows(prepared.get(at));
            if (answer != right[at]) {
                throw new IllegalStateException("A wrong answer to " + questions[at]);
            }
            return answer ? 1 : 0;
        };
        Samples.take(most, time, call);
        return Series.of(plan.repeats(), () -> Samples.take(most, time, call));
    }

    private static String label(int size) {
        return String.format(Locale.ROOT, "%,d live assignments", size);
    }
}
