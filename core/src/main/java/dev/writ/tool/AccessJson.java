package dev.writ.tool;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Access;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a call would touch, as the usage record keeps it. */
final class AccessJson {
    private static final int MOST = 100;

    private AccessJson() {}

    /** The accesses as a JSON array, without secrets; of very many only the first hundred. */
    static String write(List<Access> accesses, UnaryOperator<String> redactor) {
        ArrayNode array = Json.array();
        accesses.stream().limit(MOST).forEach(access -> array.add(write(access)));
        if (accesses.size() > MOST) {
            array.add(Json.object().put("left_out", accesses.size() - MOST));
        }
        return Json.write(StoredArguments.redacted(array, redactor));
    }

    private static ObjectNode write(Access access) {
        return switch (access) {
            case Access.FileAccess file ->
                Json.object().put("path", file.path()).put("verb", verb(file.verb()));
            case Access.CommandAccess command -> {
                ObjectNode node = Json.object();
                node.set("command", Json.array(command.argv()));
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
        };
    }

    /** The accesses of a record, as far as it keeps them. */
    static List<Access> read(JsonNode recorded) {
        return recorded.valueStream()
                .filter(access -> !access.has("left_out"))
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
                    access.path("command").valueStream().map(JsonNode::asString).toList());
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
        return new Access.RecipientAccess(access.path("recipient").asString());
    }

    private static String verb(Enum<?> verb) {
        return verb.name().toLowerCase(Locale.ROOT);
    }
}
