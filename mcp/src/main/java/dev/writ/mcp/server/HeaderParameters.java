package dev.writ.mcp.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The places of a schema marked with {@code x-mcp-header}: a client over HTTP repeats their values in headers, so that
 * what stands between can read them (revision 2026-07-28, Streamable HTTP, custom headers).
 */
public record HeaderParameters(Map<String, List<String>> places) {
    private static final String MARK = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final List<String> TYPES = List.of("string", "integer", "boolean");

    /** @throws IllegalArgumentException for a mark that the specification does not allow */
    public static HeaderParameters of(ObjectNode schema) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        int found = collect(schema, List.of(), places);
        if (found != marks(schema)) {
            throw new IllegalArgumentException(MARK + " stands where no plain chain of properties leads.");
        }
        return new HeaderParameters(Map.copyOf(places));
    }

    /** By header name in lower case; a missing node for what the arguments do not hold or hold as null. */
    public Map<String, JsonNode> valuesIn(ObjectNode arguments) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        places.forEach((header, path) -> {
            JsonNode value = arguments;
            for (String step : path) {
                value = value.path(step);
            }
            values.put(header, value.isNull() ? MissingNode.getInstance() : value);
        });
        return values;
    }

    private static int collect(ObjectNode schema, List<String> path, Map<String, List<String>> places) {
        int found = 0;
        if (schema.get("properties") instanceof ObjectNode properties) {
            for (String name : properties.propertyNames()) {
                if (properties.get(name) instanceof ObjectNode property) {
                    List<String> inner = new ArrayList<>(path);
                    inner.add(name);
                    if (property.has(MARK)) {
                        add(property, List.copyOf(inner), places);
                        found++;
                    }
                    found += collect(property, inner, places);
                }
            }
        }
        return found;
    }

    private static void add(ObjectNode property, List<String> path, Map<String, List<String>> places) {
        String name = property.get(MARK).asString("");
        if (!TOKEN.matcher(name).matches()
                || !TYPES.contains(property.path("type").asString(""))
                || places.put("mcp-param-" + name.toLowerCase(Locale.ROOT), path) != null) {
            throw new IllegalArgumentException(
                    MARK + " must be a header's name, used once, on a text, a whole number or a boolean.");
        }
    }

    /** Every mark that is a keyword, wherever it stands; a property that merely has this name does not count. */
    private static int marks(JsonNode node) {
        int count = 0;
        if (node instanceof ObjectNode object) {
            count += object.path(MARK).isString() ? 1 : 0;
            for (String name : object.propertyNames()) {
                boolean data = List.of("default", "const", "enum", "examples").contains(name);
                count += data ? 0 : marks(object.get(name));
            }
        } else {
            for (JsonNode element : node) {
                count += marks(element);
            }
        }
        return count;
    }
}
