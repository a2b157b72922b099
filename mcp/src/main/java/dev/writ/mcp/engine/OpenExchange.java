package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.LogLevel;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request being worked on.
 *
 * @param progressToken empty where the client does not want to know
 * @param logFrom the least level the client wants; empty for no messages at all
 */
record OpenExchange(
        Caller caller,
        ClientCapabilities client,
        Answers answers,
        Optional<TraceContext> trace,
        Optional<JsonNode> progressToken,
        Optional<LogLevel> logFrom,
        Outlet outlet)
        implements Exchange {
    static Optional<JsonNode> progressToken(ObjectNode meta) {
        JsonNode token = meta.path("progressToken");
        return token.isString() || token.isIntegralNumber() ? Optional.of(token) : Optional.empty();
    }

    OpenExchange with(Answers given) {
        return new OpenExchange(caller, client, given, trace, progressToken, logFrom, outlet);
    }

    @Override
    public boolean wantsProgress() {
        return progressToken.isPresent();
    }

    @Override
    public void progress(double done, double total, String message) {
        progressToken.ifPresent(token -> {
            ObjectNode params = StrictJson.object();
            params.set("progressToken", token);
            params.put("progress", done);
            if (total > 0) {
                params.put("total", total);
            }
            params.put("message", message);
            outlet.send(Rpc.notification("notifications/progress", params));
        });
    }

    @Override
    public void onCancel(Runnable action) {
        // No task.
    }

    @Override
    public void log(LogLevel level, JsonNode data) {
        if (logFrom.isPresent() && level.compareTo(logFrom.get()) >= 0) {
            ObjectNode params = StrictJson.object().put("level", level.text());
            params.set("data", data);
            outlet.send(Rpc.notification("notifications/message", params));
        }
    }
}
