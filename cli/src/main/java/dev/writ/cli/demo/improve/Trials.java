package dev.writ.cli.demo.improve;

import dev.writ.Json;
import dev.writ.cli.demo.Facts;
import dev.writ.cli.demo.Requests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Writ's experiments, as the API and the event log tell of them; says what is new. */
final class Trials {
    private static final long BETWEEN_COUNTS_NANOS = 4_000_000_000L;

    private final Requests.Client client;
    private final Facts facts;
    private final Screen screen;
    private final InstantSource clock;
    private long seen;
    private long nextCount;
    private String lastCount = "";

    Trials(Requests.Client client, Facts facts, Screen screen, InstantSource clock) {
        this.client = client;
        this.facts = facts;
        this.screen = screen;
        this.clock = clock;
        this.seen = facts.count("SELECT COALESCE(MAX(seq), 0) FROM events", Map.of());
    }

    /** All there are, the oldest first. */
    List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        client.get("/improvements?limit=100").forEach(all::addFirst);
        return all;
    }

    /** The one about this, if there is one. */
    Optional<JsonNode> of(Target target) {
        return all().stream().filter(target::isOf).findFirst();
    }

    /** Those about these, as far as there are any. */
    List<JsonNode> of(List<Target> targets) {
        List<JsonNode> all = all();
        return targets.stream()
                .flatMap(target -> all.stream().filter(target::isOf).limit(1))
                .toList();
    }

    static boolean isOpen(JsonNode experiment) {
        return List.of("running", "paused", "waiting")
                .contains(experiment.path("state").asString(""));
    }

    /** Whether real tasks are what it needs now. */
    static boolean needsRealTasks(JsonNode experiment) {
        String stage = experiment.path("stage").asString("");
        return experiment.path("state").asString("").equals("running")
                && (stage.equals("canary") || stage.equals("full"));
    }

    /** How many outcomes were measured in a stage. */
    long measured(JsonNode experiment, String stage) {
        return facts.count(
                "SELECT COUNT(*) FROM experiment_outcomes WHERE experiment = :id AND stage = :stage",
                Map.of("id", experiment.path("id").asString(), "stage", stage));
    }

    /** Says what happened since it was last asked, and now and then how many pairs were measured. */
    void tell() {
        List<String> events = facts.rows(
                "SELECT seq || ' ' || at || ' ' || type || ' ' || entity || ' ' || data FROM events "
                        + "WHERE kind = 'experiment' AND seq > :seen ORDER BY seq",
                Map.of("seen", seen));
        for (String event : events) {
            String[] parts = event.split(" ", 5);
            seen = Long.parseLong(parts[0]);
            tell(Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2], parts[3], Json.parse(parts[4]));
        }
        if (System.nanoTime() >= nextCount) {
            nextCount = System.nanoTime() + BETWEEN_COUNTS_NANOS;
            count();
        }
    }

    private void tell(Instant at, String type, String id, JsonNode data) {
        String name = data.path("name").asString("");
        // Of what is said, what is of interest here: the first sentence.
        String reason = data.path("reason").asString("").replaceFirst("(?<=\\.) .*", "");
        switch (type) {
            case "experiment.created" -> {
                JsonNode one = client.get("/improvements/" + id);
                screen.line(
                        at.toString(),
                        one.path("proposed_by").asString("").equals("catalogue") ? "found" : "asked for",
                        name + ": " + one.path("hypothesis").asString(""));
                if (one.path("state").asString("").equals("waiting")) {
                    screen.line(at.toString(), "waits", name + ": " + reason);
                }
            }
            case "experiment.stage" ->
                screen.line(at.toString(), stage(data), name + (reason.isEmpty() ? "" : ": " + reason));
            case "experiment.promoted" -> screen.line(at.toString(), "kept", name + ": " + reason);
            case "experiment.rolled_back" -> screen.line(at.toString(), "taken back", name + ": " + reason);
            default -> screen.line(at.toString(), type.substring("experiment.".length()), name + ": " + reason);
        }
    }

    private static String stage(JsonNode data) {
        return switch (data.path("stage").asString("")) {
            case "replay" -> "run again";
            case "canary" -> "real tasks";
            case "full" -> "in force";
            default -> "goes on";
        };
    }

    private void count() {
        List<String> counts = all().stream()
                .filter(one -> one.path("state").asString("").equals("running"))
                .map(one ->
                        one.path("name").asString("") + " " + one.path("pairs").asInt(0))
                .toList();
        String line = String.join(", ", counts);
        if (!line.isEmpty() && !line.equals(lastCount)) {
            lastCount = line;
            screen.line(clock.instant().toString(), "pairs", line);
        }
    }
}
