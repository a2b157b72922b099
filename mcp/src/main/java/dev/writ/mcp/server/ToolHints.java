package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** What a tool says about itself; the specification's defaults are the cautious ones. */
public record ToolHints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    public static final ToolHints CAUTIOUS = new ToolHints(false, true, false, true);
    public static final ToolHints READING = new ToolHints(true, false, true, false);

    ObjectNode json() {
        return StrictJson.object()
                .put("readOnlyHint", readOnly)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", openWorld);
    }
}
