package dev.writ.mcp.http;

import dev.writ.mcp.engine.Modern;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Tool;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers that repeat what the body says, for whatever stands between to route by: they must say the same (revision
 * 2026-07-28, Streamable HTTP, server validation).
 */
final class HeaderRules {
    static final HeaderName VERSION = HeaderNames.create("MCP-Protocol-Version");
    static final HeaderName SESSION = HeaderNames.create("Mcp-Session-Id");
    private static final HeaderName METHOD = HeaderNames.create("Mcp-Method");
    private static final HeaderName NAME = HeaderNames.create("Mcp-Name");

    private static final String ENCODED = "=?base64?";
    private static final String ENCODED_END = "?=";
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7E\\t]*");

    private HeaderRules() {}

    static List<String> values(ServerRequest request, HeaderName name) {
        return request.headers().contains(name) ? request.headers().get(name).allValues() : List.of();
    }

    /** Empty where the header is missing or there twice. */
    static Optional<String> single(ServerRequest request, HeaderName name) {
        List<String> values = values(request, name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** @throws RpcException for headers that are missing or say something else than the body */
    static void check(ServerRequest request, Message.Request message) {
        JsonNode version = message.meta().path(Modern.VERSION);
        String header = required(request, VERSION);
        if (version.isString() && !version.stringValue().equals(header)) {
            throw mismatch(VERSION);
        }
        if (!required(request, METHOD).equals(message.method())) {
            throw mismatch(METHOD);
        }
        String named =
                switch (message.method()) {
                    case "tools/call", "prompts/get" -> "name";
                    case "resources/read" -> "uri";
                    case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
                    default -> "";
                };
        if (!named.isEmpty()
                && !decoded(required(request, NAME), NAME)
                        .equals(message.params().path(named).asString(""))) {
            throw mismatch(NAME);
        }
    }

    /** @throws RpcException for the headers of a tool's parameters */
    static void check(ServerRequest request, Tool tool, ObjectNode arguments) {
        tool.headersOf(arguments).forEach((header, value) -> {
            HeaderName name = HeaderNames.create(header);
            List<String> sent = values(request, name);
            boolean same = value.isMissingNode()
                    ? sent.isEmpty()
                    : sent.size() == 1 && same(value, decoded(sent.getFirst(), name));
            if (!same) {
                throw mismatch(name);
            }
        });
    }

    private static boolean same(JsonNode value, String header) {
        if (value.isIntegralNumber()) {
            try {
                return new BigDecimal(header).compareTo(value.decimalValue()) == 0;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return value.isValueNode() && value.asString().equals(header);
    }

    private static String required(ServerRequest request, HeaderName name) {
        return single(request, name).orElseThrow(() -> mismatch(name));
    }

    private static String decoded(String header, HeaderName name) {
        if (!VISIBLE.matcher(header).matches()) {
            throw mismatch(name);
        }
        if (!header.startsWith(ENCODED) || !header.endsWith(ENCODED_END)) {
            return header;
        }
        try {
            String inner = header.substring(ENCODED.length(), header.length() - ENCODED_END.length());
            String text = new String(Base64.getDecoder().decode(inner), StandardCharsets.UTF_8);
            // Without padding, or with bytes that are no UTF-8, others would read it differently.
            if (Base64.getEncoder()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8))
                    .equals(inner)) {
                return text;
            }
            throw mismatch(name);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw mismatch(name);
        }
    }

    private static RpcException mismatch(HeaderName name) {
        return RpcException.badRequest(
                RpcError.HEADER_MISMATCH,
                "Header mismatch: " + name.defaultCase()
                        + " is missing, malformed or says something else than the body.");
    }
}
