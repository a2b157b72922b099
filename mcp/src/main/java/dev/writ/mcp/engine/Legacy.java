package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.Implementation;
import dev.writ.mcp.Revision;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.InsufficientScope;
import dev.writ.mcp.server.LogLevel;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Tasks;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.Watch;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** The era of the handshake: {@code initialize} begins a session (revisions 2025-03-26 to 2025-11-25). */
public final class Legacy {
    private static final int MOST_SESSIONS = 100_000;

    private final Implementation info;
    private final String instructions;
    private final Guarded guarded;
    private final Methods methods;
    private final LegacyTasks tasks;
    private final Changes changes;
    private final Sessions sessions;
    private final InstantSource clock;

    Legacy(
            Implementation info,
            String instructions,
            Guarded guarded,
            Methods methods,
            Tasks tasks,
            Changes changes,
            InstantSource clock) {
        this.info = info;
        this.instructions = instructions;
        this.guarded = guarded;
        this.methods = methods;
        this.tasks = new LegacyTasks(tasks, changes);
        this.changes = changes;
        this.sessions = new Sessions(MOST_SESSIONS, clock);
        this.clock = clock;
    }

    /** Begins a session that no id leads to: for a transport that serves one client alone. */
    public Session begin(Message.Request initialize, Caller caller) {
        String wanted = Methods.text(initialize.params(), "protocolVersion");
        Revision revision = Revision.of(Revision.Era.LEGACY, wanted).orElse(Revision.NEWEST_LEGACY);
        ClientCapabilities client = ClientCapabilities.of(initialize.params().path("capabilities"));
        return new Session(UUID.randomUUID().toString(), caller, revision, client, clock.instant());
    }

    /** Begins a session that is found by its id. */
    public Session beginKept(Message.Request initialize, Caller caller) {
        Session session = begin(initialize, caller);
        sessions.add(session);
        return session;
    }

    /** The answer to {@code initialize}. */
    public ObjectNode greeting(Session session) {
        ObjectNode result =
                StrictJson.object().put("protocolVersion", session.revision().text());
        ObjectNode capabilities = Engine.capabilities();
        if (LegacyTasks.spokenIn(session)) {
            capabilities.set("tasks", LegacyTasks.capability());
        }
        result.set("capabilities", capabilities);
        result.set("serverInfo", info.json());
        return result.put("instructions", instructions);
    }

    /** The caller's session of this id. */
    public Optional<Session> session(String id, Caller caller) {
        return sessions.find(id, caller);
    }

    public void end(Session session) {
        sessions.end(session);
    }

    /** Ends what nobody has used for long. */
    public void endIdleSessions() {
        sessions.endIdle();
    }

    /** How many sessions there are. */
    public int sessionCount() {
        return sessions.size();
    }

    /**
     * Works on a request and gives its result.
     *
     * @throws RpcException for an error that is the answer
     * @throws InterruptedException where the request was cancelled; there is no answer then
     */
    public ObjectNode answer(Session session, Message.Request request, Outlet outlet) throws InterruptedException {
        session.running().begin(request.id());
        try {
            return switch (request.method()) {
                case "ping" -> StrictJson.object();
                case "logging/setLevel" -> setLevel(session, request.params());
                case "resources/subscribe" -> subscribe(session, request.params());
                case "resources/unsubscribe" -> unsubscribe(session, request.params());
                default ->
                    LegacyTasks.spokenIn(session)
                            ? withTasks(session, request, outlet)
                            : shared(session, request, outlet);
            };
        } catch (ResourceNotFound e) {
            throw e.legacy();
        } catch (InsufficientScope e) {
            throw e;
        } catch (RpcException e) {
            // To a client of this era a status of its own means that the session is over.
            throw e.ordinary();
        } finally {
            session.running().end(request.id());
            session.usedAt(clock.instant());
        }
    }

    /** Takes in what the client says without wanting an answer. */
    public void notified(Session session, Message.Notification notification) {
        if (notification.method().equals("notifications/cancelled")) {
            Cancelled.request(notification).ifPresent(session.running()::cancel);
        }
    }

    /** Takes in an answer to a question of the server. */
    public void answered(Session session, Message.Response response) {
        session.answered(response);
    }

    /** The stream on which the session is told of changes; empty where it has one already. */
    public Optional<SessionStream> stream(Session session) {
        Subscription subscription = changes.subscribe(session.caller(), session::wants);
        if (session.openStream(subscription)) {
            return Optional.of(new SessionStream(session, subscription, guarded, clock));
        }
        subscription.close();
        return Optional.empty();
    }

    void end(Predicate<Caller> callers) {
        sessions.end(callers);
    }

    private ObjectNode withTasks(Session session, Message.Request request, Outlet outlet) throws InterruptedException {
        if (request.method().startsWith("tasks/")) {
            return tasks.answer(session, request, outlet);
        }
        if (LegacyTasks.isWanted(request)) {
            return tasks.begin(session, request, exchange -> asTask(request, exchange));
        }
        ObjectNode result = shared(session, request, outlet);
        return request.method().equals("tools/list") ? LegacyTasks.declaredIn(result) : result;
    }

    private Outcome<ObjectNode> asTask(Message.Request request, Exchange exchange) throws InterruptedException {
        try {
            return methods.answer(request.method(), request.params(), exchange).awaited(exchange);
        } catch (InsufficientScope e) {
            return Outcome.done(denied(request, e));
        }
    }

    private ObjectNode shared(Session session, Message.Request request, Outlet outlet) throws InterruptedException {
        OpenExchange exchange = new OpenExchange(
                session.caller(),
                session.client(),
                Answers.NONE,
                TraceContext.read(request.meta()),
                OpenExchange.progressToken(request.meta()),
                Optional.of(session.logFrom()),
                outlet);
        try {
            return new Questions(methods, session).answer(request, exchange);
        } catch (InsufficientScope e) {
            return denied(request, e);
        } catch (ClientSilent e) {
            return failed(request, e, ToolResult.failure(e.error().message()));
        }
    }

    private static ObjectNode denied(Message.Request request, InsufficientScope refused) {
        return failed(
                request,
                refused,
                ToolResult.failure(refused.error().message(), refused.denied().receipt()));
    }

    /** A model sees the failure of a tool, but not an error of the protocol. */
    private static ObjectNode failed(Message.Request request, RpcException error, ToolResult result) {
        if (request.method().equals("tools/call")) {
            return result.json();
        }
        throw error;
    }

    private static ObjectNode setLevel(Session session, ObjectNode params) {
        session.logFrom(LogLevel.of(Methods.text(params, "level"))
                .orElseThrow(() -> RpcException.invalidParams("There is no such log level.")));
        return StrictJson.object();
    }

    private ObjectNode subscribe(Session session, ObjectNode params) {
        String uri = Methods.text(params, "uri");
        if (guarded.resource(session.caller(), uri).isEmpty()) {
            throw new ResourceNotFound(uri);
        }
        Watch watch = guarded.watch(
                session.caller(), uri, () -> changes.tell(new Change.Updated(uri), session.caller()::equals));
        session.subscribe(uri, watch);
        return StrictJson.object();
    }

    private static ObjectNode unsubscribe(Session session, ObjectNode params) {
        session.unsubscribe(Methods.text(params, "uri"));
        return StrictJson.object();
    }
}
