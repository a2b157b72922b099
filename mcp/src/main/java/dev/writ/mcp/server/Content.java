package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** One piece of a result or of a prompt. */
public sealed interface Content {
    record Text(String text) implements Content {}

    record Image(String base64, String mimeType) implements Content {}

    record Audio(String base64, String mimeType) implements Content {}

    /** A resource with what it holds. */
    record Embedded(ResourceContents contents) implements Content {}

    /** A resource by its address. */
    record Link(Resource resource) implements Content {}

    default ObjectNode json() {
        return switch (this) {
            case Text text -> StrictJson.object().put("type", "text").put("text", text.text);
            case Image image -> media("image", image.base64, image.mimeType);
            case Audio audio -> media("audio", audio.base64, audio.mimeType);
            case Embedded embedded -> {
                ObjectNode content = StrictJson.object().put("type", "resource");
                content.set("resource", embedded.contents.json());
                yield content;
            }
            case Link link -> StrictJson.object().put("type", "resource_link").setAll(link.resource.json());
        };
    }

    private static ObjectNode media(String type, String base64, String mimeType) {
        return StrictJson.object().put("type", type).put("data", base64).put("mimeType", mimeType);
    }
}
