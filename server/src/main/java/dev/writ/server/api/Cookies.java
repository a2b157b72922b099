package dev.writ.server.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/** The cookies that browsers get. Scripts cannot read them. */
final class Cookies {
    private static final Duration DAY = Duration.ofHours(24);

    private final Addresses addresses;

    Cookies(Addresses addresses) {
        this.addresses = addresses;
    }

    /** That of a session: it goes along with requests of Writ's own pages alone. */
    SetCookie session(ServerRequest request, String value) {
        return session(request, value, DAY);
    }

    SetCookie endedSession(ServerRequest request) {
        return session(request, "", Duration.ZERO);
    }

    private SetCookie session(ServerRequest request, String value, Duration lasting) {
        return SetCookie.builder(Caller.cookieName(request), value)
                .path("/")
                .httpOnly(true)
                .secure(isSecure(request))
                .sameSite(SetCookie.SameSite.STRICT)
                .maxAge(lasting)
                .build();
    }

    /**
     * That of a log-in under way. It has to come along when the provider sends the browser back, which a strict cookie would
     * not; a lax one does, with nothing but such a move of the whole window.
     */
    SetCookie logIn(ServerRequest request, String value, Duration lasting) {
        return SetCookie.builder(logInName(request), value)
                .path(LogInRoutes.START)
                .httpOnly(true)
                .secure(isSecure(request))
                .sameSite(SetCookie.SameSite.LAX)
                .maxAge(lasting)
                .build();
    }

    static String logInName(ServerRequest request) {
        return Caller.cookieName(request).replaceFirst("^writ", "writ-login");
    }

    private boolean isSecure(ServerRequest request) {
        return addresses.isSecure(request.headers().first(HeaderNames.HOST).orElse(""));
    }
}
