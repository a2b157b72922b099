package dev.writ.server.openid;

import java.time.Instant;
import java.util.Map;

/** What is to be thought of a token. No reason holds anything of the token itself. */
sealed interface Verdict {
    /** The provider says this of its bearer, to this server, now. */
    record Valid(String subject, Map<String, Object> claims, Instant issuedAt, Instant expiresAt) implements Verdict {}

    /** @param reason a sentence for its bearer */
    record Invalid(String reason) implements Verdict {}

    /** Nothing can be said about it now. */
    record Unknown() implements Verdict {}
}
