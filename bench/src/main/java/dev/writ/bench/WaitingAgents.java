package dev.writ.bench;

import dev.writ.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Very many agents that wait for a person, in one process that may use little memory. */
final class WaitingAgents implements Measurement {
    private static final long GIBIBYTE = 1L << 30;
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Pattern HELD = Pattern.compile("writ_tasks_open\\{state=\"manual_hold\"} (\\S+)");

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String title() {
        return "Waiting agents";
    }

    @Override
    public String explanation() {
        return "A server with a heap of at most 640 MB is handed requests of `single_agent` over HTTP, each in step mode, so "
                + "that its agent begins, and then waits for a person before its first step. Once all wait, memory and threads "
                + "are read, and one of them in the middle is told to go on: the time until its model was asked is the last row.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int agents = plan.choose(1_000, 10_000);
        List<String> options = new ArrayList<>(JavaOptions.withoutArchive());
        options.add("-Xmx640m");
        try (ServedWrit writ = ServedWrit.start(
                plan.newFolder("waiting"), options, "queued_requests: " + 2 * agents + "\nimprovement: \"off\"\n")) {
            long before = writ.process().residentMemory().orElse(0L);
            long from = System.nanoTime();
            String middle = "";
            for (int i = 0; i < agents; i++) {
                String id = writ.post(
                                "/tasks",
                                Json.object()
                                        .put("request", "describe this workspace")
                                        .put("process", "single_agent")
                                        .put("agent", "worker")
                                        .put("step", true))
                        .path("id")
                        .asString();
                middle = i == agents / 2 ? id : middle;
            }
            long handedIn = System.nanoTime() - from;
            ServedWrit.await("that all wait", LONGEST, BETWEEN, () -> waiting(writ) >= agents);
            long all = System.nanoTime() - from;
            Thread.sleep(Duration.ofSeconds(5));
            long memory = writ.process().residentMemory().orElse(0L);
            long threads = writ.process().threads();
            String one = middle;
            long asked = System.nanoTime();
            writ.post("/tasks/" + one + "/step", Json.object());
            ServedWrit.await(
                    "that one goes on",
                    LONGEST,
                    Duration.ofMillis(5),
                    () -> writ.get("/tasks/" + one).path("turns").asInt(0) > 0);
            return List.of(
                    Row.of("handed in", Spans.digits(agents / (handedIn / 1e9)) + " requests/s", ""),
                    Row.of("until all " + agents + " wait", Spans.text(all), ""),
                    Row.of("resident memory with all of them", (memory >> 20) + " MB", "")
                            .besides((before >> 20) + " MB before the first")
                            .against("< 1 GiB", memory > 0 && memory < GIBIBYTE),
                    Row.of("threads of the system", Long.toString(threads), ""),
                    Row.of("until one of them has had its turn", Spans.text(System.nanoTime() - asked), ""));
        }
    }

    /** By the server's own count, which does not grow dearer with their number. */
    private static long waiting(ServedWrit writ) throws Exception {
        Matcher held = HELD.matcher(writ.metrics());
        return held.find() ? (long) Double.parseDouble(held.group(1)) : 0;
    }
}
