package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.Implementation;
import dev.writ.mcp.Revision;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.LogLevel;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.TaskCall;
import dev.writ.mcp.server.TaskState;
import dev.writ.mcp.server.Tasks;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The era without sessions: each request says all that is needed to answer it (revision 2026-07-28). */
public final class Modern {
    /** In {@code _meta} of every request. */
    public static final String VERSION = "io.modelcontextprotocol/protocolVersion";

    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    private static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    private static final Set<String> CACHEABLE = Set.of(
            "server/discover",
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "resources/read");

    private final Implementation info;
    private final String instructions;
    private final Guarded guarded;
    private final Methods methods;
    private final RequestState state;
    private final Tasks tasks;
    private final TaskMethods taskMethods;
    private final Listening listening;

    Modern(
            Implementation info,
            String instructions,
            Guarded guarded,
            Methods methods,
            RequestState state,
            Tasks tasks,
            Changes changes) {
        this.info = info;
        this.instructions = instructions;
        this.guarded = guarded;
        this.methods = methods;
        this.state = state;
        this.tasks = tasks;
        this.taskMethods = new TaskMethods(tasks);
        this.listening = new Listening(guarded, tasks, changes);
    }

    /**
     * Works on a request and gives its result.
     *
     * @throws RpcException for an error that is the answer
     * @throws InterruptedException where the request was cancelled; there is no answer then
     */
    public ObjectNode answer(Message.Request request, Caller caller, Outlet outlet) throws InterruptedException {
        ClientCapabilities client = checkMeta(request.meta());
        String method = request.method();
        if (method.equals("subscriptions/listen")) {
            return listening.listen(request, caller, client, outlet);
        }
        if (method.equals("server/discover")) {
            return complete(method, caller, discovery());
        }
        if (method.startsWith("tasks/")) {
            return complete(method, caller, taskMethods.answer(method, request.params(), caller, client));
        }
        OpenExchange exchange = exchange(request, caller, client, outlet);
        Outcome<ObjectNode> outcome = methods.answer(method, request.params(), exchange);
        if (outcome instanceof Outcome.GoesOn<ObjectNode> goesOn) {
            if (goesOn.onlyAsTask()) {
                MissingCapability.requireTasks(client);
            }
            if (client.hasTasks() && method.equals("tools/call")) {
                return begun(request.params(), exchange, goesOn.work());
            }
        }
        return switch (outcome.awaited(exchange)) {
            case Outcome.Done<ObjectNode>(ObjectNode result) -> complete(method, caller, result);
            case Outcome.NeedsInput<ObjectNode>(Map<String, InputRequest> asked, String note) ->
                inputRequired(request, exchange, asked, note);
        };
    }

    /** Lets a call go on as a task. */
    private ObjectNode begun(ObjectNode params, OpenExchange exchange, LongWork<ObjectNode> work) {
        ObjectNode arguments = params.path("arguments") instanceof ObjectNode given ? given : StrictJson.object();
        TaskCall call = new TaskCall(
                exchange.caller(),
                ClientCapabilities.of(exchange.client().json()),
                Methods.text(params, "name"),
                arguments,
                exchange.answers(),
                exchange.trace());
        TaskState first =
                tasks.begin(call, later -> work.proceed(later).map(result -> result.put("resultType", "complete")));
        return withServerInfo(first.summary().put("resultType", "task"));
    }

    private static ClientCapabilities checkMeta(ObjectNode meta) {
        if (!meta.path(VERSION).isString() || !(meta.path(CAPABILITIES) instanceof ObjectNode capabilities)) {
            throw RpcException.badRequest(
                    RpcError.INVALID_PARAMS,
                    "Every request carries _meta with " + VERSION + " and " + CAPABILITIES + ".");
        }
        String version = meta.path(VERSION).stringValue();
        if (Revision.of(Revision.Era.MODERN, version).isEmpty()) {
            ObjectNode data = StrictJson.object().put("requested", version);
            supported(data, "supported");
            throw RpcException.badRequest(
                    RpcError.UNSUPPORTED_VERSION, "Unsupported protocol version '" + version + "'.", data);
        }
        return new ClientCapabilities(capabilities);
    }

    private OpenExchange exchange(Message.Request request, Caller caller, ClientCapabilities client, Outlet outlet) {
        Answers answers = state.open(caller, request.method(), request.params());
        ObjectNode meta = request.meta();
        return new OpenExchange(
                caller,
                client,
                answers,
                TraceContext.read(meta),
                OpenExchange.progressToken(meta),
                LogLevel.of(meta.path(LOG_LEVEL).asString("")),
                outlet);
    }

    private ObjectNode discovery() {
        ObjectNode result = StrictJson.object();
        supported(result, "supportedVersions");
        ObjectNode capabilities = Engine.capabilities();
        capabilities.setAll(ClientCapabilities.declaringTasks());
        result.set("capabilities", capabilities);
        result.put("instructions", instructions);
        return result;
    }

    private ObjectNode complete(String method, Caller caller, ObjectNode result) {
        result.put("resultType", "complete");
        if (CACHEABLE.contains(method)) {
            guarded.cacheHint(caller).addTo(result);
        }
        return withServerInfo(result);
    }

    private ObjectNode inputRequired(
            Message.Request request, OpenExchange exchange, Map<String, InputRequest> asked, String note) {
        asked.values().forEach(input -> MissingCapability.require(exchange.client(), input.capability()));
        ObjectNode result = StrictJson.object().put("resultType", "input_required");
        ObjectNode requests = result.putObject("inputRequests");
        asked.forEach((name, input) -> requests.set(name, input.json()));
        result.put(
                "requestState",
                state.seal(exchange.caller(), request.method(), request.params(), exchange.answers(), note, asked));
        return withServerInfo(result);
    }

    private ObjectNode withServerInfo(ObjectNode result) {
        result.withObject("_meta").set(SERVER_INFO, info.json());
        return result;
    }

    private static void supported(ObjectNode into, String field) {
        Revision.of(Revision.Era.MODERN).stream().map(Revision::text).forEach(into.putArray(field)::add);
    }
}
