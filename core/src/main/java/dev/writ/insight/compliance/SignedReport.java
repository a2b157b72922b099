package dev.writ.insight.compliance;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report with its signature, a detached JSON Web Signature (RFC 7515, appendix F) over exactly the bytes of the report's
 * text. The text is kept as one string, so that there is nothing to be brought into a canonical form.
 *
 * @param report JSON, signed as it is
 * @param signature header, nothing, and signature, with points between
 * @param key belongs to the signature; who made it is for the reader to know
 */
public record SignedReport(String report, String signature, PublicKeyText key) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    public static SignedReport sign(ObjectNode report, ReportKey key) {
        String text = ascii(Json.write(report));
        String header = header(key.publicKey());
        byte[] signature = key.sign(signed(header, text));
        return new SignedReport(text, header + ".." + ENCODER.encodeToString(signature), key.publicKey());
    }

    /** Everything beyond ASCII as JSON's escapes: no way that the text takes can spell it in another way. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }

    /** As files and answers have it, on one line. */
    public String write() {
        return Json.write(toJson());
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("report", report).put("signature", signature);
        json.set("key", key.toJson());
        return json;
    }

    /**
     * Reads a file and checks that not a byte of it is other than it was signed.
     *
     * @throws WritException with {@code invalid_arguments}, saying what is wrong with it
     */
    public static SignedReport verify(String file) {
        SignedReport read = read(file.endsWith("\n") ? file.substring(0, file.length() - 1) : file);
        String header = header(read.key());
        byte[] signature =
                PublicKeyText.decode(read.signature().substring(read.signature().lastIndexOf('.') + 1));
        if (!read.signature().startsWith(header + "..")
                || signature.length == 0
                || !read.signature().equals(header + ".." + ENCODER.encodeToString(signature))
                || !read.key().fits(signed(header, read.report()), signature)) {
            throw changed();
        }
        return read;
    }

    private static SignedReport read(String text) {
        try {
            ObjectNode json = Json.parseObject(text);
            if (json.path("key") instanceof ObjectNode key
                    && json.path("report").isString()
                    && json.path("signature").isString()) {
                SignedReport read = new SignedReport(
                        json.path("report").asString(), json.path("signature").asString(), PublicKeyText.read(key));
                if (read.write().equals(text)) {
                    return read;
                }
            }
        } catch (WritException e) {
            throw new WritException(changed().failure(), e);
        }
        throw changed();
    }

    private static WritException changed() {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The file is not a report as Writ signed it: something in it was changed, or it is not one at all.",
                "Get it again from where it was made, as a file and not by copying its text.");
    }

    private static String header(PublicKeyText key) {
        String header = Json.write(Json.object().put("alg", "EdDSA").put("kid", key.id()));
        return ENCODER.encodeToString(header.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] signed(String header, String text) {
        return (header + "." + ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
