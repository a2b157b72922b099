package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows files and folders, and counts what is in them. */
final class ReadSkill {
    private static final int MOST_LINES = 400;
    private static final int MOST_COUNTED = 400;
    private static final int CHARACTERS = 24_000;

    private final Files files;

    ReadSkill(Files files) {
        this.files = files;
    }

    Report read(Intent.ReadFile wanted) {
        String path = new Places(files).file(wanted.path());
        if (files.info(path)
                .filter(info -> info.text("type").equals("directory"))
                .isPresent()) {
            return list(new Intent.ListFolder(path, false));
        }
        FileText file;
        if (wanted.from() < 0) {
            int total = files.require(path).totalLines();
            file = lines(path, Math.max(1, total + wanted.from() + 1), wanted.lines());
        } else {
            file = lines(path, wanted.from(), wanted.lines() == 0 ? MOST_LINES : wanted.lines());
        }
        if (file.binary()) {
            return Report.of(path + " is a binary file of " + Layout.size(file.size()) + "; I can't show it as text.");
        }
        int shown = (int) file.content().lines().count();
        String range = shown == 0
                ? " has no such lines"
                : file.fromLine() == 1 && shown == file.totalLines()
                        ? " (" + Layout.count(shown, "line") + ")"
                        : ", lines " + file.fromLine() + " to " + (file.fromLine() + shown - 1) + " of "
                                + file.totalLines();
        return Report.of(
                path + range + (shown == 0 ? "." : ":\n" + Layout.block("", Layout.cut(file.content(), CHARACTERS))),
                List.of(),
                Json.object().put("path", path).put("lines", shown).put("total_lines", file.totalLines()));
    }

    private FileText lines(String path, int from, int count) {
        return files.read(path, from, Math.min(count, 5_000))
                .orElseThrow(() -> new SkillStops("operation_failed", path + " can't be read."));
    }

    Report count(Intent.CountFile wanted) {
        Where where = new Places(files).resolve(wanted.where());
        List<String> paths = where.files().isEmpty()
                        || !where.globs().isEmpty()
                        || !where.folders().isEmpty()
                ? files.tree(where.root(), 20).files().stream()
                        .map(Files.Entry::path)
                        .filter(where::accepts)
                        .toList()
                : where.files();
        if (paths.isEmpty()) {
            return Report.of(
                    "No such file was found" + wanted.where().words() + ".",
                    List.of(),
                    Json.object().put(wanted.unit(), 0));
        }
        if (paths.size() > MOST_COUNTED) {
            throw new SkillStops(
                    "too_large",
                    "These are " + paths.size() + " files; name a folder or kind of at most " + MOST_COUNTED
                            + " to count in.");
        }
        long total = 0;
        List<String> lines = new ArrayList<>();
        List<Optional<FileText>> texts = files.readAll(paths);
        for (int i = 0; i < paths.size(); i++) {
            long number = texts.get(i).map(text -> number(text, wanted.unit())).orElse(0L);
            total += number;
            lines.add("  " + paths.get(i) + ": " + number);
        }
        String unit = total == 1 ? wanted.unit().substring(0, wanted.unit().length() - 1) : wanted.unit();
        String text = paths.size() == 1
                ? paths.getFirst() + " has " + total + " " + unit + "."
                : total + " " + unit + " in " + Layout.count(paths.size(), "file") + ":\n" + Layout.lines(lines, 100);
        return Report.of(
                text, List.of(), Json.object().put(wanted.unit(), total).put("files", paths.size()));
    }

    private static long number(FileText text, String unit) {
        if (unit.equals("bytes")) {
            return text.size();
        }
        if (unit.equals("lines")) {
            return text.totalLines();
        }
        if (text.truncated()) {
            throw new SkillStops("too_large", text.path() + " is too long to count its " + unit + ".");
        }
        return unit.equals("words")
                ? text.content().isBlank() ? 0 : text.content().strip().split("\\s+", -1).length
                : text.content().codePointCount(0, text.content().length());
    }

    Report list(Intent.ListFolder wanted) {
        String folder = wanted.path().equals(".")
                ? "."
                : new Places(files)
                        .resolve(Where.ANYWHERE.withFolders(List.of(wanted.path())))
                        .root();
        Files.Tree tree = wanted.deep() ? files.tree(folder, 20) : files.list(folder);
        List<String> lines = tree.entries().stream()
                .map(entry -> "  " + entry.path()
                        + (entry.type().equals("directory") ? "/" : " (" + Layout.size(entry.size()) + ")"))
                .toList();
        String name = folder.equals(".") ? "The workspace" : folder;
        String text = lines.isEmpty()
                ? name + " is empty."
                : name + " holds " + (tree.truncated() ? "at least " : "")
                        + Layout.count(lines.size(), "entry", "entries") + ":\n" + Layout.lines(lines, 300);
        String prefix = folder.equals(".") || wanted.deep() ? "" : folder + "/";
        List<Finding> findings = tree.entries().stream()
                .limit(200)
                .map(entry -> Finding.info(entry.name(), entry.type(), prefix + entry.path()))
                .toList();
        return Report.of(text, findings, Json.object().put("entries", lines.size()));
    }
}
