package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.server.web.Sessions;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A browser that is logged in, as the {@link Guard} found it.
 *
 * @param isWelcome whether its session still goes on
 */
record Caller(Sessions.Session session, BooleanSupplier isWelcome) {
    static Optional<Caller> of(ServerRequest request) {
        return request.context().get(Caller.class);
    }

    /** Whether whoever made the request, with whatever right, still has it. */
    static boolean isWelcome(ServerRequest request) {
        return of(request).map(caller -> caller.isWelcome().getAsBoolean()).orElse(true);
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
    static Caller needed(ServerRequest request) {
        return of(request)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "The request comes with a token, not with a session.",
                        "Only browsers that are logged in have one."));
    }
}
