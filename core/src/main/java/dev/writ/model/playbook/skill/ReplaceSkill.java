package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.KnownPatterns;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Edits;
import dev.writ.model.playbook.tools.Edits.Changed;
import dev.writ.model.playbook.tools.Edits.Replacement;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.tools.Files.Match;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.node.ObjectNode;

/** Replaces text in the files that hold it: finds them, shows the diff, applies it, and searches again. */
final class ReplaceSkill {
    private static final int MOST_FILES = 200;
    private static final int MOST_ROUNDS = 5;
    private static final int DIFF_CHARACTERS = 12_000;

    private final Toolbox toolbox;
    private final Files files;
    private final Tell tell;

    ReplaceSkill(Toolbox toolbox, Files files, Tell tell) {
        this.toolbox = toolbox;
        this.files = files;
        this.tell = tell;
    }

    Report run(Intent.Replace wanted) {
        Where where = new Places(files).resolve(wanted.where());
        String from = "“" + wanted.from().text() + "”";
        List<Changed> changed = new ArrayList<>();
        StringBuilder diffs = new StringBuilder();
        List<Changed> unchanged = new ArrayList<>();
        Set<String> tried = new LinkedHashSet<>();
        boolean more = true;
        Files.Matches searched = new Files.Matches(List.of(), 0, false, Map.of());
        for (int round = 0; round < MOST_ROUNDS && more; round++) {
            Files.Matches found = FindTextSkill.search(files, wanted.from(), where);
            searched = found;
            List<String> paths = found.all().stream()
                    .map(Match::path)
                    .distinct()
                    .filter(tried::add)
                    .sorted()
                    .toList();
            if (paths.isEmpty()) {
                break;
            }
            if (tried.size() > MOST_FILES) {
                throw new SkillStops(
                        "too_large",
                        from + " is in more than " + MOST_FILES
                                + " files; name a folder or kind of files to begin with.");
            }
            Edits edits = new Edits(
                    toolbox,
                    paths,
                    List.of("edit_file", "undo"),
                    "replace " + from + " by “" + wanted.to() + "” in " + Layout.count(paths.size(), "file")
                            + " where it was found and nowhere else");
            List<Replacement> replacements = replacements(wanted, paths, unchanged);
            List<Changed> previews = edits.preview(replacements);
            String diff = diff(previews);
            diffs.append(diff);
            if (wanted.previewOnly()) {
                return preview(wanted, previews, diff);
            }
            tell.user("Replacing " + from + " by “" + wanted.to() + "” changes this:\n\n"
                    + Layout.block("diff", Layout.cut(diff, DIFF_CHARACTERS)));
            List<Replacement> possible = new ArrayList<>();
            for (int i = 0; i < replacements.size(); i++) {
                if (previews.get(i).ok()) {
                    possible.add(replacements.get(i));
                } else {
                    unchanged.add(previews.get(i));
                }
            }
            for (Changed one : edits.apply(possible)) {
                (one.ok() ? changed : unchanged).add(one);
            }
            more = found.truncated();
        }
        if (changed.isEmpty() && !unchanged.isEmpty()) {
            throw new SkillStops(partly(
                    "Nothing was changed." + listed(unchanged),
                    unchanged,
                    Report.of("", List.of(), Json.object().put("files_changed", 0))));
        }
        if (changed.isEmpty()) {
            return nothing(from, wanted, searched);
        }
        Report done = done(wanted, where, changed, diffs.toString());
        if (unchanged.isEmpty()) {
            return done;
        }
        throw new SkillStops(partly(
                "Done in part: " + Layout.count(changed.size(), "file") + " changed, "
                        + Layout.count(unchanged.size(), "file") + " not." + listed(unchanged) + "\n\n" + done.text(),
                unchanged,
                done));
    }

    /** A request that was not done as a whole has not been completed, whatever was changed. */
    private static Ending partly(String text, List<Changed> unchanged, Report done) {
        List<Finding> findings = new ArrayList<>();
        unchanged.forEach(one -> findings.add(Finding.error("Not changed: " + one.path(), one.problem(), one.path())));
        findings.addAll(done.findings());
        return new Ending(
                false,
                text,
                findings,
                done.data().deepCopy().put("code", "operation_failed").put("files_not_changed", unchanged.size()));
    }

    private static String listed(List<Changed> unchanged) {
        StringBuilder lines = new StringBuilder();
        unchanged.forEach(one ->
                lines.append("\nNot changed: ").append(one.path()).append(": ").append(one.problem()));
        return lines.toString();
    }

    private static Report nothing(String from, Intent.Replace wanted, Files.Matches searched) {
        return Report.of(
                "There is nothing to change: " + from + " was not found"
                        + wanted.where().words() + "." + searched.notSearched(),
                List.of(),
                Json.object().put("files_changed", 0).put("replacements", 0));
    }

    private static Report preview(Intent.Replace wanted, List<Changed> previews, String diff) {
        long files = previews.stream().filter(one -> one.replacements() > 0).count();
        return Report.of(
                "Replacing “" + wanted.from().text() + "” by “" + wanted.to() + "” would change "
                        + Layout.count(files, "file") + "; nothing was changed, as you asked.\n\n"
                        + Layout.block("diff", Layout.cut(diff, DIFF_CHARACTERS)),
                List.of(),
                Json.object().put("files_changed", 0).put("files_matching", files));
    }

