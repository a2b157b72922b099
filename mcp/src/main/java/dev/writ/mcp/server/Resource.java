package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** Something to be read. */
public record Resource(
        String uri, String name, String title, String description, String mimeType, ResourceReader reader)
        implements Feature {
    @Override
    public String key() {
        return uri;
    }

    @Override
    public ObjectNode json() {
        return StrictJson.object()
                .put("uri", uri)
                .put("name", name)
                .put("title", title)
                .put("description", description)
                .put("mimeType", mimeType);
    }
}
