package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.KnownPatterns;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.Match;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds text and reports every place. */
final class FindTextSkill {
    private static final int MOST_SHOWN = 100;
    private static final int MOST_FINDINGS = 200;
    private static final int LONGEST_LINE = 160;

    private final Files files;

    FindTextSkill(Files files) {
        this.files = files;
    }

    Report run(Intent.FindText wanted) {
        Where where = new Places(files).resolve(wanted.where());
        Files.Matches found = search(files, wanted.pattern(), where);
        List<Match> matches = new ArrayList<>(found.all());
        if (wanted.definition()) {
            List<Match> definitions = matches.stream()
                    .filter(match -> defines(match, wanted.pattern().text()))
                    .toList();
            matches = new ArrayList<>(definitions.isEmpty() ? matches : definitions);
        }
        matches.sort(Comparator.comparing(Match::path).thenComparingInt(Match::line));
        Map<String, Integer> byFile = new LinkedHashMap<>();
        matches.forEach(match -> byFile.merge(match.path(), 1, Integer::sum));

        String what = (wanted.pattern().regex() && !wanted.what().startsWith("/"))
                        || wanted.what().contains(" or ")
                ? wanted.what()
                : "“" + wanted.what() + "”";
        String text = text(wanted, what, matches, byFile, found);
        List<Finding> findings = matches.stream()
                .limit(MOST_FINDINGS)
                .map(match -> Finding.info(Layout.line(match.text(), LONGEST_LINE), "", match.place()))
                .toList();
        return Report.of(
                text,
                wanted.countOnly() ? List.of() : findings,
                Json.object()
                        .put("matches", matches.size())
                        .put("files", byFile.size())
                        .put("truncated", found.truncated()));
    }

    private static String text(
            Intent.FindText wanted,
            String what,
            List<Match> matches,
            Map<String, Integer> byFile,
            Files.Matches found) {
        String place = wanted.where().words();
        if (matches.isEmpty()) {
            return "No place with " + what + place + " was found"
                    + (found.filesSearched() > 0
                            ? "; " + Layout.count(found.filesSearched(), "file")
                                    + (found.filesSearched() == 1 ? " was" : " were") + " searched."
                            : ".")
                    + found.notSearched();
        }
        StringBuilder text = new StringBuilder(what)
                .append(place)
                .append(": ")
                .append(found.truncated() ? "at least " : "")
                .append(Layout.count(matches.size(), "line"))
                .append(" in ")
                .append(Layout.count(byFile.size(), "file"))
                .append('.')
                .append(found.notSearched());
        if (wanted.countOnly()) {
            List<String> counts = byFile.entrySet().stream()
                    .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                    .toList();
            return text.append('\n').append(Layout.lines(counts, MOST_SHOWN)).toString();
        }
        List<String> lines = matches.stream()
                .map(match -> "  " + match.place() + ": " + Layout.line(match.text(), LONGEST_LINE))
                .toList();
        text.append('\n').append(Layout.lines(lines, MOST_SHOWN));
        if (found.truncated()) {
            text.append("\nThe search stopped at its limit, so there may be more.");
        }
        return text.toString();
    }

    /** Searches as little as the request needs, and leaves out what it does not mean. */
    static Files.Matches search(Files files, Intent.TextPattern pattern, Where where) {
        String query = pattern.wholeWord()
                ? "\\b" + (pattern.regex() ? "(?:" + pattern.text() + ")" : KnownPatterns.escape(pattern.text()))
                        + "\\b"
                : pattern.text();
        boolean regex = pattern.regex() || pattern.wholeWord();
        List<Match> all = new ArrayList<>();
        long searched = 0;
        boolean truncated = false;
        Map<String, Long> skipped = new TreeMap<>();
        List<String> roots = roots(where);
        for (String root : roots) {
            boolean single = root.equals(singleFile(where));
            String glob = single || !where.glob().startsWith("**/") ? "" : where.glob();
            Files.Matches some = files.search(root, query, regex, pattern.ignoreCase(), glob);
            all.addAll(some.all().stream()
                    .filter(match -> where.accepts(match.path()))
                    .toList());
            searched += some.filesSearched();
            truncated |= some.truncated();
            some.skipped().forEach((reason, count) -> skipped.merge(reason, count, Long::sum));
        }
        return new Files.Matches(all.stream().distinct().toList(), searched, truncated, skipped);
    }

    private static List<String> roots(Where where) {
        String file = singleFile(where);
        if (!file.isEmpty()) {
            return List.of(file);
        }
        return where.folders().isEmpty() || where.folders().size() > 5 ? List.of(".") : where.folders();
    }

    /** A search in one file needs no more than that file. */
    private static String singleFile(Where where) {
        return where.files().size() == 1
                        && where.globs().isEmpty()
                        && where.folders().isEmpty()
                ? where.files().getFirst()
                : "";
    }

    private static boolean defines(Match match, String name) {
        String word = Pattern.quote(name);
        return Pattern.compile(
                                "\\b(?:def|class|function|func|fn|interface|enum|record|struct|trait|type|const|let|var|val|sub|module|namespace|macro|define)\\s+(?:\\([^)]*\\)\\s*)?"
                                        + word + "\\b")
                        .matcher(match.text())
                        .find()
                || Pattern.compile("^\\s*(?:export\\s+)?" + word + "\\s*(?:=(?!=)|:(?!:)|\\(\\)\\s*\\{)")
                        .matcher(match.text())
                        .find()
                || Pattern.compile(
                                "^\\s*(?:(?:public|private|protected|static|final|abstract|synchronized|inline|extern|async|const|unsigned|[A-Z]\\w*(?:<[^>]*>)?|int|void|char|bool|boolean|long|double|float|auto|size_t)[\\s*&]+)+"
                                        + word + "\\s*\\(")
                        .matcher(match.text())
                        .find();
    }
}
