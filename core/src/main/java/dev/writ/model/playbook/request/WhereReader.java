package dev.writ.model.playbook.request;

import dev.writ.model.playbook.reading.Languages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds in a request's words which files it is about, and takes those words out. */
final class WhereReader {
    private static final Set<String> PREPOSITIONS =
            Set.of("in", "under", "below", "inside", "within", "beneath", "across", "throughout", "from", "among");
    private static final Set<String> STRONG = Set.of("under", "below", "inside", "within", "beneath");
    private static final Set<String> EXCLUDING =
            Set.of("except", "excluding", "ignoring", "without", "skipping", "besides");
    private static final Set<String> FILLERS = Set.of(
            "all",
            "every",
            "each",
            "any",
            "the",
            "my",
            "our",
            "this",
            "these",
            "of",
            "only",
            "whole",
            "entire",
            "current",
            "complete",
            "same",
            "its",
            "your",
            "a",
            "an",
            "for",
            "in",
            "existing");
    private static final Set<String> EVERYTHING = Set.of(
            "workspace",
            "project",
            "repo",
            "repository",
            "codebase",
            "code",
            "directory",
            "folder",
            "files",
            "file",
            "tree",
            "here",
            "everywhere",
            "sources",
            "source",
            "dir",
            "place",
            "places",
            "contents");
    private static final Set<String> FOLDER_NOUNS =
            Set.of("folder", "directory", "dir", "subfolder", "subdirectory", "path", "folders", "directories");
    private static final Set<String> FILE_NOUNS = Set.of(
            "files", "file", "sources", "source", "code", "scripts", "script", "documents", "docs", "modules", "pages");
    private static final Set<String> NOT_FOLDERS = Set.of(
            "order",
            "total",
            "general",
            "particular",
            "detail",
            "details",
            "short",
            "english",
            "json",
            "full",
            "turn",
            "it",
            "them",
            "that",
            "there",
            "one",
            "two",
            "place",
            "question",
            "production",
            "case",
            "use",
            "time",
            "which",
            "what",
            "where",
            "addition",
            "lines",
            "words",
            "bytes",
            "brief",
            "summary",
            "table",
            "markdown",
            "text",
            "git",
            "me",
            "seconds",
            "minutes",
            "parallel",
            "report",
            "list",
            "form",
            "history");

    private final Phrase phrase;
    private final List<String> tokens;
    private final List<String> folders = new ArrayList<>();
    private final List<String> globs = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> excluded = new ArrayList<>();

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
            if (PREPOSITIONS.contains(word)) {
                end = location(i + 1, word, folders, globs, files);
            } else if (EXCLUDING.contains(word)
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
        return new Reading(new Where(folders, globs, files, excluded), phrase.with(text));
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
        List<String> leftFolders = new ArrayList<>();
        List<String> leftGlobs = new ArrayList<>();
        List<String> leftFiles = new ArrayList<>();
        int start = PREPOSITIONS.contains(bareAt(from)) ? from + 1 : from;
        int end = location(start, "under", leftFolders, leftGlobs, leftFiles);
        if (end <= start) {
            return 0;
        }
        leftFolders.forEach(folder -> excluded.add(folder + "/**"));
        excluded.addAll(leftGlobs);
        leftFiles.forEach(file -> excluded.add(Where.anyDepth(file)));
        return end;
    }

    /** The index after the location that starts here, 0 when none does. */
    private int location(
            int from, String preposition, List<String> toFolders, List<String> toGlobs, List<String> toFiles) {
        int i = from;
        while (i < tokens.size() && FILLERS.contains(bareAt(i))) {
            i++;
        }
        if (i >= tokens.size()) {
            return 0;
        }
        boolean wantsFolder = false;
        boolean wantsFile = false;
        if (i + 1 < tokens.size() && startsPath(i + 1)) {
            wantsFolder = FOLDER_NOUNS.contains(bareAt(i));
            wantsFile = Set.of("file", "files", "script", "document").contains(bareAt(i));
            i += wantsFolder || wantsFile ? 1 : 0;
        }
        int end = list(i, preposition, wantsFolder, wantsFile, toFolders, toGlobs, toFiles);
        if (end == 0 && EVERYTHING.contains(bareAt(i))) {
            end = i + 1;
            while (end < tokens.size() && EVERYTHING.contains(bareAt(end))) {
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
                || (word.matches("[\\w.-]+") && !FILLERS.contains(bareAt(i)) && !PREPOSITIONS.contains(bareAt(i)));
    }

    private int list(
            int from,
            String preposition,
            boolean wantsFolder,
            boolean wantsFile,
            List<String> toFolders,
            List<String> toGlobs,
            List<String> toFiles) {
        int i = Set.of("named", "called").contains(bareAt(from)) ? from + 1 : from;
        int end = 0;
        while (i < tokens.size()) {
            int next = one(i, preposition, wantsFolder, wantsFile, end > 0, toFolders, toGlobs, toFiles);
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
            while (i < tokens.size() && FILLERS.contains(bareAt(i))) {
                i++;
            }
        }
        return end;
    }

    private int one(
            int i,
            String preposition,
            boolean wantsFolder,
            boolean wantsFile,
            boolean further,
            List<String> toFolders,
            List<String> toGlobs,
            List<String> toFiles) {
        String word = word(i);
        boolean quoted = phrase.isQuote(trimmed(tokens.get(i)));
        String after = bareAt(i + 1);
        boolean fileNoun = FILE_NOUNS.contains(after);
        boolean folderNoun = FOLDER_NOUNS.contains(after);
        if (PathWords.isGlob(word)) {
            toGlobs.add(Where.anyDepth(word));
            return i + (fileNoun ? 2 : 1);
        }
        if (folderNoun && (quoted || word.matches("[\\w./@-]+")) && !EVERYTHING.contains(bareAt(i))) {
            toFolders.add(PathWords.tidy(word));
            return i + 2;
        }
        if (wantsFolder && (!further || PathWords.isFolder(word))) {
            toFolders.add(PathWords.tidy(word));
            return i + 1;
        }
        if (word.matches("\\.[A-Za-z]\\w{0,8}") && (fileNoun || Languages.isExtension(word.substring(1)))) {
            toGlobs.add("**/*" + word);
            return i + (fileNoun ? 2 : 1);
        }
        List<String> extensions = extensions(i, fileNoun);
        if (!quoted && !extensions.isEmpty()) {
            extensions.forEach(extension -> toGlobs.add("**/*." + extension));
            int end = i + (fileNoun ? 2 : 1);
            return fileNoun && FILE_NOUNS.contains(bareAt(end)) ? end + 1 : end;
        }
        if ((wantsFile && (!further || PathWords.isFile(word))) || PathWords.isFile(word)) {
            toFiles.add(PathWords.tidy(word));
            return i + (after.equals("file") ? 2 : 1);
        }
        boolean place = STRONG.contains(preposition) || preposition.equals("in");
        if (PathWords.isFolder(word) || (quoted && place && !further)) {
            (quoted && PathWords.isFile(word) ? toFiles : toFolders).add(PathWords.tidy(word));
            return i + 1;
        }
        boolean last = i == tokens.size() - 1 || tokens.get(i).endsWith(",") || PREPOSITIONS.contains(after);
        boolean plain = word.matches("[A-Za-z_][\\w.-]*")
                && !NOT_FOLDERS.contains(bareAt(i))
                && !EVERYTHING.contains(bareAt(i));
        if (!further && plain && (STRONG.contains(preposition) || (preposition.equals("in") && last))) {
            toFolders.add(PathWords.tidy(word));
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
            if (FILE_NOUNS.contains(bareAt(next))) {
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
