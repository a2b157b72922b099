package dev.writ.mcp.http;

import dev.writ.mcp.Revision;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.engine.Modern;
import dev.writ.mcp.engine.Session;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One endpoint for clients of both eras. A request that carries its own metadata is of the modern era; one with a
 * session, or that wants to begin one, is of the legacy era.
 */
public final class McpHttp implements HttpService, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(McpHttp.class.getName());
    private static final int LARGEST_BODY = 4 << 20;

    private final Engine engine;
    private final Authenticator authenticator;
    private final TrustedHosts hosts;
    private final Patience patience;
    private final Watchdog watchdog;
    private final Replies replies;

    public McpHttp(Engine engine, Authenticator authenticator, TrustedHosts hosts) {
        this(engine, authenticator, hosts, Patience.USUAL);
    }

    public McpHttp(Engine engine, Authenticator authenticator, TrustedHosts hosts, Patience patience) {
        this.engine = engine;
        this.authenticator = authenticator;
        this.hosts = hosts;
        this.patience = patience;
        this.watchdog = Watchdog.start(patience.lookEvery());
        this.replies = new Replies(watchdog, patience);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/", this::post)
                .get("/", this::get)
                .delete("/", this::delete)
                .any("/", (request, response) -> {
                    response.header(HeaderNames.ALLOW, "POST, GET, DELETE");
                    response.status(Status.METHOD_NOT_ALLOWED_405).send();
                });
    }

    /** No longer watches over clients; the engine is closed by whoever made it. */
    @Override
    public void close() {
        watchdog.close();
    }

    private void post(ServerRequest request, ServerResponse response) {
        byte[] body = new byte[0];
        try {
            Optional<Caller> caller = admit(request, response);
            if (caller.isPresent()) {
                checkContentType(request);
                body = body(request);
                dispatch(Message.read(body), caller.get(), request, response);
            }
        } catch (RpcException e) {
            Replies.send(
                    response,
                    e.httpStatus() == Status.OK_200.code() ? 400 : e.httpStatus(),
                    Rpc.error(Message.idOf(body), e.error()));
        }
    }

    private void dispatch(Message message, Caller caller, ServerRequest request, ServerResponse response) {
        switch (message) {
            case Message.Request call when isModern(request, call) -> modern(call, caller, request, response);
            case Message.Request call when call.method().equals("initialize") -> initialize(call, caller, response);
            case Message.Request call -> {
                Session session = session(request, caller);
                replies.stream(call.id(), response, outlet -> engine.legacy().answer(session, call, outlet));
            }
            case Message.Notification notification -> {
                if (request.headers().contains(HeaderRules.SESSION)) {
                    engine.legacy().notified(session(request, caller), notification);
                }
                response.status(Status.ACCEPTED_202).send();
            }
            case Message.Response answer -> {
                engine.legacy().answered(session(request, caller), answer);
                response.status(Status.ACCEPTED_202).send();
            }
        }
    }

    private void modern(Message.Request call, Caller caller, ServerRequest request, ServerResponse response) {
        HeaderRules.check(request, call);
        if (call.method().equals("tools/call")) {
            JsonNode arguments = call.params().path("arguments");
            engine.tool(caller, call.params().path("name").asString(""))
                    .ifPresent(tool -> HeaderRules.check(
                            request, tool, arguments instanceof ObjectNode given ? given : StrictJson.object()));
        }
        replies.stream(call.id(), response, outlet -> engine.modern().answer(call, caller, outlet));
    }

    private void initialize(Message.Request call, Caller caller, ServerResponse response) {
        Session session = engine.legacy().beginKept(call, caller);
        response.header(HeaderRules.SESSION, session.id());
        Replies.send(response, 200, Rpc.result(call.id(), engine.legacy().greeting(session)));
    }

    private static boolean isModern(ServerRequest request, Message.Request call) {
        if (call.meta().has(Modern.VERSION)) {
            return true;
        }
        boolean legacy = HeaderRules.single(request, HeaderRules.VERSION)
                .map(McpHttp::isLegacy)
                .orElse(true);
        return !legacy && !request.headers().contains(HeaderRules.SESSION);
    }

    private static boolean isLegacy(String version) {
        return Revision.of(Revision.Era.LEGACY, version).isPresent();
    }

    private void get(ServerRequest request, ServerResponse response) {
        withSession(
                request,
                response,
                session ->
                        replies.follow(response, engine.legacy().stream(session).orElseThrow(NoSession::alreadyHeard)));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        withSession(request, response, session -> {
            engine.legacy().end(session);
            response.status(Status.NO_CONTENT_204).send();
        });
    }

    private void withSession(
            ServerRequest request, ServerResponse response, java.util.function.Consumer<Session> then) {
        try {
            Optional<Caller> caller = admit(request, response);
            if (caller.isEmpty()) {
                return;
            }
            if (!request.headers().contains(HeaderRules.SESSION)) {
                response.header(HeaderNames.ALLOW, "POST");
                response.status(Status.METHOD_NOT_ALLOWED_405).send();
                return;
            }
            then.accept(session(request, caller.get()));
        } catch (RpcException e) {
            Replies.send(response, e.httpStatus(), Rpc.error(Optional.<RequestId>empty(), e.error()));
        }
    }

    private Session session(ServerRequest request, Caller caller) {
        Session session = HeaderRules.single(request, HeaderRules.SESSION)
                .map(id -> engine.legacy().session(id, caller).orElseThrow(NoSession::unknown))
                .orElseThrow(NoSession::missing);
        Optional<String> version = HeaderRules.single(request, HeaderRules.VERSION);
        if (version.isPresent() && !isLegacy(version.get())) {
            throw RpcException.badRequest(
                    RpcError.INVALID_REQUEST, "The MCP-Protocol-Version is not the one agreed upon.");
        }
        return session;
    }

    /** Who speaks; empty where the request has been answered already. */
    private Optional<Caller> admit(ServerRequest request, ServerResponse response) {
        if (!hosts.trusts(request)) {
            Replies.send(
                    response,
                    403,
                    Rpc.error(
                            Optional.empty(),
                            RpcError.of(
                                    RpcError.INVALID_REQUEST,
                                    "The request names another host, or comes from a page of one.")));
            return Optional.empty();
        }
        return switch (authenticated(request)) {
            case Authenticator.Result.Authenticated(Caller caller) -> Optional.of(caller);
            case Authenticator.Result.Unauthenticated(String challenge) ->
                refuse(response, 401, Optional.of(challenge), "The request carries no valid token.");
            case Authenticator.Result.Forbidden(Optional<String> challenge, String reason) ->
                refuse(response, 403, challenge, reason);
            case Authenticator.Result.Unavailable(String reason) -> throw RpcException.overloaded(reason);
        };
    }

    private static Optional<Caller> refuse(
            ServerResponse response, int status, Optional<String> challenge, String reason) {
        challenge.ifPresent(words -> response.header(HeaderNames.WWW_AUTHENTICATE, words));
        Replies.send(response, status, Rpc.error(Optional.empty(), RpcError.of(RpcError.INVALID_REQUEST, reason)));
        return Optional.empty();
    }

    private Authenticator.Result authenticated(ServerRequest request) {
        try {
            return authenticator.authenticate(request.headers());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Who is speaking could not be found out.", e);
            throw RpcException.overloaded(
                    "Who is speaking could not be found out, so nothing was done; try again later.");
        }
    }

    private static void checkContentType(ServerRequest request) {
        boolean json = HeaderRules.single(request, HeaderNames.CONTENT_TYPE)
                .filter(type -> type.toLowerCase(java.util.Locale.ROOT)
                        .replaceFirst(";.*", "")
                        .strip()
                        .equals("application/json"))
                .isPresent();
        if (!json) {
            throw new HttpRefusal(415, "The Content-Type must be application/json.");
        }
    }

    private byte[] body(ServerRequest request) {
        byte[] body = whole(request);
        if (body.length > LARGEST_BODY) {
            throw new HttpRefusal(413, "A message has at most " + LARGEST_BODY + " bytes.");
        }
        return body;
    }

    private byte[] whole(ServerRequest request) {
        try {
            return watchdog.during(patience.forBody(), () -> read(request));
        } catch (RequestException e) {
            // The library's own answer, to a body beyond all bounds.
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library throws this and that for a body that ends too soon, or whose length is no length.
            throw new HttpRefusal(400, "The body did not arrive whole.");
        }
    }

    private static byte[] read(ServerRequest request) throws IOException {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(LARGEST_BODY + 1);
            // Else a client who is still sending would be cut off before it sees the answer.
            in.transferTo(OutputStream.nullOutputStream());
            return body;
        }
    }
}
