package dev.writ.server.api;

import dev.writ.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The description of the API in the form of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), put together from the
 * files below {@code openapi}: the head, the paths by resource, and the schemas they share.
 */
final class ApiDescription {
    private static final String FOLDER = "/openapi/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final List<String> SCHEMAS = List.of(
            "common",
            "tasks",
            "steering",
            "grants",
            "events",
            "definitions",
            "people",
            "insight",
            "security",
            "improvements",
            "recovery",
            "compliance",
            "audit");
    private static final List<String> PATHS = List.of(
            "tasks",
            "steering",
            "approvals",
            "grants",
            "rules",
            "why",
            "policy",
            "tools",
            "toolbox",
            "servers",
            "events",
            "tokens",
            "accounts",
            "insight",
            "security",
            "improvements",
            "recovery",
            "compliance",
            "audit",
            "inbox",
            "system",
            "sessions");

    /** What definitions are called, one and many. */
    private record Kind(String one, String many) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("agent", "agents"),
            new Kind("tool", "tools"),
            new Kind("process", "processes"),
            new Kind("document", "documents"));

    private ApiDescription() {}

    /** The whole of it, read anew each time. */
    static ObjectNode read() {
        ObjectNode root = parse(text("root"));
        ObjectNode schemas = root.withObject("/components/schemas");
        SCHEMAS.forEach(name -> schemas.setAll(parse(text("schemas/" + name))));
        ObjectNode paths = root.putObject("paths");
        PATHS.forEach(name -> add(paths, name, text("paths/" + name)));
        String definitions = text("paths/definitions");
        KINDS.forEach(kind -> add(paths, kind.many(), of(definitions, kind)));
        return root;
    }

    private static String of(String definitions, Kind kind) {
        return definitions
                .replace("Kinds", capital(kind.many()))
                .replace("kinds", kind.many())
                .replace("Kind", capital(kind.one()))
                .replace("kind", kind.one());
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** Adds paths, each operation with its tag and the form of its failures. */
    private static void add(ObjectNode paths, String tag, String text) {
        parse(text).properties().forEach(path -> {
            path.getValue().properties().stream()
                    .filter(method -> METHODS.contains(method.getKey()))
                    .forEach(method -> complete((ObjectNode) method.getValue(), tag));
            paths.set(path.getKey(), path.getValue());
        });
    }

    private static void complete(ObjectNode operation, String tag) {
        operation.putArray("tags").add(tag);
        operation.withObject("/responses").set("default", Json.object().put("$ref", "#/components/responses/Problem"));
    }

    private static ObjectNode parse(String yaml) {
        JsonNode read = YAMLMapper.shared().readTree(yaml);
        return (ObjectNode) read;
    }

    private static String text(String name) {
        try (InputStream file = ApiDescription.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException("the description of the API has no part " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
