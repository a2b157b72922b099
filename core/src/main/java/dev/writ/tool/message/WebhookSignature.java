package dev.writ.tool.message;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to the receiver of a webhook who sent it and when: {@code t=SECONDS,v1=HEX}, where the second is the HMAC-SHA256
 * of {@code SECONDS.BODY} under the shared secret. Receivers refuse times that are minutes old.
 */
public final class WebhookSignature {
    /** Name of the header that carries the signature. */
    public static final String HEADER = "X-Writ-Signature";

    private WebhookSignature() {}

    /** Value of the header for this body. */
    public static String of(String secret, Instant time, String body) {
        long seconds = time.getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] code = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
