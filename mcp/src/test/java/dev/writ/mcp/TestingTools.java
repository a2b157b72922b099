package dev.writ.mcp;

import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceContents;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolHandler;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.ToolSpec;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Tools and resources to test with. */
public final class TestingTools {
    private TestingTools() {}

    /** A tool without arguments that says its name. */
    public static Tool named(String name) {
        return tool(name, (arguments, exchange) -> said(name));
    }

    public static Tool tool(String name, ToolHandler handler) {
        ObjectNode schema = TestingJson.json("{'type':'object'}");
        return new Tool(ToolSpec.of(name, "Tests " + name, schema), handler);
    }

    public static Tool tool(String name, String schema, ToolHandler handler) {
        return new Tool(ToolSpec.of(name, "Tests " + name, TestingJson.json(schema)), handler);
    }

    public static Outcome<ToolResult> said(String text) {
        return Outcome.done(ToolResult.text(text));
    }

    /** The form for one text. */
    public static ObjectNode form(String field) {
        return TestingJson.json(
                "{'type':'object','properties':{'" + field + "':{'type':'string'}},'required':['" + field + "']}");
    }

    public static Resource resource(String uri) {
        return new Resource(
                uri,
                uri,
                uri,
                "A text",
                "text/plain",
                (asked, exchange) ->
                        Outcome.done(List.of(new ResourceContents.Text(asked, "text/plain", "Content of " + asked))));
    }
}
