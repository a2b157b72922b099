package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a grant is limited to, in words: {@code write report.conf}, {@code run sh report.sh}. */
final class ScopeWords {
    private static final int MOST_NAMED = 4;

    private ScopeWords() {}

    /** In short: of many values the first few. */
    static String of(JsonNode scope) {
        return of(scope, MOST_NAMED);
    }

    /** With every value, for those who decide on it. No scope holds characters that are not seen. */
    static String whole(JsonNode scope) {
        return of(scope, Integer.MAX_VALUE);
    }

    private static String of(JsonNode scope, int most) {
        List<String> parts = new ArrayList<>();
        for (String name : scope.propertyNames()) {
            JsonNode value = scope.path(name);
            boolean writtenToo = name.equals("read") && value.equals(scope.path("write"));
            if (!value.isEmpty() && !writtenToo) {
                parts.add(part(name, value, most));
            }
        }
        return String.join("; ", parts);
    }

    private static String part(String name, JsonNode value, int most) {
        return switch (name) {
            case "read", "write" -> name + " " + some(value, most);
            case "commands" -> "run " + some(value, most);
            case "verbs" -> some(value, most);
            case "repositories" -> "in " + some(value, most);
            case "branches" -> "on " + some(value, most);
            case "recipients" -> "to " + some(value, most);
            case "kinds" -> members(value, most);
            default -> name + " " + (value.isArray() ? some(value, most) : members(value, most));
        };
    }

    private static String some(JsonNode values, int most) {
        List<String> words = new ArrayList<>();
        for (JsonNode value : values) {
            if (words.size() == most) {
                words.add("… (" + values.size() + " in all)");
                break;
            }
            words.add(value.isArray() ? line(value) : plain(value));
        }
        return String.join(", ", words);
    }

    /** Of entity kinds what may be done to each, as in {@code agent read, write; task read}. */
    private static String members(JsonNode values, int most) {
        List<String> words = new ArrayList<>();
        for (String name : values.propertyNames()) {
            if (words.size() == most) {
                words.add("… (" + values.size() + " in all)");
                break;
            }
            JsonNode value = values.path(name);
            words.add(name + " " + (value.isArray() ? some(value, Integer.MAX_VALUE) : plain(value)));
        }
        return String.join("; ", words);
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asString("") : Json.write(value);
    }

    private static String line(JsonNode command) {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asString("")));
        return "`" + String.join(" ", words) + "`";
    }
}
