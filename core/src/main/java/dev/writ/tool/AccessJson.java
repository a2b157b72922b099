package dev.writ.tool;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Access;
import dev.writ.permission.Host;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a call would touch, as the usage record keeps it. */
final class AccessJson {
    private static final int MOST = 100;
    private static final String LEFT_OUT = "left_out";
    private static final String CHANGED = "redacted";

    private AccessJson() {}

    /** The accesses as a JSON array, without secrets and marked where that changed one; of very many the first hundred. */
    static String write(List<Access> accesses, UnaryOperator<String> redactor) {
        ArrayNode array = Json.array();
        accesses.stream().limit(MOST).forEach(access -> array.add(recorded(access, redactor)));
        if (accesses.size() > MOST) {
            array.add(Json.object().put(LEFT_OUT, accesses.size() - MOST));
        }
        return Json.write(array);
    }

    private static ObjectNode recorded(Access access, UnaryOperator<String> redactor) {
        ObjectNode whole = write(access);
        ObjectNode stored = (ObjectNode) StoredArguments.redacted(whole, redactor);
        return stored.equals(whole) ? stored : stored.put(CHANGED, true);
    }

    /** Whether a record tells exactly what was touched. */
    static boolean isWhole(JsonNode recorded) {
        return recorded.valueStream().noneMatch(access -> access.has(LEFT_OUT) || access.has(CHANGED));
    }

    private static ObjectNode write(Access access) {
        return switch (access) {
            case Access.FileAccess file ->
                Json.object().put("path", file.path()).put("verb", verb(file.verb()));
            case Access.CommandAccess command -> {
                ObjectNode node = Json.object();
                node.set("command", Json.array(command.argv()));
                if (!command.hosts().isEmpty()) {
                    node.set(
                            "hosts",
                            Json.array(
                                    command.hosts().stream().map(Host::toString).toList()));
                }
                yield node;
            }
            case Access.QueryAccess query ->
                Json.object()
                        .put("database", query.database())
                        .put("query", query.query())
                        .put("definition", query.definition());
            case Access.RepositoryAccess repository ->
                Json.object()
                        .put("repository", repository.repository())
                        .put("branch", repository.branch())
                        .put("verb", verb(repository.verb()));
            case Access.EntityAccess entity ->
                Json.object()
                        .put("kind", entity.kind().id())
                        .put("id", entity.id())
                        .put("verb", verb(entity.verb()));
            case Access.RecipientAccess recipient -> Json.object().put("recipient", recipient.recipient());
            case Access.ArgumentAccess call -> {
                ObjectNode node = Json.object();
                node.set("arguments", call.arguments());
                yield node;
            }
        };
    }

    /** The accesses of a record, as far as it keeps them. */
    static List<Access> read(JsonNode recorded) {
        return recorded.valueStream()
                .filter(access -> !access.has(LEFT_OUT))
                .map(AccessJson::readOne)
                .toList();
    }

    private static Access readOne(JsonNode access) {
        String verb = access.path("verb").asString("").toUpperCase(Locale.ROOT);
        if (access.has("path")) {
            return new Access.FileAccess(access.path("path").asString(), Access.FileVerb.valueOf(verb));
        }
        if (access.has("command")) {
            return new Access.CommandAccess(
                    access.path("command").valueStream().map(JsonNode::asString).toList(),
                    access.path("hosts")
                            .valueStream()
                            .map(host -> Host.parse(host.asString()))
                            .toList());
        }
        if (access.has("query")) {
            return new Access.QueryAccess(
                    access.path("database").asString(),
                    access.path("query").asString(),
                    access.path("definition").asString(""));
        }
        if (access.has("repository")) {
            return new Access.RepositoryAccess(
                    access.path("repository").asString(),
                    access.path("branch").asString(),
                    Access.RepositoryVerb.valueOf(verb));
        }
        if (access.has("kind")) {
            return new Access.EntityAccess(
                    EntityKind.parse(access.path("kind").asString()),
                    Access.EntityVerb.valueOf(verb),
                    access.path("id").asString());
        }
        if (access.path("arguments") instanceof ObjectNode arguments) {
            return new Access.ArgumentAccess(arguments);
        }
        return new Access.RecipientAccess(access.path("recipient").asString());
    }

    private static String verb(Enum<?> verb) {
        return verb.name().toLowerCase(Locale.ROOT);
    }
}
