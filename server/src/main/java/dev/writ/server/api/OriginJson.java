package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.task.TreeOrigin;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which request came from which, as the API shows it. */
final class OriginJson {
    private OriginJson() {}

    /** @param from what came from the request */
    static ObjectNode addTo(ObjectNode request, Optional<TreeOrigin> origin, List<TreeOrigin> from) {
        origin.ifPresentOrElse(one -> request.set("origin", of(one)), () -> request.putNull("origin"));
        ArrayNode list = request.putArray("successors");
        from.forEach(one -> list.add(of(one)));
        return request;
    }

    private static ObjectNode of(TreeOrigin origin) {
        ObjectNode json = Json.object()
                .put("kind", origin.kind().id())
                .put("tree", origin.tree())
                .put("source", origin.source())
                .put("source_task", origin.sourceTask())
                .put("step", origin.step());
        json.set("changed", Json.array(origin.changed()));
        return json;
    }
}
