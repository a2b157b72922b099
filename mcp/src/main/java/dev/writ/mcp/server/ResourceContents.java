package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** What a resource holds. */
public sealed interface ResourceContents {
    record Text(String uri, String mimeType, String text) implements ResourceContents {}

    record Binary(String uri, String mimeType, String base64) implements ResourceContents {}

    default ObjectNode json() {
        return switch (this) {
            case Text text ->
                StrictJson.object()
                        .put("uri", text.uri)
                        .put("mimeType", text.mimeType)
                        .put("text", text.text);
            case Binary binary ->
                StrictJson.object()
                        .put("uri", binary.uri)
                        .put("mimeType", binary.mimeType)
                        .put("blob", binary.base64);
        };
    }
}
