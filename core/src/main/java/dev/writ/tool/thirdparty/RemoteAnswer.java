package dev.writ.tool.thirdparty;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.mcp.json.JsonSchema;
import dev.writ.tool.OperationResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server answered to a call.
 *
 * @param content the parts of the answer as the protocol has them, each with its {@code type}
 * @param structured the same for programs, in the form that the tool declared
 * @param failed whether the server says that the call went wrong
 */
record RemoteAnswer(List<ObjectNode> content, Optional<JsonNode> structured, boolean failed) {
    private static final int LONGEST_FAILURE = 2_000;

    RemoteAnswer {
        content = List.copyOf(content);
    }

    /** The schema of a result's data: the tool's own where it declares one of objects, else that of its content. */
    static ObjectNode schema(ObjectNode definition) {
        if (declares(definition)) {
            ObjectNode copy = definition.path("outputSchema").deepCopy().asObject();
            copy.remove("$schema");
            return copy;
        }
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties")
                .putObject("content")
                .put("type", "array")
                .putObject("items")
                .put("type", "object");
        schema.set("required", Json.array(List.of("content")));
        return schema;
    }

    /** Whether the tool says which form of data it answers with. */
    static boolean declares(ObjectNode definition) {
        return definition.path("outputSchema") instanceof ObjectNode schema
                && schema.path("type").asString("").equals("object");
    }

    /**
     * As the gateway gives it to the caller.
     *
     * @throws WritException with {@code operation_failed} and the server's words where it says that the call went wrong
     */
    OperationResult result(ThirdPartyTool tool) {
        String text = text();
        if (failed) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "The tool " + tool.spec().name() + " says: " + ServerText.cut(text, LONGEST_FAILURE),
                    "Correct the call; whether it changed anything is known to its server alone.");
        }
        if (tool.results().isPresent()) {
            ObjectNode data = promised(tool, tool.results().get());
            return new OperationResult(data, text.isBlank() ? Json.write(data) : text);
        }
        ObjectNode data = Json.object();
        ArrayNode parts = data.putArray("content");
        content.forEach(parts::add);
        return new OperationResult(data, text);
    }

    /** The data in the form that the tool declared: whoever relies on the form must not be given another. */
    private ObjectNode promised(ThirdPartyTool tool, JsonSchema schema) {
        if (structured.isPresent() && structured.get() instanceof ObjectNode data) {
            Optional<String> mistake = schema.firstMistake(data);
            if (mistake.isEmpty()) {
                return data;
            }
            throw broken(tool, "in another form than it declares: " + ServerText.shown(mistake.get()));
        }
        throw broken(tool, "without the data it declares");
    }

    private static WritException broken(ThirdPartyTool tool, String how) {
        return new WritException(
                FailureCode.OPERATION_FAILED,
                "The tool " + tool.spec().name() + " answered " + how + ".",
                "Have its server corrected; whether the call changed anything is known to its server alone.");
    }

    private String text() {
        return content.stream().map(RemoteAnswer::text).collect(Collectors.joining("\n"));
    }

    /** A part in words; of what is no text, what it is. */
    private static String text(ObjectNode part) {
        return switch (part.path("type").asString("")) {
            case "text" -> part.path("text").asString("");
            case "image", "audio" ->
                "[" + part.path("type").asString() + ", "
                        + part.path("mimeType").asString("") + ", "
                        + part.path("data").asString("").length() * 3L / 4 + " bytes]";
            case "resource" ->
                part.path("resource")
                        .path("text")
                        .asString(
                                "[resource " + part.path("resource").path("uri").asString("") + "]");
            case "resource_link" -> "[resource " + part.path("uri").asString("") + "]";
            default -> "[a part of a kind that is not known here]";
        };
    }
}
