package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A picture for people.
 *
 * @param src an {@code https:} or {@code data:} address
 * @param sizes as in {@code 48x48} or {@code any}
 */
public record Icon(String src, String mimeType, List<String> sizes) {
    public Icon {
        if (!src.startsWith("https:") && !src.startsWith("data:")) {
            throw new IllegalArgumentException("An icon has an https: or data: address.");
        }
    }

    ObjectNode json() {
        ObjectNode icon = StrictJson.object().put("src", src).put("mimeType", mimeType);
        sizes.forEach(icon.putArray("sizes")::add);
        return icon;
    }
}
