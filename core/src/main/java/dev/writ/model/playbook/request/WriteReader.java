package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Create notes.txt with …", "append … to x", "delete a.txt", "move a to b", "undo the last change". */
final class WriteReader implements Recogniser {
    private static final String FILE =
            "(?:(?:the|a|an|my|our|new|empty|text|existing)\\s+)*(?:(?:file|script|document)\\s+)?(?:(?:called|named)\\s+)?(?<file>"
                    + Patterns.WORD + ")(?:\\s+file)?";
    private static final String TEXT =
            "(?:(?:the|a|this|one|following|single)\\s+)*(?:(?:contents?|texts?|lines?|words?|sentence|string)\\s*:?\\s+)?(?<text>"
                    + Q + "|.+?)";
    private static final Pattern CREATE =
            Patterns.of("^(?:create|make|add|write|generate|produce|touch|start)\\s+" + FILE
                    + "(?:\\s*,?\\s*(?:(?:that|which|and|it|to|should|whose)\\s+)*(?:with|containing|contains?|saying|says?|holding|reading|content(?:s)?(?: is| being)?|put|write|having|have)\\s*:?\\s+(?:in it\\s+|into it\\s+|inside\\s+)?"
                    + TEXT
                    + "(?:\\s+(?:in|into|inside)\\s+it)?)?$");
    private static final Pattern WRITE_TO = Patterns.of(
            "^(?:write|save|store|put|insert|output)\\s+" + TEXT + "\\s+(?:to|into|in|as|inside)\\s+" + FILE + "$");
    private static final Pattern OVERWRITE =
            Patterns.of("^(?:overwrite|replace)\\s+(?:(?:the|whole|entire|all)\\s+)*(?:contents?\\s+of\\s+)?" + FILE
                    + "\\s+(?:with|by)\\s+" + TEXT + "$");
    private static final Pattern APPEND = Patterns.of("^(?:append|add)\\s+" + TEXT
            + "\\s+(?:to|at|onto)\\s+(?:the\\s+)?(?:end\\s+of\\s+|bottom\\s+of\\s+)?" + FILE + "$");
    private static final Pattern FOLDER = Patterns.of(
            "^(?:(?:create|make|add)\\s+(?:(?:a|an|the|new|empty)\\s+)*(?:folder|directory|dir|subfolder)s?|mkdir(?:\\s+-p)?)\\s+(?:(?:called|named|at)\\s+)?(?<file>"
                    + Patterns.WORD + ")$");
    private static final Pattern DELETE =
            Patterns.of("^(?:delete|remove|rm(?:\\s+-\\w+)*|erase|get rid of|throw away|unlink)\\s+(?<what>.+)$");
    private static final Pattern MOVE = Patterns.of(
            "^(?<verb>move|rename|mv|copy|cp|duplicate|clone|back up)\\s+(?:(?:the|folder|directory|file|my|our|a)\\s+)*(?<file>"
                    + Patterns.WORD + ")(?:\\s+(?:file|folder|directory))?\\s+"
                    + "(?:to|into|as|in|->|→|under)\\s+(?:(?:the|a|new|folder|directory|file|called|named|name)\\s+)*(?<to>"
                    + Patterns.WORD + ")(?:\\s+(?:folder|directory))?$");
    private static final Pattern UNDO = Patterns.of(
            "^(?:undo|revert|roll\\s?back|take back|reverse|restore)\\s+(?:(?:all|the|your|my|of|every|that|this|these|those)\\s+)*(?:(?:very|most)\\s+)?"
                    + "(?<last>last|latest|recent|previous)?\\s*(?:file\\s+)?(?<what>changes?|edits?|modifications?|things?|everything|replacements?|it|writes?|operation)?(?:\\s+(?:you|I|we|it|that was|were|was|have|has|been|just|made|did)\\b)*"
                    + "(?:\\s*(?:made\\s+)?(?:to|of|in|on)?\\s*(?:the\\s+)?(?:file\\s+)?(?<file>" + Patterns.WORD
                    + "))?$");

    @Override
    public Optional<Intent> read(Phrase whole) {
        String text = whole.text()
                .replaceAll("[!]+$", "")
                .replaceAll("(?<=\\S)\\.$", "")
                .strip();
        Phrase phrase = whole.with(text);
        Matcher folder = FOLDER.matcher(text);
        if (folder.matches()) {
            return Optional.of(new Intent.CreateFolder(path(phrase, folder.group("file"))));
        }
        Optional<Intent> undo = undo(phrase);
        if (undo.isPresent()) {
            return undo;
        }
        Matcher move = MOVE.matcher(text);
        if (move.matches() && movable(phrase, move)) {
            String source = path(phrase, move.group("file"));
            String to = phrase.value(move.group("to"));
            boolean intoFolder = to.endsWith("/")
                    || (!PathWords.isFile(to)
                            && PathWords.isFile(source)
                            && move.group().matches("(?is).*\\b(?:into|folder|directory|under|in)\\b.*"));
            String destination = intoFolder
                    ? join(PathWords.tidy(to), source.substring(source.lastIndexOf('/') + 1))
                    : PathWords.tidy(to);
            boolean rename =
                    move.group("verb").equalsIgnoreCase("rename") && !destination.contains("/") && source.contains("/");
            return Optional.of(new Intent.Relocate(
                    source,
                    rename ? join(source.substring(0, source.lastIndexOf('/')), destination) : destination,
                    move.group("verb").toLowerCase(java.util.Locale.ROOT).matches("copy|cp|duplicate|clone|back up")));
        }
        Matcher delete = DELETE.matcher(text);
        if (delete.matches()) {
            return delete(phrase, delete.group("what"));
        }
        return write(phrase);
    }

