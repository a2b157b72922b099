package dev.writ.bench;

import dev.writ.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How soon work goes on after the server was killed in the middle of it, and whether anything was lost. */
final class Recovery implements Measurement {
    private static final long WORKING_NANOS = 5_000_000_000L;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

    /** One kill and one restart. */
    private record Outcome(long healthy, long working, int acknowledged, int completed) {}

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public String title() {
        return "After kill -9";
    }

    @Override
    public String explanation() {
        return "A server takes requests over HTTP (describe a small workspace, with the offline model) and is killed with "
                + "SIGKILL right after it acknowledged the last one, in the middle of its work; another one is started on "
                + "the same data. Times run from that start: until `/healthz` answers, and until the first of the unfinished "
                + "tasks has ended. At the end every acknowledged request is looked for.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int requests = plan.choose(10, 30);
        List<String> options = JavaOptions.with(StartUp.archive(plan));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < plan.repeats(); i++) {
            outcomes.add(killAndRestart(plan.newFolder("recovery"), options, requests));
        }
        Series healthy = series(outcomes.stream().map(Outcome::healthy).toList());
        Series working = series(outcomes.stream().map(Outcome::working).toList());
        int acknowledged = outcomes.stream().mapToInt(Outcome::acknowledged).sum();
        int completed = outcomes.stream().mapToInt(Outcome::completed).sum();
        return List.of(
                healthy.rowOfMedian("answers again"),
                working.rowOfMedian("first unfinished task ended")
                        .against("< " + Spans.text(WORKING_NANOS), working.median() < WORKING_NANOS),
                Row.of("acknowledged requests that were completed", completed + " of " + acknowledged, "")
                        .against("all", completed == acknowledged));
    }

    private static Series series(List<Long> nanos) {
        return new Series(
                nanos.stream().map(one -> new Samples(new long[] {one})).toList());
    }

    private static Outcome killAndRestart(Path folder, List<String> options, int requests) throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(
                    workspace.resolve("Part" + i + ".java"), "// TODO: part " + i + "\nclass Part" + i + " {}\n");
        }
        Set<String> acknowledged = new HashSet<>();
        Set<String> ended;
        try (ServedWrit writ = ServedWrit.start(folder, options, "")) {
            for (int i = 0; i < requests; i++) {
                ObjectNode request =
                        Json.object().put("request", "describe this workspace").put("workspace", workspace.toString());
                acknowledged.add(writ.post("/tasks", request).path("id").asString());
            }
            ended = tasks(writ, FINAL);
        }
        long from = System.nanoTime();
        try (ServedWrit writ = ServedWrit.start(folder, options, "")) {
            long healthy = System.nanoTime() - from;
            await(() -> tasks(writ, FINAL).size() > ended.size() || ended.size() == acknowledged.size());
            long working = System.nanoTime() - from;
            await(() -> tasks(writ, FINAL).containsAll(acknowledged));
            Set<String> completed = tasks(writ, Set.of("completed"));
            completed.retainAll(acknowledged);
            return new Outcome(healthy, working, acknowledged.size(), completed.size());
        }
    }

    private static void await(ServedWrit.Condition condition) throws Exception {
        ServedWrit.await("the work after the restart", LONGEST, Duration.ofMillis(20), condition);
    }

    private static Set<String> tasks(ServedWrit writ, Set<String> states) throws Exception {
        JsonNode list = writ.get("/tasks?roots=true&limit=500");
        Set<String> ids = new HashSet<>();
        for (JsonNode task : list.isArray() ? list : list.path("items")) {
            if (states.contains(task.path("state").asString())) {
                ids.add(task.path("id").asString());
            }
        }
        return ids;
    }
}
