package dev.writ.mcp;

import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** JSON in tests, with single quotes for it to be read easily. */
public final class TestingJson {
    private TestingJson() {}

    /** The object that the text is once its single quotes are double ones. */
    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) StrictJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
