package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/**
 * Content that was checked and may be stored.
 *
 * @param json as stored
 * @param hash SHA-256 of the canonical JSON, in hex
 */
record DefinitionContent(String json, String hash) {
    private static final int LARGEST = 256 * 1024;
    private static final int LONGEST_NAME = 200;

    /** @throws WritException with {@code too_large} beyond 256 kB */
    static DefinitionContent of(ObjectNode content) {
        String json = Json.write(content);
        int size = json.getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "The content has " + size + " bytes; a definition may have " + LARGEST + ".",
                    "Split it into several, or keep the bulk in a file.");
        }
        return new DefinitionContent(json, sha256(Json.canonical(content)));
    }

    /** @throws WritException with {@code invalid_arguments} for a name people could not read or type */
    static String checkedName(String name) {
        boolean readable = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.equals(name.strip())
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        if (!readable) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The name cannot be used.",
                    "Give 1 to 200 visible characters on one line, without blanks at either end.");
        }
        return name;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
