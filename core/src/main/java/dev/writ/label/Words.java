package dev.writ.label;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the user said, and whether it names something. A value is named when it stands in the words as it is, from one end of
 * a word to another: no folding of case, of composed and decomposed letters or of look-alikes, but for the case of mail
 * addresses and hosts. A number or a common word names something only where the words say what it is the number or name of.
 */
public final class Words {
    private static final Set<String> NUMBERING =
            Set.of("id", "number", "no", "nr", "#", "uuid", "key", "called", "named");

    private final List<String> texts;
    private final List<List<String>> names = new ArrayList<>();
    private final Set<String> single = new HashSet<>();
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();

    private Words(List<String> texts) {
        this.texts = texts;
        for (String text : texts) {
            List<String> ofText = PlainText.names(text);
            names.add(ofText);
            single.addAll(ofText);
            Tokens.of(text).forEach(token -> {
                Address.canonical(token).ifPresent(addresses::add);
                hosts.addAll(Address.hosts(token));
            });
        }
    }

    /** @param texts what the user wrote, oldest first */
    public static Words of(List<String> texts) {
        return new Words(texts.stream().map(PlainText::spaced).toList());
    }

    public static Words of(String text) {
        return of(List.of(text));
    }

    /**
     * Whether the words name this value.
     *
     * @param nouns what the value is one of, for instance {@code channel}
     */
    public boolean name(String value, IdentityKind kind, Set<String> nouns) {
        if (!PlainText.isClear(value)) {
            return false;
        }
        if (kind == IdentityKind.HOST) {
            return hosts.contains(Address.host(value));
        }
        if (kind == IdentityKind.ADDRESS
                && Address.canonical(value).filter(addresses::contains).isPresent()) {
            return true;
        }
        for (String text : texts) {
            for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                if (Tokens.stands(text, at, at + value.length())
                        && (isDistinct(value) || isPointedAt(text, at, at + value.length(), nouns))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the words speak of a thing called so, in whatever case and with whatever marks between the words. */
    boolean mention(String name) {
        List<String> wanted = PlainText.names(name);
        return isTelling(name, wanted)
                && names.stream().anyMatch(words -> Collections.indexOfSubList(words, wanted) >= 0);
    }

    /** Whether every word of a search is one of these words. */
    boolean containAll(String search) {
        return single.containsAll(PlainText.names(search));
    }

    /** Whether a name says by itself that it is one: several words, or marks and digits within. */
    private static boolean isTelling(String name, List<String> words) {
        return words.size() > 1 && name.codePoints().anyMatch(Character::isLetter) && name.length() >= 6;
    }

    /** Whether nobody writes it without meaning it: several words, or letters with marks or digits between. */
    private static boolean isDistinct(String value) {
        if (value.length() < 4 || value.codePoints().noneMatch(Character::isLetter)) {
            return false;
        }
        return value.codePoints().anyMatch(c -> !Character.isLetter(c) && c != '-' && c != '\'')
                || value.indexOf('-') > 0 && value.length() >= 8;
    }

    /** Whether the words around say that it is a name: quotes, a capital inside the sentence, or what it is a name of. */
    private static boolean isPointedAt(String text, int from, int to, Set<String> nouns) {
        boolean numeral = text.substring(from, to).codePoints().noneMatch(Character::isLetter);
        if (!numeral && (Tokens.isQuoted(text, from, to) || Tokens.isCapitalInside(text, from))) {
            return true;
        }
        String before = Tokens.before(text, from);
        if (NUMBERING.contains(before) || nouns.contains(before)) {
            return true;
        }
        return !numeral && nouns.contains(Tokens.after(text, to));
    }
}
