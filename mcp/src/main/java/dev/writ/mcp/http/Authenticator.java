package dev.writ.mcp.http;

import dev.writ.mcp.server.Caller;
import io.helidon.http.ServerRequestHeaders;
import java.util.Optional;

/** Finds out who is speaking from the headers of a request, for each request anew. */
@FunctionalInterface
public interface Authenticator {
    /** Everybody is the same caller: for a server that has nothing to protect. */
    Authenticator NOBODY = headers -> new Result.Authenticated(new Caller("anonymous"));

    /** Whatever it throws is a no. */
    Result authenticate(ServerRequestHeaders headers);

    /** Who it is, or what the caller must do to become somebody. */
    sealed interface Result {
        record Authenticated(Caller caller) implements Result {}

        /** @param challenge the {@code WWW-Authenticate} header of the answer (RFC 6750, RFC 9728) */
        record Unauthenticated(String challenge) implements Result {}

        /**
         * Who it is may not come in.
         *
         * @param challenge the {@code WWW-Authenticate} header, where other credentials would help
         * @param reason a sentence for the caller
         */
        record Forbidden(Optional<String> challenge, String reason) implements Result {}

        /**
         * Nobody can tell now.
         *
         * @param reason a sentence for the caller
         */
        record Unavailable(String reason) implements Result {}
    }
}
