package dev.writ.mcp;

import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** Which program a peer says it is; for people to read, never for a decision. */
public record Implementation(String name, String title, String version) {
    public ObjectNode json() {
        return StrictJson.object().put("name", name).put("title", title).put("version", version);
    }
}
