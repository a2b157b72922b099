package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.account.Role;
import dev.writ.server.web.Sessions;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who makes a request, as the {@link Guard} found it.
 *
 * @param name of a person
 * @param session of their browser; empty where they came with a token
 * @param isWelcome whether whoever made the request, with whatever right, still has it
 */
record Caller(String name, Role role, Optional<Sessions.Session> session, BooleanSupplier isWelcome) {
    static Caller of(ServerRequest request) {
        return request.context()
                .get(Caller.class)
                .orElseThrow(() -> new IllegalStateException("the guard lets nobody through without a name"));
    }

    /** How events, approvals and grants name this person. */
    String actor() {
        return "person:" + name;
    }

    /** @throws WritException with {@code denied} */
    void need(Role needed) {
        if (!role.covers(needed)) {
            throw new WritException(
                    FailureCode.DENIED,
                    "This takes the role " + needed.id() + ", and you are " + role.id() + ".",
                    "Ask an administrator of this Writ.");
        }
    }

    /**
     * The name of the cookie. Browsers send cookies of a machine to all its ports, so that two servers must not share
     * the name.
     */
    static String cookieName(ServerRequest request) {
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        return "writ-" + host.replaceFirst("^.*:", "").replaceAll("[^0-9]", "");
    }

    /** For what only a browser has. */
    Sessions.Session neededSession() {
        return session.orElseThrow(() -> new WritException(
                FailureCode.NOT_FOUND,
                "The request comes with a token, not with a session.",
                "Only browsers that are logged in have one."));
    }
}
