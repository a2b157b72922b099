package dev.writ.mcp.engine;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Feature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a sorted list. The cursor names the last feature before it, so it stays right while features come and go;
 * nothing is kept for it.
 */
final class Page {
    /** How many features one answer lists. */
    static final int SIZE = 500;

    private Page() {}

    /**
     * @param features in any order; the page is in that of their keys
     * @throws RpcException for a cursor that no answer ever held
     */
    static ObjectNode of(String field, List<? extends Feature> features, ObjectNode params) {
        String after = after(params.path("cursor"));
        List<? extends Feature> rest = features.stream()
                .filter(feature -> feature.key().compareTo(after) > 0)
                .sorted(Comparator.comparing(Feature::key))
                .toList();
        ObjectNode result = StrictJson.object();
        ArrayNode list = result.putArray(field);
        rest.stream().limit(SIZE).map(Feature::json).forEach(list::add);
        if (rest.size() > SIZE) {
            String last = rest.get(SIZE - 1).key();
            result.put("nextCursor", Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
        return result;
    }

    private static String after(JsonNode cursor) {
        if (cursor.isMissingNode()) {
            return "";
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor.asString("")), StandardCharsets.UTF_8);
            if (!key.isEmpty()) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw RpcException.invalidParams("The cursor is not one of ours; begin again without it.");
    }
}