    private Report done(Intent.Replace wanted, Where where, List<Changed> changed, String diff) {
        List<String> paths = changed.stream().map(Changed::path).distinct().toList();
        int replacements = changed.stream().mapToInt(Changed::replacements).sum();
        Files.Matches left = FindTextSkill.search(files, wanted.from(), where);
        boolean contains = new Intent.Replace(wanted.from(), wanted.to(), where, false)
                .to()
                .contains(wanted.from().text());
        long remaining = left.all().size();
        StringBuilder text = new StringBuilder("Replaced “" + wanted.from().text() + "” by “" + wanted.to() + "” in "
                + Layout.count(paths.size(), "file") + wanted.where().words() + ".");
        if (contains) {
            text.append(" The new text contains the old one, so searching again finds it in ")
                    .append(Layout.count(remaining, "line"))
                    .append(", as it should.");
        } else if (remaining == 0) {
            text.append(" Searching again finds none left.");
        } else {
            text.append(" Searching again still finds it in ")
                    .append(Layout.count(remaining, "line"))
                    .append(": ")
                    .append(String.join(
                            ", ",
                            left.all().stream().limit(10).map(Match::place).toList()))
                    .append('.');
        }
        text.append(left.notSearched()).append(otherSpellings(wanted.from(), where, remaining));
        text.append("\n\nThe changes:\n").append(Layout.block("diff", Layout.cut(diff, DIFF_CHARACTERS)));
        text.append("\nEach change can be undone: ")
                .append(String.join(
                        ", ",
                        changed.stream()
                                .limit(20)
                                .map(one -> one.path() + " (" + one.change() + ")")
                                .toList()))
                .append('.');
        List<Finding> findings = changed.stream()
                .limit(200)
                .map(one -> Finding.info(
                        "Changed " + one.path(),
                        Layout.count(one.replacements(), "replacement") + ", change " + one.change(),
                        one.path()))
                .toList();
        ObjectNode data = Json.object()
                .put("files_changed", paths.size())
                .put("replacements", replacements)
                .put("remaining", remaining);
        data.set("changes", Json.array(changed.stream().map(Changed::change).toList()));
        return Report.of(text.toString(), findings, data).withChanged(paths);
    }

    /** What was not meant literally and may well be wanted too: the same word in other letters. */
    private String otherSpellings(Intent.TextPattern from, Where where, long remaining) {
        if (from.regex() || from.ignoreCase() || remaining > 0) {
            return "";
        }
        List<Match> others = FindTextSkill.search(
                        files, new Intent.TextPattern(from.text(), false, true, from.wholeWord()), where)
                .all();
        return others.isEmpty()
                ? ""
                : " In other upper and lower case it is still in " + Layout.count(others.size(), "line") + ": "
                        + String.join(
                                ", ", others.stream().limit(5).map(Match::place).toList()) + ".";
    }

    private static String diff(List<Changed> previews) {
        StringBuilder diff = new StringBuilder();
        previews.stream()
                .filter(Changed::ok)
                .forEach(one -> diff.append(one.diff().stripTrailing()).append('\n'));
        return diff.toString();
    }

    private List<Replacement> replacements(Intent.Replace wanted, List<String> paths, List<Changed> unchanged) {
        Intent.TextPattern from = wanted.from();
        boolean literal = !from.regex() && !from.ignoreCase() && !from.wholeWord();
        if (literal) {
            return paths.stream()
                    .map(path -> new Replacement(path, from.text(), wanted.to(), true))
                    .toList();
        }
        Pattern pattern = pattern(from);
        String to = from.regex() ? wanted.to() : java.util.regex.Matcher.quoteReplacement(wanted.to());
        List<Replacement> replacements = new ArrayList<>();
        List<Optional<FileText>> texts = files.readAll(paths);
        for (int i = 0; i < paths.size(); i++) {
            Optional<FileText> text = texts.get(i);
            if (text.isEmpty() || text.get().binary() || text.get().truncated()) {
                unchanged.add(new Changed(paths.get(i), 0, "", "", "It could not be read as a whole."));
                continue;
            }
            String before = text.get().content();
            try {
                Optional<Replacement> block = ChangedBlock.of(
                        paths.get(i), before, pattern.matcher(before).replaceAll(to));
                block.ifPresent(replacements::add);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new SkillStops(
                        "invalid_arguments",
                        "The replacement “" + wanted.to() + "” refers to a group that the expression does not have.");
            }
        }
        return replacements;
    }

    private static Pattern pattern(Intent.TextPattern from) {
        String regex = from.regex() ? from.text() : KnownPatterns.escape(from.text());
        try {
            return Pattern.compile(
                    from.wholeWord() ? "\\b(?:" + regex + ")\\b" : regex,
                    Pattern.MULTILINE | (from.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
        } catch (PatternSyntaxException e) {
            throw new SkillStops(
                    "invalid_arguments",
                    "“" + from.text() + "” is not a valid regular expression: " + e.getDescription() + ".");
        }
    }
}
