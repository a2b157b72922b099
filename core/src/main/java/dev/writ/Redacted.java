package dev.writ;

import java.util.Collection;
import java.util.List;

/**
 * Text in which every secret of a known form was replaced by {@code [redacted:KIND]}. Holding one proves that the
 * replacement ran; it can be made in no other way. What it does not know it cannot find: a secret that was encoded or
 * has no recognisable form passes, so this protects records and screens and is never the only protection of a secret.
 */
public final class Redacted {
    public static final Redacted EMPTY = new Redacted("", 0);

    private final String text;
    private final int replaced;

    private Redacted(String text, int replaced) {
        this.text = text;
        this.replaced = replaced;
    }

    /** The text with every secret of a known form replaced. */
    public static Redacted of(String raw) {
        return of(raw, List.of());
    }

    /**
     * As {@link #of(String)}, and with every occurrence of these secrets replaced first.
     *
     * @param secrets values known to be secret, such as configured keys; those under four characters are ignored, since
     *     replacing them would destroy the text
     */
    public static Redacted of(String raw, Collection<String> secrets) {
        SecretScan scan = new SecretScan(raw);
        secrets.stream()
                .filter(secret -> secret.length() >= 4)
                // Longest first, so that a secret that contains another is replaced whole.
                .sorted((left, right) -> Integer.compare(right.length(), left.length()))
                .forEach(scan::replaceLiteral);
        SecretForm.ALL.forEach(scan::replaceForm);
        return new Redacted(scan.text(), scan.replaced());
    }

    public String text() {
        return text;
    }

    /** How many secrets were replaced. */
    public int replaced() {
        return replaced;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redacted that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
