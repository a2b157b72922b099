package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a grant is limited to, in words: {@code write report.conf}, {@code run sh report.sh}. */
final class ScopeWords {
    private static final int MOST_NAMED = 4;

    private ScopeWords() {}

    static String of(JsonNode scope) {
        List<String> parts = new ArrayList<>();
        for (String name : scope.propertyNames()) {
            JsonNode value = scope.path(name);
            boolean writtenToo = name.equals("read") && value.equals(scope.path("write"));
            if (!value.isEmpty() && !writtenToo) {
                parts.add(part(name, value));
            }
        }
        return String.join("; ", parts);
    }

    private static String part(String name, JsonNode value) {
        return switch (name) {
            case "read", "write" -> name + " " + some(value);
            case "commands" -> "run " + some(value);
            case "verbs" -> some(value);
            case "repositories" -> "in " + some(value);
            case "branches" -> "on " + some(value);
            case "recipients" -> "to " + some(value);
            default -> name + " " + (value.isArray() ? some(value) : Json.write(value));
        };
    }

    private static String some(JsonNode values) {
        List<String> words = new ArrayList<>();
        for (JsonNode value : values) {
            if (words.size() == MOST_NAMED) {
                words.add("… (" + values.size() + " in all)");
                break;
            }
            words.add(value.isArray() ? line(value) : value.asString(""));
        }
        return String.join(", ", words);
    }

    private static String line(JsonNode command) {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asString("")));
        return "`" + String.join(" ", words) + "`";
    }
}
