package dev.writ.insight.compliance;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.SigningKey;
import dev.writ.WritException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * A public key as others get it: a JSON Web Key of type OKP (RFC 8037), named by its thumbprint (RFC 7638).
 *
 * @param x the 32 bytes of the key in base64url
 */
public record PublicKeyText(String x) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** @throws WritException with {@code invalid_arguments} for what is no such key */
    public PublicKeyText {
        if (decode(x).length != SigningKey.PUBLIC_LENGTH) {
            throw notAKey();
        }
    }

    static PublicKeyText of(byte[] bytes) {
        return new PublicKeyText(ENCODER.encodeToString(bytes));
    }

    /**
     * Reads what {@link #toJson()} writes.
     *
     * @throws WritException with {@code invalid_arguments} for anything else
     */
    public static PublicKeyText read(ObjectNode json) {
        PublicKeyText key = new PublicKeyText(json.path("x").asString(""));
        if (!key.toJson().equals(json)) {
            throw notAKey();
        }
        return key;
    }

    public ObjectNode toJson() {
        return Json.object()
                .put("alg", "EdDSA")
                .put("crv", "Ed25519")
                .put("kid", id())
                .put("kty", "OKP")
                .put("use", "sig")
                .put("x", x);
    }

    /** Its thumbprint: SHA-256 over the required members in their order, in base64url. */
    public String id() {
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        try {
            return ENCODER.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    boolean fits(byte[] bytes, byte[] signed) {
        return SigningKey.verify(decode(x), bytes, signed);
    }

    /** Strictly: text that stands for the same bytes in another way is none. */
    static byte[] decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return ENCODER.encodeToString(bytes).equals(text) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static WritException notAKey() {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "That is no public key of Writ's reports.",
                "Use the answer of GET /api/v1/compliance/key as it is.");
    }
}
