package dev.writ.model.playbook.role;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The single texts of a scope, whatever its form. */
final class Parts {
    private Parts() {}

    static List<String> of(JsonNode scope) {
        List<String> parts = new ArrayList<>();
        collect(scope, parts);
        return parts;
    }

    private static void collect(JsonNode node, List<String> into) {
        if (node.isString()) {
            into.add(node.stringValue());
        } else {
            node.values().forEach(child -> collect(child, into));
        }
    }

    /** First words of the command lines in it. */
    static List<String> programs(JsonNode scope) {
        List<String> programs = new ArrayList<>();
        if (scope.path("commands").isArray()) {
            scope.path("commands").forEach(line -> programs.add(line.path(0).asString("")));
        } else if (scope.isObject()) {
            scope.values().forEach(child -> programs.addAll(programs(child)));
        }
        return programs;
    }
}
