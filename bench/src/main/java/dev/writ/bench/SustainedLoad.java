package dev.writ.bench;

import dev.writ.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks for minutes, as fast as they are done but no faster than wanted: whether anything grows. */
final class SustainedLoad implements Measurement {
    private static final int WANTED = 100;
    private static final int OPEN = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a stretch of time came to. */
    private record Stretch(int ended, Samples times, long memory, long threads, long descriptors) {
        String figure(Duration length) {
            return Spans.digits(ended / (length.toNanos() / 1e9)) + " tasks/s; median " + Spans.text(times.median())
                    + ", p99 "
                    + Spans.text(times.p99()) + "; " + (memory >> 20) + " MB, " + threads + " threads, " + descriptors
                    + " descriptors";
        }
    }

    private record Open(String id, long since) {}

    @Override
    public String name() {
        return "sustained";
    }

    @Override
    public String title() {
        return "Tasks for minutes";
    }

    @Override
    public String explanation() {
        return "A server over HTTP, with a process of one step that calls one operation at the gateway. Requests are handed in "
                + "one every " + 1_000 / WANTED + " ms, and wait where " + OPEN
                + " are open. Each row is one stretch: tasks that "
                + "ended, the time from hand-in until this program saw the end (it looks at the oldest open ones), resident "
                + "memory, threads and descriptors at its end.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        Duration stretch = Duration.ofSeconds(plan.choose(10, 60));
        int stretches = plan.choose(3, 10);
        try (ServedWrit writ =
                ServedWrit.start(plan.newFolder("sustained"), JavaOptions.withoutArchive(), "improvement: \"off\"\n")) {
            ObjectNode content = Json.object().put("summary", "One call that changes nothing.");
            content.putArray("steps")
                    .addObject()
                    .put("operation", "message_user.list_messages")
                    .set("arguments", Json.object());
            writ.post("/processes", Json.object().put("name", "one_step").set("content", content));
            List<Stretch> done = new ArrayList<>();
            Deque<Open> open = new ArrayDeque<>();
            for (int i = 0; i <= stretches; i++) {
                Stretch one = stretch(writ, open, stretch);
                // The first one warms up.
                if (i > 0) {
                    done.add(one);
                    plan.say("  " + one.figure(stretch));
                }
            }
            return rows(done, stretch);
        }
    }

    private static List<Row> rows(List<Stretch> done, Duration length) {
        List<Row> rows = new ArrayList<>();
        int ended = done.stream().mapToInt(Stretch::ended).sum();
        double rate = ended / (length.toNanos() / 1e9 * done.size());
        rows.add(Row.of(
                        ended + " tasks in " + done.size() + " stretches of " + length.toSeconds() + " s",
                        Spans.digits(rate) + " tasks/s",
                        "")
                .against(WANTED + " tasks/s", rate >= WANTED * 0.99));
        for (int i = 0; i < done.size(); i++) {
            rows.add(Row.of("stretch " + (i + 1), done.get(i).figure(length), ""));
        }
        return rows;
    }

    private static Stretch stretch(ServedWrit writ, Deque<Open> open, Duration length) throws Exception {
        List<Long> times = new ArrayList<>();
        long begin = System.nanoTime();
        long end = begin + length.toNanos();
        long next = begin;
        while (System.nanoTime() < end) {
            if (open.size() < OPEN && System.nanoTime() >= next) {
                JsonNode task = writ.post(
                        "/tasks", Json.object().put("request", "measure").put("process", "one_step"));
                open.addLast(new Open(task.path("id").asString(), System.nanoTime()));
                next = Math.max(
                        next + Duration.ofSeconds(1).toNanos() / WANTED, System.nanoTime() - length.toNanos() / 10);
            } else {
                removeEnded(writ, open, times);
            }
        }
        return new Stretch(
                times.size(),
                new Samples(times.stream().mapToLong(Long::longValue).toArray()),
                writ.process().residentMemory().orElse(0L),
                writ.process().threads(),
                writ.process().descriptors());
    }

    /** Those at the head that have ended; waits a little where the oldest has not. */
    private static void removeEnded(ServedWrit writ, Deque<Open> open, List<Long> times) throws Exception {
        Open oldest = open.peekFirst();
        if (oldest == null) {
            Thread.sleep(1);
            return;
        }
        String state = writ.get("/tasks/" + oldest.id()).path("state").asString();
        if (state.equals("completed")) {
            open.removeFirst();
            times.add(System.nanoTime() - oldest.since());
        } else if (System.nanoTime() - oldest.since() > PATIENCE.toNanos()) {
            throw new TimeoutException("A task is " + state + " after " + PATIENCE + ".");
        } else {
            Thread.sleep(2);
        }
    }
}
