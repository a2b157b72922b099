package dev.writ.mcp.client;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.client.ServerFailure.Kind;
import dev.writ.mcp.json.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to one server, in whichever era it speaks. It declares no capabilities: the server may ask it for nothing.
 * Safe for use by many threads.
 */
public final class McpClient implements AutoCloseable {
    private static final int MOST_PAGES = 100;
    private static final int MOST_TOOLS = 1_000;

    private final Conversation conversation;
    private final Era era;
    // As they were listed last, by name.
    private volatile Map<String, ToolHeaders> headers = Map.of();

    /** Hears what the server does by itself. Told on a thread of its own. */
    public interface Listener {
        /** Its tools may be others than before. Several times in a row may be told as one. */
        void toolsChanged();

        /** The connection has ended, other than by {@link McpClient#close}; told once. */
        void closed(ServerFailure why);
    }

    private McpClient(Conversation conversation, Era era) {
        this.conversation = conversation;
        this.era = era;
    }

    /**
     * Introduces itself to a server: first as the modern era does, then, where the server does not understand that, as the
     * older one does. The channel is closed where that fails.
     *
     * @param patience for all of it
     * @throws ServerFailure where there is no connection in that time
     */
    public static McpClient connect(Channel channel, Implementation self, Listener listener, Duration patience)
            throws InterruptedException {
        Conversation conversation = new Conversation(channel, listener);
        try {
            Era era = new Introduction(conversation, channel, self).make(patience);
            McpClient client = new McpClient(conversation, era);
            client.listen();
            return client;
        } catch (ServerFailure | InterruptedException e) {
            conversation.close();
            throw e;
        }
    }

    /** Has the server tell of changes; a legacy one does so unasked. */
    private void listen() {
        if (era.isModern() && era.tellsOfTools()) {
            ObjectNode params = era.params();
            params.putObject("notifications").put("toolsListChanged", true);
            conversation.listen(params);
        }
    }

    /** For people: what the server calls itself, and the revision it speaks. */
    public String description() {
        return era.description();
    }

    /**
     * The definitions of all its tools, as it gives them.
     *
     * @param patience for all pages
     * @throws ServerFailure also for tools or pages without end
     */
    public List<ObjectNode> tools(Duration patience) throws InterruptedException {
        if (!era.hasTools()) {
            return List.of();
        }
        long end = System.nanoTime() + patience.toNanos();
        List<ObjectNode> tools = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        ObjectNode params = era.params();
        for (int page = 0; page < MOST_PAGES; page++) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            ObjectNode result = conversation.ask("tools/list", params, Map.of(), left);
            take(result.path("tools"), tools);
            JsonNode next = result.path("nextCursor");
            if (!next.isString()) {
                headers = ToolHeaders.byName(tools);
                return List.copyOf(tools);
            }
            if (!cursors.add(next.stringValue())) {
                throw ServerFailure.malformed("Its list of tools goes round in circles.");
            }
            params = era.params().put("cursor", next.stringValue());
        }
        throw new ServerFailure(Kind.TOO_LARGE, "Its list of tools has more than " + MOST_PAGES + " pages.");
    }

    private static void take(JsonNode page, List<ObjectNode> tools) {
        if (!page.isArray()) {
            throw ServerFailure.malformed("It listed its tools without a list.");
        }
        for (JsonNode tool : page) {
            if (!(tool instanceof ObjectNode definition)
                    || !definition.path("name").isString()) {
                throw ServerFailure.malformed("It listed a tool without a name.");
            }
            if (tools.size() == MOST_TOOLS) {
                throw new ServerFailure(Kind.TOO_LARGE, "It has more than " + MOST_TOOLS + " tools.");
            }
            tools.add(definition);
        }
    }

    /**
     * Calls a tool. Where the time is over or the thread is interrupted, the server is told that nobody waits.
     *
     * @throws ServerFailure where there is no result
     */
    public CallResult call(String tool, ObjectNode arguments, Duration patience) throws InterruptedException {
        return call(tool, arguments, patience, Optional.empty());
    }

    /** As {@link #call(String, ObjectNode, Duration)}, as part of a trace. */
    public CallResult call(String tool, ObjectNode arguments, Duration patience, Optional<TraceContext> trace)
            throws InterruptedException {
        ObjectNode params = era.params().put("name", tool);
        trace.ifPresent(context -> context.addTo(params.withObject("_meta")));
        params.set("arguments", arguments);
        Map<String, String> repeated =
                headers.getOrDefault(tool, ToolHeaders.NONE).of(tool, arguments);
        return CallResult.read(conversation.ask("tools/call", params, repeated, patience));
    }

    @Override
    public void close() {
        conversation.close();
    }

    /**
     * What was agreed upon.
     *
     * @param meta what each request of the modern era carries
     */
    record Era(String revision, boolean isModern, JsonNode capabilities, String server, ObjectNode meta) {
        boolean hasTools() {
            return capabilities.path("tools").isObject();
        }

        boolean tellsOfTools() {
            return capabilities.path("tools").path("listChanged").asBoolean(false);
        }

        ObjectNode params() {
            ObjectNode params = StrictJson.object();
            if (isModern) {
                params.set("_meta", meta.deepCopy());
            }
            return params;
        }

        String description() {
            return (server.isEmpty() ? "" : server + ", ") + "MCP " + revision;
        }
    }
}
