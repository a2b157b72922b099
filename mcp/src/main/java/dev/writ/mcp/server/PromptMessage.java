package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** One message of a prompt. */
public record PromptMessage(Role role, Content content) {
    /** Whose words it is. */
    public enum Role {
        USER,
        ASSISTANT
    }

    public static PromptMessage ofUser(Content content) {
        return new PromptMessage(Role.USER, content);
    }

    public ObjectNode json() {
        ObjectNode message = StrictJson.object().put("role", role.name().toLowerCase(Locale.ROOT));
        message.set("content", content.json());
        return message;
    }
}
