package dev.writ.model.playbook.request;

import dev.writ.model.playbook.reading.Languages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds in a request's words which files it is about, and takes those words out. */
final class WhereReader {
    private final Phrase phrase;
    private final List<String> tokens;
    private final Places places = new Places();
    private final List<String> excluded = new ArrayList<>();

    /** What one location, or several in a row, name. */
    private record Places(List<String> folders, List<String> globs, List<String> files) {
        Places() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The files a request is about, and its words without those that said so. */
    record Reading(Where where, Phrase rest) {}

    private WhereReader(Phrase phrase) {
        this.phrase = phrase;
        this.tokens = new ArrayList<>(List.of(phrase.text().strip().split("\\s+", -1)));
    }

    static Reading read(Phrase phrase) {
        return new WhereReader(phrase).read();
    }

    private Reading read() {
        List<String> rest = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            String word = bare(tokens.get(i));
            int end = i;
            if (PlaceWords.PREPOSITIONS.contains(word)) {
                end = location(i + 1, word, places);
            } else if (PlaceWords.EXCLUDING.contains(word)
                    || (word.equals("not") && Set.of("but", "and").contains(bareAt(i - 1)))) {
                end = exclusion(i + 1);
            } else if (Set.of("everywhere", "recursively").contains(word)) {
                end = i + 1;
            }
            if (end > i) {
                end = withoutThatMatch(end);
                if (!rest.isEmpty() && word.equals("not")) {
                    rest.removeLast();
                }
                i = end;
            } else {
                rest.add(tokens.get(i));
                i++;
            }
        }
        String text = String.join(" ", rest)
                .replaceAll("^[,;:]\\s*", "")
                .replaceAll("[,;:]+$", "")
                .strip();
        return new Reading(new Where(places.folders(), places.globs(), places.files(), excluded), phrase.with(text));
    }

    /** "The *.md files that match": the search says which these are. */
    private int withoutThatMatch(int from) {
        boolean says = Set.of("that", "which").contains(bareAt(from))
                && bareAt(from + 1).matches("match(?:es)?|contains?|ha(?:s|ve)");
        if (!says) {
            return from;
        }
        int end = bareAt(from + 2).equals("it") ? from + 3 : from + 2;
        boolean last = end >= tokens.size()
                || tokens.get(end - 1).endsWith(",")
                || Set.of("and", "then", "but", "showing", "with").contains(bareAt(end));
        return last ? end : from;
    }

    private int exclusion(int from) {
        Places left = new Places();
        int start = PlaceWords.PREPOSITIONS.contains(bareAt(from)) ? from + 1 : from;
        int end = location(start, "under", left);
        if (end <= start) {
            return 0;
        }
        left.folders().forEach(folder -> excluded.add(folder + "/**"));
        excluded.addAll(left.globs());
        left.files().forEach(file -> excluded.add(Where.anyDepth(file)));
        return end;
    }

    /** The index after the location that starts here, 0 when none does. */
    private int location(int from, String preposition, Places to) {
        int i = from;
        while (i < tokens.size() && PlaceWords.FILLERS.contains(bareAt(i))) {
            i++;
        }
        if (i >= tokens.size()) {
            return 0;
        }
        boolean wantsFolder = false;
        boolean wantsFile = false;
        if (i + 1 < tokens.size() && startsPath(i + 1)) {
            wantsFolder = PlaceWords.FOLDER_NOUNS.contains(bareAt(i));
            wantsFile = Set.of("file", "files", "script", "document").contains(bareAt(i));
            i += wantsFolder || wantsFile ? 1 : 0;
        }
        int end = list(i, preposition, wantsFolder, wantsFile, to);
        if (end == 0 && PlaceWords.EVERYTHING.contains(bareAt(i))) {
            end = i + 1;
            while (end < tokens.size() && PlaceWords.EVERYTHING.contains(bareAt(end))) {
                end++;
            }
        }
        return end;
    }

    private boolean startsPath(int i) {
        String word = word(i);
        return phrase.isQuote(trimmed(tokens.get(i)))
                || PathWords.isPath(word)
                || PathWords.isGlob(word)
                || Set.of("named", "called").contains(bareAt(i))
                || (word.matches("[\\w.-]+")
                        && !PlaceWords.FILLERS.contains(bareAt(i))
                        && !PlaceWords.PREPOSITIONS.contains(bareAt(i)));
    }

