package dev.writ.server.fuzz;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages of the Model Context Protocol, in both of its eras and in none. */
final class McpMessages {
    private static final Pattern SESSION = Pattern.compile("(?i)mcp-session-id: *(\\S{1,200})");
    private static final List<String> METHODS = List.of(
            "initialize",
            "notifications/initialized",
            "notifications/cancelled",
            "ping",
            "server/discover",
            "tools/list",
            "tools/call",
            "resources/list",
            "resources/read",
            "resources/subscribe",
            "resources/templates/list",
            "prompts/list",
            "prompts/get",
            "completion/complete",
            "logging/setLevel",
            "tasks/get",
            "tasks/list",
            "tasks/cancel",
            "tasks/result",
            "subscriptions/listen",
            "no/such");
    private static final List<String> ENDPOINTS =
            List.of("/mcp", "/mcp", "/mcp", "/mcp/entity_manager", "/mcp/file_system", "/mcp/none", "/mcp/");
    private static final List<String> VERSIONS =
            List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28", "x");
    private static final List<String> TOOLS = List.of(
            "need_more_tools", "read_file", "file_system_listing__read_file", "execute_query", "get_entity", "x");

    private final AtomicReference<String> token = new AtomicReference<>("");
    private final AtomicReference<String> session = new AtomicReference<>("");

    /** What is sent from now on carries this token. */
    void letIn(String newToken) {
        token.set(newToken);
    }

    /** Goes on in the session that an answer opened. */
    void learn(String answer) {
        Matcher found = SESSION.matcher(answer);
        if (found.find()) {
            session.set(found.group(1));
        }
    }

    Message next(Oddities odd) {
        List<String> headers = new ArrayList<>();
        headers.add("Authorization: Bearer " + token.get());
        headers.add("Content-Type: application/json");
        headers.add("Accept: application/json, text/event-stream");
        String version = odd.of(VERSIONS);
        String method = odd.of(METHODS);
        if (!odd.oneOf(4)) {
            headers.add("MCP-Protocol-Version: " + version);
        }
        if (!odd.oneOf(3)) {
            headers.add("Mcp-Method: " + (odd.oneOf(10) ? "x" : method));
        }
        if (odd.oneOf(2)) {
            headers.add("Mcp-Session-Id: " + (odd.oneOf(8) ? "x" : session.get()));
        }
        String verb = odd.oneOf(25) ? odd.of(List.of("GET", "DELETE", "PUT")) : "POST";
        return new Message(verb, odd.of(ENDPOINTS), headers, Json.write(body(method, version, odd)));
    }

    private static JsonNode body(String method, String version, Oddities odd) {
        if (odd.oneOf(20)) {
            return odd.value(0);
        }
        ObjectNode body =
                Json.object().put("jsonrpc", odd.oneOf(30) ? "1.0" : "2.0").put("method", method);
        if (!odd.oneOf(6)) {
            body.set(
                    "id",
                    odd.oneOf(8)
                            ? odd.value(2)
                            : Json.parse(Integer.toString(odd.random().nextInt(100))));
        }
        ObjectNode params = Json.object();
        if (method.equals("initialize")) {
            params.put("protocolVersion", version);
            params.set("capabilities", odd.oneOf(3) ? odd.value(0) : Json.object());
            params.set(
                    "clientInfo",
                    odd.oneOf(5)
                            ? odd.value(0)
                            : Json.object().put("name", "fuzz").put("version", "1"));
        } else {
            params.put("name", odd.oneOf(3) ? odd.text() : odd.of(TOOLS));
            params.set("arguments", odd.oneOf(2) ? odd.value(0) : Json.object().put("path", odd.text()));
            params.put("uri", odd.oneOf(2) ? "file:///" + odd.text() : odd.text());
            params.put("taskId", odd.text());
            ObjectNode meta = Json.object().put("io.modelcontextprotocol/protocolVersion", version);
            meta.set("progressToken", odd.value(2));
            params.set("_meta", odd.oneOf(6) ? odd.value(1) : meta);
        }
        body.set("params", odd.oneOf(10) ? odd.value(0) : params);
        return odd.oneOf(15) ? Json.array().add(body).add(body.deepCopy()) : body;
    }
}
