package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Names that differ and read the same: another normal form of Unicode, invisible joiners, another case, letters of
 * another script that look alike. Whoever reads one of them takes it for the other, and so does a file system that
 * makes no difference.
 */
public final class LookAlikes {
    /** How many names of a folder are looked at. */
    private static final int MOST_NAMES = 20_000;

    /** Cyrillic and Greek letters, each with the Latin one it is drawn as. */
    private static final String FOREIGN = "аеорсухіјѕһԁԛԝӏкмтвн" + "АВЕКМНОРСТУХІЈЅԌ" + "οανρυικτχ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

    private static final String LATIN = "aeopcyxijshdqwlkmtbh" + "ABEKMHOPCTYXIJSG" + "oavpuiktx" + "ABEZHIKMNOPTYX";

    private LookAlikes() {}

    /**
     * That nothing in the folder has a name that reads like this new one.
     *
     * @param leaving a name that is about to go, "" for none
     * @throws WritException with {@code conflict} where something has
     */
    public static void requireNone(Folder folder, String name, String leaving) {
        String skeleton = skeleton(name);
        other(
                        folder,
                        name,
                        candidate -> !candidate.equals(leaving)
                                && skeleton(candidate).equals(skeleton))
                .ifPresent(other -> {
                    throw new WritException(
                            FailureCode.CONFLICT,
                            "\"" + FileName.shown(name) + "\" reads like \"" + FileName.shown(other)
                                    + "\", which is there already.",
                            "Choose a name that differs in more than case, accents' encoding or look-alike letters, or use that"
                                    + " one.");
                });
    }

    /**
     * That a name which is there is not written like another: what is meant by it would be a matter of encoding.
     *
     * @throws WritException with {@code conflict} where another entry is written with the same characters
     */
    public static void requireSingle(Folder folder, String name) {
        if (isPlain(name)) {
            return;
        }
        String written = written(name);
        other(folder, name, candidate -> written(candidate).equals(written)).ifPresent(other -> {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "There are two entries that read \"" + FileName.shown(name)
                            + "\", encoded in different ways, and it is not clear which is meant.",
                    "Let a person rename one of them.");
        });
    }

    /** Whether a question looks at one kind of name. */
    @FunctionalInterface
    private interface Question {
        boolean fits(String candidate);
    }

    private static Optional<String> other(Folder folder, String name, Question question) {
        return folder.names(MOST_NAMES).names().stream()
                .filter(candidate -> !candidate.equals(name))
                .filter(question::fits)
                .findFirst();
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(character -> character < 0x80);
    }

    /** The characters of a name, however they are encoded. */
    private static String written(String name) {
        return withoutJoiners(Normalizer.normalize(name, Normalizer.Form.NFC));
    }

    /** What a reader sees: equal for names that are easily taken for each other. */
    static String skeleton(String name) {
        String plain =
                withoutJoiners(Normalizer.normalize(name, Normalizer.Form.NFKC)).strip();
        StringBuilder skeleton = new StringBuilder(plain.length());
        plain.codePoints()
                .map(point -> {
                    int at = FOREIGN.indexOf(point);
                    return at < 0 ? point : LATIN.charAt(at);
                })
                .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
                .forEach(skeleton::appendCodePoint);
        int end = skeleton.length();
        while (end > 0 && (skeleton.charAt(end - 1) == '.' || skeleton.charAt(end - 1) == ' ')) {
            end--;
        }
        return skeleton.substring(0, end);
    }

    /** Without what has no shape of its own: joiners, and what chooses a variant of the character before. */
    static String withoutJoiners(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> Character.getType(point) != Character.FORMAT && !(point >= 0xFE00 && point <= 0xFE0F))
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