    private int list(int from, String preposition, boolean wantsFolder, boolean wantsFile, Places to) {
        int i = Set.of("named", "called").contains(bareAt(from)) ? from + 1 : from;
        int end = 0;
        while (i < tokens.size()) {
            int next = one(i, preposition, wantsFolder, wantsFile, end > 0, to);
            if (next == 0) {
                break;
            }
            end = next;
            boolean comma = tokens.get(next - 1).endsWith(",");
            i = next;
            while (i < tokens.size() && Set.of("and", "or", "&").contains(bareAt(i))) {
                i++;
            }
            if (i == next && !comma) {
                break;
            }
            while (i < tokens.size() && PlaceWords.FILLERS.contains(bareAt(i))) {
                i++;
            }
        }
        return end;
    }

    private int one(int i, String preposition, boolean wantsFolder, boolean wantsFile, boolean further, Places to) {
        String word = word(i);
        boolean quoted = phrase.isQuote(trimmed(tokens.get(i)));
        String after = bareAt(i + 1);
        boolean fileNoun = PlaceWords.FILE_NOUNS.contains(after);
        boolean folderNoun = PlaceWords.FOLDER_NOUNS.contains(after);
        if (PathWords.isGlob(word)) {
            to.globs().add(Where.anyDepth(word));
            return i + (fileNoun ? 2 : 1);
        }
        if (folderNoun && (quoted || word.matches("[\\w./@-]+")) && !PlaceWords.EVERYTHING.contains(bareAt(i))) {
            to.folders().add(PathWords.tidy(word));
            return i + 2;
        }
        if (wantsFolder && (!further || PathWords.isFolder(word))) {
            to.folders().add(PathWords.tidy(word));
            return i + 1;
        }
        if (word.matches("\\.[A-Za-z]\\w{0,8}") && (fileNoun || Languages.isExtension(word.substring(1)))) {
            to.globs().add("**/*" + word);
            return i + (fileNoun ? 2 : 1);
        }
        List<String> extensions = extensions(i, fileNoun);
        if (!quoted && !extensions.isEmpty()) {
            extensions.forEach(extension -> to.globs().add("**/*." + extension));
            int end = i + (fileNoun ? 2 : 1);
            return fileNoun && PlaceWords.FILE_NOUNS.contains(bareAt(end)) ? end + 1 : end;
        }
        if ((wantsFile && (!further || PathWords.isFile(word))) || PathWords.isFile(word)) {
            to.files().add(PathWords.tidy(word));
            return i + (after.equals("file") ? 2 : 1);
        }
        boolean place = PlaceWords.STRONG.contains(preposition) || preposition.equals("in");
        if (PathWords.isFolder(word) || (quoted && place && !further)) {
            (quoted && PathWords.isFile(word) ? to.files() : to.folders()).add(PathWords.tidy(word));
            return i + 1;
        }
        boolean last = i == tokens.size() - 1 || tokens.get(i).endsWith(",") || PlaceWords.PREPOSITIONS.contains(after);
        boolean plain = word.matches("[A-Za-z_][\\w.-]*")
                && !PlaceWords.NOT_FOLDERS.contains(bareAt(i))
                && !PlaceWords.EVERYTHING.contains(bareAt(i));
        if (!further && plain && (PlaceWords.STRONG.contains(preposition) || (preposition.equals("in") && last))) {
            to.folders().add(PathWords.tidy(word));
            return i + 1;
        }
        return 0;
    }

    /** Extensions where a language's name or an extension stands before a word for files, or leads a list that ends so. */
    private List<String> extensions(int i, boolean fileNoun) {
        String word = word(i);
        List<String> byLanguage = Languages.extensions(word);
        List<String> found = !byLanguage.isEmpty()
                ? byLanguage
                : Languages.isExtension(word) ? List.of(word.toLowerCase(Locale.ROOT)) : List.<String>of();
        if (found.isEmpty() || fileNoun) {
            return found;
        }
        for (int next = i + 1; next < Math.min(tokens.size(), i + 7); next++) {
            if (PlaceWords.FILE_NOUNS.contains(bareAt(next))) {
                return found;
            }
            boolean joins = Set.of("and", "or", "&").contains(bareAt(next));
            if (!joins && Languages.extensions(word(next)).isEmpty() && !Languages.isExtension(word(next))) {
                return List.of();
            }
        }
        return List.of();
    }

    private String word(int i) {
        return i < tokens.size() ? phrase.value(trimmed(tokens.get(i))) : "";
    }

    private String bareAt(int i) {
        return i >= 0 && i < tokens.size() ? bare(tokens.get(i)) : "";
    }

    private static String bare(String token) {
        return trimmed(token).toLowerCase(Locale.ROOT);
    }

    private static String trimmed(String token) {
        return token.replaceAll("^[(\\[]+", "").replaceAll("[,;:!?)\\]]+$", "").replaceAll("(?<=.)\\.$", "");
    }
}
