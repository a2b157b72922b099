package dev.writ.model.playbook.turn;

import dev.writ.permission.PathGlob;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The tools this conversation was granted, as far as it shows. The gateway decides; this only avoids asking twice. */
final class Grants {
    private record Grant(String tool, List<String> operations, JsonNode scope) {}

    private final List<Grant> grants = new ArrayList<>();

    void add(Data granted) {
        grants.add(new Grant(
                granted.text("tool"),
                granted.texts("operations"),
                granted.node().path("scope")));
    }

    boolean any(String tool) {
        return grants.stream().anyMatch(grant -> grant.tool.equals(tool));
    }

    boolean cover(Need need) {
        return grants.stream()
                .anyMatch(grant -> grant.tool.equals(need.tool())
                        && (grant.operations.isEmpty() || grant.operations.containsAll(need.operations()))
                        && covers(grant.scope, need.scope()));
    }

    private static boolean covers(JsonNode wider, JsonNode narrower) {
        if (narrower.isObject()) {
            return narrower.properties().stream()
                    .allMatch(field -> covers(wider.path(field.getKey()), field.getValue()));
        }
        if (narrower.isArray()) {
            return wider.isArray()
                    && narrower.valueStream()
                            .allMatch(element -> wider.valueStream()
                                    .anyMatch(candidate -> element.isArray()
                                            ? candidate.equals(element)
                                            : coversText(Data.text(candidate), Data.text(element))));
        }
        return wider.equals(narrower);
    }

    private static boolean coversText(String wider, String narrower) {
        return (wider.endsWith(":*") && narrower.startsWith(wider.substring(0, wider.length() - 1)))
                || PathGlob.allCovered(List.of(wider), List.of(narrower));
    }
}
