package dev.writ.entity;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396): fields of the patch replace, {@code null} removes, objects merge, lists are replaced. */
final class MergePatch {
    private MergePatch() {}

    /** A new object; neither argument is changed. */
    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode result = target.deepCopy();
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                result.remove(field.getKey());
            } else if (value instanceof ObjectNode nested) {
                ObjectNode below =
                        result.get(field.getKey()) instanceof ObjectNode object ? object : result.objectNode();
                result.set(field.getKey(), apply(below, nested));
            } else {
                result.set(field.getKey(), value.deepCopy());
            }
        });
        return result;
    }
}
