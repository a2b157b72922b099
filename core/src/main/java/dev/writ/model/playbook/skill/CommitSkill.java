package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.NearNames;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Repositories;
import dev.writ.model.playbook.tools.Repositories.FileChange;
import dev.writ.model.playbook.tools.Repositories.Status;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Commits the files the user named, and no others. */
final class CommitSkill {
    private final Toolbox toolbox;

    CommitSkill(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    /** @param changedBefore what earlier parts of the request changed */
    Report run(Intent.Commit wanted, List<String> changedBefore) {
        Repositories repository = new Repositories(toolbox, wanted.repository());
        Status status = repository.status();
        List<FileChange> chosen = chosen(wanted, status, changedBefore);
        List<String> paths = chosen.stream().map(FileChange::path).toList();
        String message = wanted.message().isBlank() ? message(chosen) : wanted.message();
        Data done = repository.commit(status.branch(), message, paths);
        List<String> files = done.texts("files");
        List<String> others =
                files.stream().filter(file -> !paths.contains(file)).toList();
        List<FileChange> left = status.all().stream()
                .filter(change -> !paths.contains(change.path()))
                .toList();
        StringBuilder text = new StringBuilder(
                "Committed " + Layout.count(files.size(), "file") + " on the branch " + done.text("branch")
                        + " as " + GitSkill.shortId(done.text("commit")) + " with the message “" + message + "”:\n"
                        + files.stream().map(file -> "  " + file).collect(Collectors.joining("\n")));
        if (wanted.message().isBlank()) {
            text.append("\nYou named no message, so I wrote one that says what changed.");
        }
        if (!left.isEmpty()) {
            text.append("\nNot committed, as not asked for: ")
                    .append(Layout.lines(left.stream().map(FileChange::path).toList(), 20)
                            .replace("\n", ", "))
                    .append('.');
        }
        List<Finding> findings = new ArrayList<>(files.stream()
                .map(file -> Finding.info("Committed " + file, message, done.text("commit")))
                .toList());
        if (!others.isEmpty()) {
            findings.add(Finding.error(
                    "The commit holds files that were not named", String.join(", ", others), done.text("commit")));
        }
        ObjectNode data = Json.object()
                .put("commit", done.text("commit"))
                .put("branch", done.text("branch"))
                .put("message", message);
        data.set("files", Json.array(files));
        return Report.of(text.toString(), findings, data);
    }

    private static List<FileChange> chosen(Intent.Commit wanted, Status status, List<String> changedBefore) {
        List<FileChange> all = status.all();
        if (all.isEmpty()) {
            throw new SkillStops("conflict", "There is nothing to commit: the working files are as committed.");
        }
        if (wanted.everything()) {
            return all;
        }
        if (wanted.previous()) {
            String prefix = wanted.repository().equals(".") ? "" : wanted.repository() + "/";
            List<FileChange> changed = all.stream()
                    .filter(change -> changedBefore.contains(prefix + change.path()))
                    .toList();
            if (changed.isEmpty()) {
                throw new SkillStops(
                        "invalid_arguments",
                        "I don't know which files to commit; name them, or say “commit everything”. Changed are: "
                                + names(all) + ".");
            }
            return changed;
        }
        if (wanted.paths().isEmpty()) {
            throw new SkillStops(
                    "invalid_arguments", "The request names no files to commit; changed are: " + names(all) + ".");
        }
        List<FileChange> chosen = new ArrayList<>();
        for (String named : wanted.paths()) {
            List<FileChange> matching = matching(wanted, named, all);
            boolean oneOfSeveralKinds = named.contains("*") && wanted.paths().size() > 1;
            if (matching.isEmpty() && oneOfSeveralKinds) {
                continue;
            }
            if (matching.isEmpty()) {
                List<String> paths = all.stream().map(FileChange::path).toList();
                String near = NearNames.nearest(named, paths)
                        .map(name -> " Did you mean " + name + "?")
                        .orElse("");
                throw new SkillStops(
                        "not_found",
                        "Nothing was committed: " + named + " has no changes." + near + " Changed are: " + names(all)
                                + ".");
            }
            matching.stream().filter(change -> !chosen.contains(change)).forEach(chosen::add);
        }
        if (chosen.isEmpty()) {
            throw new SkillStops(
                    "not_found",
                    "Nothing was committed: no changed file fits " + String.join(", ", wanted.paths())
                            + ". Changed are: " + names(all) + ".");
        }
        return chosen;
    }

    private static List<FileChange> matching(Intent.Commit wanted, String named, List<FileChange> all) {
        String prefix = wanted.repository().equals(".") ? "" : wanted.repository() + "/";
        String inside = named.startsWith(prefix) ? named.substring(prefix.length()) : named;
        Intent.Commit one = new Intent.Commit(wanted.repository(), List.of(inside), false, false, "");
        List<FileChange> exact =
                all.stream().filter(change -> one.names(change.path())).toList();
        if (!exact.isEmpty() || inside.contains("/") || inside.contains("*")) {
            return exact;
        }
        // A bare name means the only changed file of that name.
        List<FileChange> byName = all.stream()
                .filter(change -> change.path().endsWith("/" + inside))
                .toList();
        return byName.size() == 1 ? byName : List.of();
    }

    private static String names(List<FileChange> changes) {
        List<String> names = changes.stream().map(FileChange::path).toList();
        return names.size() > 20
                ? String.join(", ", names.subList(0, 20)) + " and " + (names.size() - 20) + " more"
                : String.join(", ", names);
    }

    /** What changed, in one line. */
    private static String message(List<FileChange> changes) {
        List<String> kinds =
                changes.stream().map(change -> verb(change.change())).distinct().toList();
        String verb = kinds.size() == 1 ? kinds.getFirst() : "Change";
        List<String> names = changes.stream().map(FileChange::path).toList();
        String line = verb + " " + (names.size() <= 3 ? String.join(", ", names) : names.size() + " files");
        return line.length() <= 72 ? line : verb + " " + Layout.count(names.size(), "file");
    }

    private static String verb(String change) {
        return switch (change) {
            case "new", "added" -> "Add";
            case "deleted", "removed" -> "Remove";
            case "renamed" -> "Rename";
            default -> "Update";
        };
    }
}
