package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A conversation's beginning that a person can choose. */
public record Prompt(String name, String title, String description, List<Argument> arguments, PromptWriter writer)
        implements Feature {
    /** What the prompt needs to know; always a text. */
    public record Argument(String name, String description, boolean required) {}

    @Override
    public String key() {
        return name;
    }

    @Override
    public ObjectNode json() {
        ObjectNode prompt =
                StrictJson.object().put("name", name).put("title", title).put("description", description);
        ArrayNode list = prompt.putArray("arguments");
        for (Argument argument : arguments) {
            list.addObject()
                    .put("name", argument.name)
                    .put("description", argument.description)
                    .put("required", argument.required);
        }
        return prompt;
    }
}
