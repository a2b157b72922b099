package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.event.EventLog;
import dev.writ.server.web.LoginLinks;
import dev.writ.server.web.Sessions;
import dev.writ.server.web.WebAccess;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code /session} and {@code /login-links}: how a browser comes in, and goes. */
final class SessionRoutes implements Routes {
    private final WebAccess access;
    private final EventLog events;
    private final Cookies cookies;

    SessionRoutes(WebAccess access, EventLog events, Addresses addresses) {
        this.cookies = new Cookies(addresses);
        this.access = access;
        this.events = events;
    }

    @Override
    public void addTo(Api api) {
        api.create("/login-links", request -> {
                    request.body(Set.of());
                    LoginLinks.Link link =
                            access.links().create(request.caller().name());
                    return Json.object()
                            .put("token", link.token())
                            .put("expires_at", link.expiresAt().toString());
                })
                .route(Method.POST, "/session", this::open)
                .route(Method.GET, "/session", this::show)
                .route(Method.POST, "/session/end", this::end);
    }

    private void open(ServerRequest request, ServerResponse response) {
        String token = new ApiRequest(request).body(Set.of("token")).words("token", "Send the token of a log-in link.");
        Sessions.Opened opened = access.logIn(token);
        response.status(Status.CREATED_201);
        response.headers().addCookie(cookies.session(request, opened.cookie()));
        send(
                response,
                Json.object()
                        .put("write_key", opened.writeKey())
                        .put("expires_at", opened.expiresAt().toString()));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Caller caller = Caller.of(request);
        Sessions.Session session = caller.neededSession();
        send(
                response,
                Json.object()
                        .put("expires_at", session.expiresAt().toString())
                        .put(
                                "may_write",
                                session.mayWrite(
                                        request.headers().first(Guard.WRITE_KEY).orElse("")))
                        .put("name", caller.name())
                        .put("role", caller.role().id())
                        .put("last_event", events.lastSeq()));
    }

    private void end(ServerRequest request, ServerResponse response) {
        access.sessions().close(Caller.of(request).neededSession());
        response.headers().addCookie(cookies.endedSession(request));
        send(response, Json.object().put("ended", true));
    }

    private static void send(ServerResponse response, JsonNode body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.write(body));
    }
}
