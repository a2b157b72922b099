package dev.writ.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has the report run until the record shows that it is slow: what a review may find has to have happened. Runs that were
 * killed do not count, and a run that was too quick for a demo makes the next one larger. All of it follows from the
 * record, so a demo that goes on after a kill comes to the same size.
 */
final class SlowReport {
    private static final int RUNS = 3;
    private static final Duration AVERAGE = Duration.ofMillis(350);
    /** A run may be killed each time; the end of a machine on which it never gets slow. */
    private static final int MOST_REQUESTS = 40;

    private final Stage stage;
    private ReportSize size = ReportSize.FIRST;

    SlowReport(Stage stage) {
        this.stage = stage;
    }

    /** Returns what the report has to do in the end. */
    ReportSize record() throws InterruptedException {
        List<Duration> runs = new ArrayList<>();
        for (int i = 1; i <= MOST_REQUESTS && !isEnough(runs); i++) {
            for (Duration run : runsOf("report-" + i)) {
                runs.add(run);
                size = size.after(run);
            }
        }
        return size;
    }

    private static boolean isEnough(List<Duration> runs) {
        Duration all = runs.stream().reduce(Duration.ZERO, Duration::plus);
        return runs.size() >= RUNS && all.compareTo(AVERAGE.multipliedBy(runs.size())) >= 0;
    }

    /** The finished runs of one request, which is handed in where that has not been done. */
    private List<Duration> runsOf(String key) throws InterruptedException {
        boolean isNew = stage.facts()
                .one("SELECT id FROM trees WHERE submission_key = :key", Map.of("key", Requests.submissionKey(key)))
                .isEmpty();
        // Not later: what was reviewed since may have changed the file.
        if (isNew && !DemoWorkspace.setting(stage.workspace()).equals(size.setting())) {
            stage.say().accept("the report is quick here: from now on it looks through " + size.preview() + " orders");
            DemoWorkspace.enlarge(stage.workspace(), size);
        }
        String task =
                stage.requests().submit(key, "Run `" + DemoWorkspace.REPORT + "`", stage.inWorkspace(), List.of("run"));
        stage.requests().finish(task);
        return stage
                .facts()
                .rows(
                        "SELECT duration_micros FROM tool_usage_events WHERE tree = :tree AND tool = 'terminal' "
                                + "AND operation = 'execute_command' AND outcome = 'succeeded' "
                                + "ORDER BY started_at, call",
                        Map.of("tree", task))
                .stream()
                .map(micros -> Duration.ofNanos(1_000 * Long.parseLong(micros)))
                .toList();
    }
}
