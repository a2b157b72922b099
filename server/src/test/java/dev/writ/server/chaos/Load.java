package dev.writ.server.chaos;

import dev.writ.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * People who hand in requests, over HTTP, until they are told to stop: commands and edits that each leave a mark of their own
 * on the disk, and now and then a request that may spend almost nothing. Who gets no answer asks again under the same key.
 */
final class Load {
    private static final int PEOPLE = 3;
    /** More would only wait. */
    private static final int MOST_OPEN = 12;

    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

    private final Evidence evidence;
    private final List<ServerProcess> servers;
    private final AtomicInteger marks = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final List<Thread> people = new ArrayList<>();
    private volatile boolean over;

    Load(Evidence evidence, List<ServerProcess> servers, long seed) {
        this.evidence = evidence;
        this.servers = List.copyOf(servers);
        for (int i = 0; i < PEOPLE; i++) {
            Random random = new Random(seed + i);
            people.add(Thread.ofPlatform().name("person-" + i).start(() -> handIn(random)));
        }
    }

    private void handIn(Random random) {
        try {
            while (!over) {
                ObjectNode request = request(random, "mark-" + marks.incrementAndGet());
                while (!over && !isAnswered(servers.get(random.nextInt(servers.size())), request)) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(20, 60));
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(20, 120));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode request(Random random, String mark) {
        boolean command = random.nextBoolean();
        ObjectNode request = Json.object()
                .put(
                        "request",
                        command ? "run `sh mark.sh " + mark + "`" : "append \"" + mark + "\" to " + Evidence.EDITS)
                .put("workspace", evidence.workspace().toString())
                .put("key", mark);
        request.putArray("allow").add(command ? "run" : "edit");
        if (random.nextInt(8) == 0) {
            request.putObject("budget").put("modelCalls", random.nextInt(1, 4));
        }
        return request;
    }

    /** False where nobody knows whether it was taken, or it was plainly not: it is to be handed in again. */
    private boolean isAnswered(ServerProcess server, ObjectNode request) throws InterruptedException {
        try {
            if (open(server) >= MOST_OPEN) {
                return false;
            }
            ServerProcess.Answer answer = server.post("/api/v1/tasks", request);
            if (answer.status() / 100 == 2) {
                taken.add(answer.body().path("id").asString());
                evidence.acknowledged(answer.body().path("id").asString());
                acknowledged.incrementAndGet();
                count("acknowledged");
                return true;
            }
            count("refused: " + answer.body().path("error").path("code").asString("" + answer.status()));
            return false;
        } catch (IOException e) {
            count("no answer");
            return false;
        }
    }

    /** How many of the latest requests of these people have no end yet; what Writ asks of itself may wait for a person. */
    long open(ServerProcess server) throws IOException, InterruptedException {
        return server.get("/api/v1/tasks?roots=true&limit=" + 2 * MOST_OPEN)
                .body()
                .valueStream()
                .filter(task -> taken.contains(task.path("id").asString("")))
                .filter(task -> !FINAL.contains(task.path("state").asString("")))
                .count();
    }

    private void count(String what) {
        answers.merge(what, 1, Integer::sum);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** What people were answered, and how often. */
    Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    /** Nothing more is handed in. */
    void stop() throws InterruptedException {
        over = true;
        for (Thread person : people) {
            person.join();
        }
    }
}
