package dev.writ.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What people may be called, and what becomes of the names that others call them by. */
final class PersonName {
    private static final int LONGEST = 39;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0," + (LONGEST - 1) + "}");
    /** Who acts for the machine's own user, for clients of agents, and for an identity provider. */
    private static final Set<String> RESERVED = Set.of("user", "client", "openid");

    private PersonName() {}

    static boolean isUsable(String name) {
        return NAME.matcher(name).matches() && !RESERVED.contains(name);
    }

    /** The names that are nobody's, for messages. */
    static String reserved() {
        return String.join(", ", RESERVED.stream().sorted().toList());
    }

    /**
     * The nearest name to what somebody is called elsewhere: of an address what stands before the {@code @}, small letters
     * without accents, hyphens for the rest. It may be one that is reserved; empty where nothing is left.
     */
    static Optional<String> near(String called) {
        String plain = Normalizer.normalize(called.replaceFirst("(?<=.)@.*$", ""), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceFirst("^[^a-z]+", "");
        String name = plain.substring(0, Math.min(plain.length(), LONGEST)).replaceFirst("[._-]+$", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** The name with a number behind it, cut where it would become too long. */
    static String numbered(String name, int number) {
        String end = "-" + number;
        return name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
    }
}
