package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.account.SavedFilter;
import dev.writ.account.SavedFilters;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /filters}: the views that the caller keeps; everybody has their own. */
final class FilterRoutes implements Routes {
    private final SavedFilters filters;

    FilterRoutes(SavedFilters filters) {
        this.filters = filters;
    }

    @Override
    public void addTo(Api api) {
        api.get("/filters", this::list).create("/filters", this::save).delete("/filters/{id}", request -> {
            filters.delete(request.caller().name(), request.path("id"));
            return list(request);
        });
    }

    private JsonNode list(ApiRequest request) {
        ArrayNode list = Json.array();
        filters.of(request.caller().name()).forEach(filter -> list.add(json(filter)));
        return list;
    }

    private JsonNode save(ApiRequest request) {
        ApiBody body = request.body(Set.of("name", "address"));
        return json(filters.save(
                request.caller().name(),
                body.words("name", "Say what the filter is to be called."),
                body.words("address", "Give the path and query of a page, as in /events?type=tool.")));
    }

    private static ObjectNode json(SavedFilter filter) {
        return Json.object()
                .put("id", filter.id())
                .put("name", filter.name())
                .put("address", filter.address())
                .put("created_at", filter.createdAt().toString());
    }
}
