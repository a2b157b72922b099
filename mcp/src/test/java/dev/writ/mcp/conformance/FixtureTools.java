package dev.writ.mcp.conformance;

import dev.writ.mcp.ClientCapabilities.Capability;
import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.server.Content;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.LogLevel;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.ResourceContents;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolHandler;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The tools that the conformance suite expects of a server, by the names it fixes. */
final class FixtureTools {
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

    private FixtureTools() {}

    static List<Tool> all(Runnable toolsChanged, Runnable promptsChanged) {
        return List.of(
                says("test_simple_text", new Content.Text("This is a simple text response for testing.")),
                says("test_image_content", new Content.Image(PNG, "image/png")),
                says("test_audio_content", new Content.Audio(WAV, "audio/wav")),
                says("test_embedded_resource", embedded("test://embedded-resource", "text/plain", "Embedded.")),
                says(
                        "test_multiple_content_types",
                        new Content.Text("Multiple content types test:"),
                        new Content.Image(PNG, "image/png"),
                        embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\"}")),
                tool("test_tool_with_logging", (arguments, exchange) -> {
                    for (String step : List.of("Tool execution started", "Tool processing data", "Done")) {
                        exchange.log(LogLevel.INFO, StringNode.valueOf(step));
                    }
                    return Outcome.done(ToolResult.text("logged"));
                }),
                tool("test_logging_tool", (arguments, exchange) -> {
                    exchange.log(LogLevel.INFO, StringNode.valueOf("logging"));
                    return Outcome.done(ToolResult.text("Logging evaluated"));
                }),
                tool("test_tool_with_progress", FixtureTools::progress),
                tool("test_streaming_elicitation", FixtureTools::progress),
                tool(
                        "test_error_handling",
                        (arguments, exchange) -> Outcome.done(
                                ToolResult.failure("This tool intentionally returns an error for testing"))),
                tool(
                        "test_sampling",
                        "prompt",
                        (arguments, exchange) -> asking(
                                exchange,
                                "sample",
                                sample(arguments.path("prompt").asString("")),
                                "LLM response: ")),
                tool(
                        "test_elicitation",
                        "message",
                        (arguments, exchange) -> asking(
                                exchange,
                                "response",
                                InputRequest.form(arguments.path("message").asString(""), form("response")),
                                "User response: ")),
                tool(
                        "test_elicitation_sep1034_defaults",
                        (arguments, exchange) -> asking(
                                exchange,
                                "defaults",
                                InputRequest.form("Please review", schema("defaults.json")),
                                "Elicitation completed: ")),
                tool(
                        "test_elicitation_sep1330_enums",
                        (arguments, exchange) -> asking(
                                exchange,
                                "enums",
                                InputRequest.form("Please select", schema("enums.json")),
                                "Elicitation completed: ")),
                new Tool(
                        ToolSpec.of(
                                "json_schema_2020_12_tool", "With much of JSON Schema", schema("schema-2020-12.json")),
                        (arguments, exchange) -> Outcome.done(ToolResult.text(StrictJson.text(arguments)))),
                tool(
                        "test_missing_capability",
                        (arguments, exchange) -> exchange.client().has(Capability.SAMPLING)
                                ? Outcome.done(ToolResult.text("Success"))
                                : Outcome.ask("sample", sample("never asked"))),
                tool("test_trigger_tool_change", (arguments, exchange) -> changing(toolsChanged)),
                tool("test_trigger_prompt_change", (arguments, exchange) -> changing(promptsChanged)),
                tool(
                        "test_input_required_result_elicitation",
                        (arguments, exchange) -> exchange.answers()
                                .get("user_name")
                                .<Outcome<ToolResult>>map(
                                        answer -> Outcome.done(ToolResult.text("Hello, " + field(answer, "name"))))
                                .orElseGet(() -> Outcome.ask(
                                        "user_name", InputRequest.form("What is your name?", form("name"))))),
                tool(
                        "test_input_required_result_sampling",
                        (arguments, exchange) -> asking(
                                exchange,
                                "sample_request",
                                sample("What is the capital of France?"),
                                "Sampling result: ")),
                tool(
                        "test_input_required_result_list_roots",
                        (arguments, exchange) -> asking(exchange, "roots_request", InputRequest.roots(), "Roots: ")),
                tool(
                        "test_input_required_result_request_state",
                        (arguments, exchange) -> asking(
                                exchange,
                                "confirm",
                                InputRequest.form("Please confirm", confirmation()),
                                "state-ok: ")),
                tool(
                        "test_input_required_result_tampered_state",
                        (arguments, exchange) -> asking(
                                exchange,
                                "confirm",
                                InputRequest.form("Please confirm", confirmation()),
                                "integrity-ok: ")),
                tool("test_input_required_result_multiple_inputs", FixtureTools::several),
                tool("test_input_required_result_multi_round", FixtureTools::rounds),
                tool("test_input_required_result_capabilities", FixtureTools::whatItCan));
    }

    private static Tool says(String name, Content... content) {
        return tool(name, (arguments, exchange) -> Outcome.done(ToolResult.of(content)));
    }

    private static Tool tool(String name, ToolHandler handler) {
        return new Tool(ToolSpec.of(name, "Tests " + name, ToolSpec.noArguments()), handler);
    }

    private static Tool tool(String name, String argument, ToolHandler handler) {
        return new Tool(ToolSpec.of(name, "Tests " + name, form(argument)), handler);
    }

    private static Content embedded(String uri, String type, String text) {
        return new Content.Embedded(new ResourceContents.Text(uri, type, text));
    }

    private static Outcome<ToolResult> progress(ObjectNode arguments, Exchange exchange) {
        for (int done : List.of(0, 50, 100)) {
            exchange.progress(done, 100, "Completed step " + done + " of 100");
        }
        return Outcome.done(ToolResult.text("with progress"));
    }

    private static Outcome<ToolResult> changing(Runnable change) {
        change.run();
        return Outcome.done(ToolResult.text("Mutation triggered"));
    }

    private static Outcome<ToolResult> asking(Exchange exchange, String name, InputRequest request, String says) {
        return exchange.answers()
                .get(name)
                .<Outcome<ToolResult>>map(answer -> Outcome.done(ToolResult.text(says + StrictJson.text(answer))))
                .orElseGet(() -> Outcome.ask(name, request));
    }

    private static Outcome<ToolResult> several(ObjectNode arguments, Exchange exchange) {
        Map<String, InputRequest> asked = new LinkedHashMap<>();
        asked.put("user_name", InputRequest.form("What is your name?", form("name")));
        asked.put("greeting", sample("Generate a greeting"));
        asked.put("client_roots", InputRequest.roots());
        asked.keySet().removeIf(name -> exchange.answers().get(name).isPresent());
        return asked.isEmpty()
                ? Outcome.done(ToolResult.text(
                        "Name: " + field(exchange.answers().get("user_name").orElseThrow(), "name")))
                : Outcome.ask(asked);
    }

    private static Outcome<ToolResult> rounds(ObjectNode arguments, Exchange exchange) {
        if (exchange.answers().get("step1").isEmpty()) {
            return Outcome.ask("step1", InputRequest.form("Step 1: What is your name?", form("name")));
        }
        if (exchange.answers().get("step2").isEmpty()) {
            return Outcome.ask("step2", InputRequest.form("Step 2: What is your favorite color?", form("color")));
        }
        return Outcome.done(
                ToolResult.text(field(exchange.answers().get("step1").orElseThrow(), "name") + " likes "
                        + field(exchange.answers().get("step2").orElseThrow(), "color")));
    }

    private static Outcome<ToolResult> whatItCan(ObjectNode arguments, Exchange exchange) {
        Map<String, InputRequest> asked = new LinkedHashMap<>();
        if (exchange.client().has(Capability.ELICITATION_FORM)) {
            asked.put("elicit_input", InputRequest.form("Elicitation input", form("value")));
        }
        if (exchange.client().has(Capability.SAMPLING)) {
            asked.put("sample_input", sample("Sample request"));
        }
        return asked.isEmpty() || !exchange.answers().byName().isEmpty()
                ? Outcome.done(ToolResult.text("capabilities-ok"))
                : Outcome.ask(asked);
    }

    private static InputRequest sample(String text) {
        ObjectNode params = StrictJson.object();
        params.putArray("messages").addObject().put("role", "user").set("content", new Content.Text(text).json());
        return InputRequest.sample(params.put("maxTokens", 100));
    }

    private static ObjectNode confirmation() {
        ObjectNode schema = form("ok");
        ((ObjectNode) schema.path("properties").path("ok")).put("type", "boolean");
        return schema;
    }

    static ObjectNode form(String field) {
        ObjectNode schema = StrictJson.object().put("type", "object");
        schema.putObject("properties").putObject(field).put("type", "string").put("description", "A text");
        schema.putArray("required").add(field);
        return schema;
    }

    private static String field(ObjectNode answer, String name) {
        return answer.path("content").path(name).asString("unknown");
    }

    private static ObjectNode schema(String file) {
        try (var in = FixtureTools.class.getResourceAsStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (ObjectNode) StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException | MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }
}