    private static Optional<Intent> write(Phrase phrase) {
        for (Pattern pattern : List.of(OVERWRITE, APPEND, CREATE, WRITE_TO)) {
            Matcher matcher = pattern.matcher(phrase.text());
            if (matcher.matches() && isFile(phrase, matcher.group("file"), matcher.group())) {
                String content = phrase.value(Patterns.group(matcher, "text"));
                if ((pattern == OVERWRITE && content.isEmpty())
                        || wantsWriting(phrase, Patterns.group(matcher, "text"))) {
                    return Optional.empty();
                }
                String mode = pattern == APPEND ? "append" : pattern == OVERWRITE ? "overwrite" : "create";
                return Optional.of(new Intent.WriteFile(path(phrase, matcher.group("file")), ended(content), mode));
            }
        }
        return Optional.empty();
    }

    /** "a poem about the sea" is not content but an order for some; that takes a language model. */
    private static boolean wantsWriting(Phrase phrase, String fragment) {
        return !fragment.isEmpty()
                && !phrase.isQuote(fragment.strip())
                && fragment.strip()
                        .matches(
                                "(?is)^(?:a|an|some|your|the|my|its|unit|few|all|what|how|tests?)\\b.*|.*\\b(?:about|describing|explaining|that (?:does|prints?|explains?|describes?|tests?|computes?))\\b.*");
    }

    private static String ended(String content) {
        return content.isEmpty() || content.endsWith("\n") ? content : content + "\n";
    }

    private static Optional<Intent> undo(Phrase phrase) {
        Matcher undo = UNDO.matcher(phrase.text());
        if (!undo.matches()
                || (undo.group("last") == null && undo.group("what") == null && undo.group("file") == null)) {
            return Optional.empty();
        }
        String file = Patterns.group(undo, "file");
        if (!file.isEmpty() && !isFile(phrase, file, undo.group())) {
            return Optional.empty();
        }
        boolean restore = undo.group().toLowerCase(java.util.Locale.ROOT).startsWith("restore");
        if (restore && file.isEmpty()) {
            return Optional.empty();
        }
        String what = Patterns.group(undo, "what").toLowerCase(java.util.Locale.ROOT);
        boolean all =
                undo.group("last") == null && ((what.endsWith("s") && !what.equals("s")) || what.equals("everything"));
        return Optional.of(new Intent.Undo(file.isEmpty() ? "" : path(phrase, file), all));
    }

    private static Optional<Intent> delete(Phrase phrase, String what) {
        WhereReader.Reading reading = WhereReader.read(phrase.with(what));
        Where where = reading.where();
        List<String> paths = new ArrayList<>();
        List<String> globs = new ArrayList<>(where.globs());
        boolean all = what.matches("(?is).*\\bfiles?\\b.*");
        for (String token : reading.rest().text().split("[\\s,]+", -1)) {
            String value = phrase.value(token);
            if (PathWords.isGlob(value)) {
                globs.add(Where.anyDepth(value));
            } else if ((PathWords.isPath(value) && !value.equals("."))
                    || (phrase.isQuote(token) && all && !value.isEmpty())) {
                paths.add(PathWords.tidy(value));
            } else if (token.matches("\\.[A-Za-z]\\w{0,8}") && all) {
                globs.add("**/*" + token);
            } else if (!token.matches(
                    "(?i)|and|the|file|files|folder|folders|directory|all|every|please|named|called|both|empty|whole|entire|its|contents?|of")) {
                return Optional.empty();
            }
        }
        if (paths.isEmpty() && globs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Intent.Delete(List.copyOf(paths), globs.isEmpty() ? Where.ANYWHERE : where.withGlobs(globs)));
    }

    private static boolean movable(Phrase phrase, Matcher move) {
        String source = phrase.value(move.group("file"));
        String to = phrase.value(move.group("to"));
        boolean rename = move.group("verb").equalsIgnoreCase("rename");
        boolean spoken = move.group().matches("(?is).*\\b(?:file|folder|directory)\\b.*");
        return (PathWords.isFile(source) && (!rename || PathWords.isFile(to))) || PathWords.isFolder(source) || spoken;
    }

    private static boolean isFile(Phrase phrase, String word, String said) {
        String value = phrase.value(word);
        return PathWords.isFile(value)
                || (value.contains("/") && !value.contains("://") && !value.endsWith("/"))
                || (said.matches("(?is).*\\b(?:file|script|document)\\b.*") && value.matches("[\\w.-]+"));
    }

    private static String path(Phrase phrase, String word) {
        return PathWords.tidy(phrase.value(word));
    }

    private static String join(String folder, String name) {
        return folder.equals(".") ? name : folder + "/" + name;
    }
}
