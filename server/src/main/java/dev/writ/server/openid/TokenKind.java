package dev.writ.server.openid;

import com.nimbusds.jose.JOSEObjectType;
import java.util.Optional;
import java.util.Set;

/** What a token is for. One kind must not pass for the other: an access token is shown to many. */
enum TokenKind {
    /** Shown by agents (RFC 9068). Those of some providers say only that they are JWTs. */
    ACCESS("access token", 8 << 10),
    /** Fetched from the provider itself, and often without a type; the names of many groups may be in it. */
    IDENTITY("id_token", 64 << 10);

    private static final Set<JOSEObjectType> OF_ACCESS =
            Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), JOSEObjectType.JWT);

    private final String words;
    private final int largest;

    TokenKind(String words, int largest) {
        this.words = words;
        this.largest = largest;
    }

    String words() {
        return words;
    }

    /** In characters. */
    int largest() {
        return largest;
    }

    /** @param type as the header has it */
    boolean fits(Optional<JOSEObjectType> type) {
        return switch (this) {
            case ACCESS -> type.filter(OF_ACCESS::contains).isPresent();
            case IDENTITY -> type.isEmpty() || type.get().equals(JOSEObjectType.JWT);
        };
    }
}
