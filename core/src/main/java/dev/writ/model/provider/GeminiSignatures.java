package dev.writ.model.provider;

import dev.writ.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini 3 refuses a conversation whose calls lack the signature of the thoughts that led to them. A conversation here may
 * have been held with any model and go on after a restart, so there is no signature to give back; Google's documentation
 * names a word that says so.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Gemini API, thought signatures</a>
 */
final class GeminiSignatures {
    private static final String NONE = "skip_thought_signature_validator";

    private GeminiSignatures() {}

    static String add(String requestBody) {
        ObjectNode body = Json.parseObject(requestBody);
        for (JsonNode message : body.path("messages").values()) {
            for (JsonNode call : message.path("tool_calls").values()) {
                if (call instanceof ObjectNode object) {
                    object.putObject("extra_content").putObject("google").put("thought_signature", NONE);
                }
            }
        }
        return Json.write(body);
    }
}
