package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Repositories;
import dev.writ.model.playbook.tools.Repositories.Diff;
import dev.writ.model.playbook.tools.Repositories.FileChange;
import dev.writ.model.playbook.tools.Repositories.Status;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Shows what changed in a git repository, and its history. Changes nothing. */
final class GitSkill {
    private static final int DIFF_CHARACTERS = 16_000;

    private final Toolbox toolbox;

    GitSkill(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    Report changes(Intent.ShowChanges wanted) {
        Repositories repository = new Repositories(toolbox, wanted.repository());
        if (!wanted.from().isEmpty() || !wanted.to().isEmpty()) {
            return between(repository, wanted);
        }
        Status status = repository.status();
        List<FileChange> all = status.all().stream()
                .filter(change -> isAsked(wanted, change.path()))
                .toList();
        if (all.isEmpty()) {
            return Report.of(
                    "Nothing has changed on the branch " + status.branch()
                            + (wanted.paths().isEmpty() ? "" : " in " + String.join(", ", wanted.paths()))
                            + ": the working files are as committed." + remote(status),
                    List.of(),
                    Json.object().put("changed", 0).put("branch", status.branch()));
        }
        StringBuilder text = new StringBuilder(
                Layout.count(all.size(), "file") + " changed on the branch " + status.branch() + "." + remote(status));
        section(
                text,
                "Staged",
                status.staged().stream()
                        .filter(change -> isAsked(wanted, change.path()))
                        .toList());
        section(
                text,
                "Changed, not staged",
                status.unstaged().stream()
                        .filter(change -> isAsked(wanted, change.path()))
                        .toList());
        section(
                text,
                "New, not tracked",
                status.untracked().stream()
                        .filter(path -> isAsked(wanted, path))
                        .map(path -> new FileChange(path, "new"))
                        .toList());
        List<Diff> diffs = new ArrayList<>();
        if (!status.staged().isEmpty()) {
            diffs.add(repository.diff("", "", wanted.paths(), true));
        }
        if (!status.unstaged().isEmpty()) {
            diffs.add(repository.diff("", "", wanted.paths(), false));
        }
        diffs.forEach(diff -> append(text, diff));
        List<Finding> findings = all.stream()
                .map(change -> Finding.info(
                        change.path() + " is " + change.change(), numbers(diffs, change.path()), change.path()))
                .toList();
        ObjectNode data = Json.object().put("changed", all.size()).put("branch", status.branch());
        data.set("paths", Json.array(all.stream().map(FileChange::path).toList()));
        return Report.of(text.toString(), findings, data);
    }

    private static Report between(Repositories repository, Intent.ShowChanges wanted) {
        Diff diff = repository.diff(wanted.from(), wanted.to(), wanted.paths(), false);
        String range =
                wanted.to().isEmpty() ? "since " + wanted.from() : "from " + wanted.from() + " to " + wanted.to();
        StringBuilder text = new StringBuilder(
                diff.files().isEmpty()
                        ? "Nothing changed " + range + "."
                        : Layout.count(diff.files().size(), "file") + " changed " + range + ".");
        append(text, diff);
        List<Finding> findings = diff.files().stream()
                .map(file -> Finding.info(
                        file.text("path") + " is " + file.text("change"),
                        numbers(List.of(diff), file.text("path")),
                        file.text("path")))
                .toList();
        return Report.of(
                text.toString(),
                findings,
                Json.object().put("changed", diff.files().size()));
    }

    Report log(Intent.ShowLog wanted) {
        List<Data> commits = new Repositories(toolbox, wanted.repository()).log(wanted.limit(), wanted.paths());
        if (commits.isEmpty()) {
            return Report.of(
                    "There are no commits yet.", List.of(), Json.object().put("commits", 0));
        }
        List<String> lines = commits.stream()
                .map(commit -> "  " + shortId(commit.text("id")) + "  " + commit.text("time") + "  "
                        + commit.text("author") + ": "
                        + Layout.line(commit.text("message").lines().findFirst().orElse(""), 100))
                .toList();
        List<Finding> findings = commits.stream()
                .map(commit -> Finding.info(
                        Layout.line(commit.text("message").lines().findFirst().orElse(""), 120),
                        commit.text("author") + ", " + commit.text("time"),
                        commit.text("id")))
                .toList();
        return Report.of(
                "The last " + Layout.count(commits.size(), "commit") + ", newest first:\n" + String.join("\n", lines),
                findings,
                Json.object().put("commits", commits.size()));
    }

    static String shortId(String id) {
        return id.length() > 10 ? id.substring(0, 10) : id;
    }

    private static boolean isAsked(Intent.ShowChanges wanted, String path) {
        return wanted.paths().isEmpty() || new Intent.Commit("", wanted.paths(), false, false, "").names(path);
    }

    private static String remote(Status status) {
        return status.ahead() + status.behind() == 0
                ? ""
                : " It is " + status.ahead() + " ahead of and " + status.behind() + " behind its remote.";
    }

    private static void section(StringBuilder text, String title, List<FileChange> changes) {
        if (!changes.isEmpty()) {
            text.append("\n\n")
                    .append(title)
                    .append(":\n")
                    .append(Layout.lines(
                            changes.stream()
                                    .map(change -> "  " + change.change() + "  " + change.path())
                                    .toList(),
                            100));
        }
    }

    private static void append(StringBuilder text, Diff diff) {
        if (!diff.text().isBlank()) {
            text.append("\n\n").append(Layout.block("diff", Layout.cut(diff.text(), DIFF_CHARACTERS)));
        }
        if (diff.truncated()) {
            text.append("\nThe diff was cut because it is long.");
        }
    }

    private static String numbers(List<Diff> diffs, String path) {
        for (Diff diff : diffs) {
            for (Data file : diff.files()) {
                if (file.text("path").equals(path)) {
                    return "+" + file.whole("additions") + " -" + file.whole("deletions") + " lines";
                }
            }
        }
        return "";
    }
}
