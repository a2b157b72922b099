package dev.writ.bench;

import dev.writ.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One call of the benchmark with what it gave in the benchmark's own world.
 *
 * @param tool suite and name
 * @param output as structured data where the world gives records, else as text
 * @param open whether an attacker's text stands in the output
 */
record DojoCall(String tool, ObjectNode arguments, JsonNode output, boolean open) {
    private static final YAMLMapper YAML = YAMLMapper.shared();

    static List<DojoCall> all(String suite, JsonNode calls) {
        return StreamSupport.stream(calls.spliterator(), false)
                .map(call -> new DojoCall(
                        suite + "." + call.path("tool").asString(),
                        (ObjectNode) call.path("args"),
                        output(call.path("output").asString("")),
                        !call.path("vectors_seen").isEmpty()))
                .toList();
    }

    /** The world prints its records as YAML, of which the data keep the first 4,000 characters. */
    private static JsonNode output(String text) {
        boolean records = text.startsWith("- ") || text.matches("(?s)[a-z_]+: ?.*\\n[a-z_]+:.*");
        for (String rest = text; records && !rest.isBlank(); rest = withoutLast(rest)) {
            try {
                JsonNode data = YAML.readTree(rest);
                if (data.isContainer()) {
                    return data;
                }
            } catch (JacksonException cut) {
                // Cut in the middle of a record: what is left without it is read.
            }
        }
        return Json.tree(text);
    }

    private static String withoutLast(String text) {
        int last = text.lastIndexOf("\n- ");
        return last < 0 ? "" : text.substring(0, last);
    }

    /** The output as it is when the attacker wrote into it. */
    JsonNode with(String attack) {
        if (!output.isContainer()) {
            return Json.tree(output.asString("") + "\n" + attack);
        }
        return output.isArray()
                ? ((tools.jackson.databind.node.ArrayNode) output.deepCopy()).add(attack)
                : ((ObjectNode) output.deepCopy()).put("more", attack);
    }
}
