package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.EntityKind;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiments;
import dev.writ.improvement.Improvements;
import dev.writ.improvement.effect.Effects;
import dev.writ.improvement.effect.Markers;
import dev.writ.improvement.gate.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /improvements}: changes that were tried, with what was measured before and after. */
final class ImprovementRoutes implements Routes {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int LONGEST_TIMELINE = 500;

    private final ApiParts parts;
    private final Experiments experiments;
    private final Improvements actions;
    private final Markers markers;

    ImprovementRoutes(ApiParts parts) {
        this.parts = parts;
        this.experiments = parts.improvements().experiments();
        this.actions = parts.improvements().actions();
        this.markers = new Markers(parts.events(), experiments);
    }

    @Override
    public void addTo(Api api) {
        api.get("/improvements", this::list)
                .get("/improvements/markers", this::markers)
                .get("/improvements/{id}", request -> whole(experiments.get(request.path("id"))))
                .post("/improvements/{id}/approve", request -> {
                    request.body(Set.of());
                    return after(request, id -> actions.approve(id, request.actor()));
                })
                .post("/improvements/{id}/reject", request -> {
                    String reason = reason(request);
                    return after(request, id -> actions.reject(id, request.actor(), reason));
                })
                .post("/improvements/{id}/rollback", request -> {
                    String reason = reason(request);
                    return after(request, id -> actions.rollback(id, request.actor(), reason));
                })
                .post("/improvements/{id}/pause", request -> {
                    request.body(Set.of());
                    return after(request, id -> actions.pause(id, request.actor()));
                })
                .post("/improvements/{id}/resume", request -> {
                    request.body(Set.of());
                    return after(request, id -> actions.resume(id, request.actor()));
                });
    }

    private interface Action {
        void on(String id);
    }

    private JsonNode after(ApiRequest request, Action action) {
        action.on(request.path("id"));
        Experiment now = experiments.get(request.path("id"));
        return ImprovementJson.summary(now, Effects.of(experiments.outcomes(now.id())));
    }

    private static String reason(ApiRequest request) {
        return request.body(Set.of("reason")).text("reason", "");
    }

    private JsonNode list(ApiRequest request) {
        String state = request.query("state");
        int limit = request.limit(100);
        List<Experiment> found =
                switch (state) {
                    case "", "all" -> experiments.list(false, limit);
                    case "open" -> experiments.list(true, limit);
                    default -> experiments.inState(state(state), limit);
                };
        ArrayNode list = Json.array();
        Map<String, List<Outcome>> outcomes = experiments.outcomes(found);
        found.forEach(one ->
                list.add(ImprovementJson.summary(one, Effects.of(outcomes.getOrDefault(one.id(), List.of())))));
        return list;
    }

    private static Experiment.State state(String text) {
        return Arrays.stream(Experiment.State.values())
                .filter(state -> state.id().equals(text))
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no state '" + text + "' of an experiment.",
                        "Use one of: all, open, "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Experiment.State.values())
                                                .map(Experiment.State::id)
                                                .toList())
                                + "."));
    }

    private JsonNode whole(Experiment experiment) {
        List<Outcome> outcomes = experiments.outcomes(experiment.id());
        Effects effects = Effects.of(outcomes);
        Optional<Evidence> evidence = Evidence.of(experiment, outcomes);
        EntityKind kind = experiment.proposal().kind();
        ObjectNode json = ImprovementJson.summary(experiment, effects)
                .put("standing", new Standing(experiment, effects, evidence).sentence())
                .put("revision", experiment.revision())
                .put("place", experiment.place())
                .put(
                        "active",
                        parts.definitions().get(kind, experiment.entity()).activeVersion());
        json.set("changes", experiment.proposal().changes());
        json.set("seen_in", Json.array(experiment.proposal().evidence()));
        json.set(
                "versions",
                ImprovementJson.versions(Stream.of(experiment.incumbent(), experiment.candidate())
                        .map(version -> parts.definitions().version(kind, experiment.entity(), version))
                        .toList()));
        json.put(
                "diff",
                parts.definitions().diff(kind, experiment.entity(), experiment.incumbent(), experiment.candidate()));
        json.set("effects", ImprovementJson.effects(effects));
        json.set("outcomes", ImprovementJson.pairs(effects));
        json.set("steps", ImprovementJson.steps(effects));
        evidence.ifPresent(found -> json.set("evidence", ImprovementJson.evidence(found)));
        json.set("timeline", timeline(experiment));
        return json;
    }

    private ArrayNode timeline(Experiment experiment) {
        ArrayNode list = Json.array();
        for (Event event : parts.events()
                .find(EventFilter.all()
                        .about("experiment", experiment.id())
                        .newestFirst(true)
                        .atMost(LONGEST_TIMELINE))) {
            list.addObject()
                    .put("seq", event.seq())
                    .put("at", event.at().toString())
                    .put("type", event.type())
                    .put("by", event.actor())
                    .put("stage", event.data().path("stage").asString(""))
                    .put("reason", event.data().path("reason").asString(""));
        }
        return list;
    }

    private JsonNode markers(ApiRequest request) {
        ArrayNode list = Json.array();
        markers.in(
                        // What was changed in this very millisecond counts, too.
                        ApiPeriod.of(request, A_DAY, parts.clock().instant().plusMillis(1)), request.limit(100))
                .forEach(marker -> list.add(ImprovementJson.marker(marker)));
        return list;
    }
}
