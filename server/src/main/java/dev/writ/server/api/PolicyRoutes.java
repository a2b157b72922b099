package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.tool.Replay;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /policy/replay}: what another policy would have decided. Nothing is changed. */
final class PolicyRoutes implements Routes {
    private static final Duration USUAL_PERIOD = Duration.ofHours(24);

    private final PolicyReplays replays;

    PolicyRoutes(ApiParts parts) {
        this.replays = parts.replays();
    }

    @Override
    public void addTo(Api api) {
        api.post("/policy/replay", this::replay);
    }

    private JsonNode replay(ApiRequest request) {
        ApiBody body = request.body(Set.of("policy", "name", "since_seconds"));
        String policy = body.words("policy", "Send the content of a settings file; see docs/writ.example.yaml.");
        return json(replays.under(body.text("name", "writ.yaml"), policy, body.seconds("since_seconds", USUAL_PERIOD)));
    }

    private static ObjectNode json(Replay replay) {
        ObjectNode json = Json.object()
                .put("since", replay.since().toString())
                .put("looked_at", replay.lookedAt())
                .put("differing", replay.differing())
                .put("untold", replay.untellable());
        ArrayNode gaps = json.putArray("untold_because");
        replay.untold().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(gap -> gaps.addObject()
                        .put("count", gap.getValue())
                        .put("reason", gap.getKey().sentence()));
        ArrayNode differences = json.putArray("differences");
        replay.differences().forEach(difference -> differences.add(json(difference)));
        return json;
    }

    private static ObjectNode json(Replay.Difference difference) {
        return Json.object()
                .put("at", difference.at().toString())
                .put("kind", difference.kind().id())
                .put("id", difference.id())
                .put("task", difference.task())
                .put("agent", difference.agent())
                .put("what", difference.what())
                .put("touches", difference.touches())
                .put("before", difference.before().id())
                .put("after", difference.after().id())
                .put("why", difference.sentence());
    }
}
