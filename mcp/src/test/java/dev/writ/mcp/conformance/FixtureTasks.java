package dev.writ.mcp.conformance;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Content;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolHandler;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.ToolSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The tools that the conformance suite expects for the tasks extension and for headers of a tool's own. */
final class FixtureTasks {
    private FixtureTasks() {}

    static List<Tool> all() {
        return List.of(
                tool(
                        "greet",
                        schema("name", "string"),
                        (arguments, exchange) ->
                                said("Hello, " + arguments.path("name").asString("World") + "!")),
                tool(
                        "slow_compute",
                        schema("seconds", "integer"),
                        (arguments, exchange) -> Outcome.goesOn(later -> {
                            Thread.sleep(
                                    Duration.ofSeconds(arguments.path("seconds").asLong(1)));
                            return said("computed");
                        })),
                tool(
                        "failing_job",
                        ToolSpec.noArguments(),
                        (arguments, exchange) -> Outcome.onlyAsTask(later -> {
                            Thread.sleep(Duration.ofSeconds(1));
                            return Outcome.done(ToolResult.failure("The job failed."));
                        })),
                tool(
                        "protocol_error_job",
                        ToolSpec.noArguments(),
                        (arguments, exchange) -> Outcome.goesOn(later -> {
                            throw RpcException.of(RpcError.INTERNAL, "The job broke the protocol.");
                        })),
                tool(
                        "confirm_delete",
                        schema("filename", "string"),
                        (arguments, exchange) -> Outcome.goesOn(asking(List.of("confirm")))),
                tool(
                        "multi_input",
                        ToolSpec.noArguments(),
                        (arguments, exchange) -> Outcome.goesOn(asking(List.of("first", "second")))),
                tool("test_tool_with_task", ToolSpec.noArguments(), FixtureTasks::firstAsks),
                tool(
                        "test_header_parameter",
                        headerSchema(),
                        (arguments, exchange) ->
                                said("In " + arguments.path("region").asString(""))));
    }

    private static LongWork<ToolResult> asking(List<String> names) {
        return exchange -> {
            Map<String, InputRequest> open = new LinkedHashMap<>();
            for (String name : names) {
                if (exchange.answers().get(name).isEmpty()) {
                    open.put(name, InputRequest.form("Really?", confirmation()));
                }
            }
            return open.isEmpty() ? said("Confirmed.") : Outcome.ask(open);
        };
    }

    private static Outcome<ToolResult> firstAsks(ObjectNode arguments, Exchange exchange) {
        return exchange.answers()
                .get("user_name")
                .map(answer -> answer.path("content").path("name").asString(""))
                .map(name -> Outcome.<ToolResult>goesOn(later -> said("Done for " + name)))
                .orElseGet(
                        () -> Outcome.ask("user_name", InputRequest.form("Who is it for?", FixtureTools.form("name"))));
    }

    private static Outcome<ToolResult> said(String text) {
        return Outcome.done(ToolResult.of(new Content.Text(text)));
    }

    private static Tool tool(String name, ObjectNode schema, ToolHandler handler) {
        return new Tool(ToolSpec.of(name, "Tests " + name, schema), handler);
    }

    private static ObjectNode schema(String argument, String type) {
        ObjectNode schema = StrictJson.object().put("type", "object");
        schema.putObject("properties").putObject(argument).put("type", type);
        return schema;
    }

    private static ObjectNode headerSchema() {
        ObjectNode schema = schema("region", "string");
        ((ObjectNode) schema.path("properties").path("region")).put("x-mcp-header", "Region");
        schema.putArray("required").add("region");
        return schema;
    }

    private static ObjectNode confirmation() {
        ObjectNode schema = schema("confirm", "boolean");
        schema.putArray("required").add("confirm");
        return schema;
    }
}
