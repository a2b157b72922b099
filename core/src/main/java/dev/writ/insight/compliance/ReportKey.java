package dev.writ.insight.compliance;

import dev.writ.SigningKey;
import dev.writ.WritException;
import java.nio.file.Path;

/** The key that this installation signs reports with. Safe for use by many threads. */
public final class ReportKey {
    private final SigningKey key;
    private final PublicKeyText publicKey;

    private ReportKey(SigningKey key) {
        this.key = key;
        this.publicKey = PublicKeyText.of(key.publicBytes());
    }

    /**
     * Reads the key, or makes one where there is none. Not to be called by two at once, who would make two.
     *
     * @throws WritException as {@link SigningKey#open} does
     */
    public static ReportKey open(Path file) {
        return new ReportKey(SigningKey.open(file, "reports"));
    }

    /** What others check signatures with. */
    public PublicKeyText publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] bytes) {
        return key.sign(bytes);
    }
}
