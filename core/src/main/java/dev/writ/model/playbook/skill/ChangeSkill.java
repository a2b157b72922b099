package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Edits;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Creates, writes, deletes, moves and copies files that the user named, and takes changes back. */
final class ChangeSkill {
    private static final int MOST_DELETED = 50;

    private final Toolbox toolbox;
    private final Files files;

    ChangeSkill(Toolbox toolbox, Files files) {
        this.toolbox = toolbox;
        this.files = files;
    }

    Report write(Intent.WriteFile wanted) {
        String path = wanted.path();
        if (!wanted.mode().equals("create")) {
            path = new Places(files).file(path);
        }
        Edits edits = new Edits(toolbox, List.of(path), List.of("write_file", "undo"), "write the file " + path);
        Data done = edits.perform(
                "write_file",
                Json.object().put("path", path).put("content", wanted.content()).put("mode", wanted.mode()));
        String diff = done.text("diff");
        return changed(
                "The file " + path + " was " + done.text("action") + "; it has " + Layout.size(done.whole("bytes"))
                        + " now." + (diff.isBlank() ? "" : "\n\n" + Layout.block("diff", Layout.cut(diff, 6_000))),
                List.of(path),
                List.of(done));
    }

    Report createFolder(Intent.CreateFolder wanted) {
        Edits edits = new Edits(
                toolbox, List.of(wanted.path()), List.of("create_directory"), "create the folder " + wanted.path());
        Data done = edits.perform("create_directory", Json.object().put("path", wanted.path()));
        return changed("The folder " + wanted.path() + " exists now.", List.of(wanted.path()), List.of(done));
    }

    Report delete(Intent.Delete wanted) {
        List<String> paths = new ArrayList<>();
        for (String named : wanted.paths()) {
            paths.add(files.info(named).isPresent() ? named : new Places(files).file(named));
        }
        if (!wanted.where().isAnywhere()) {
            Where where = new Places(files).resolve(wanted.where());
            files.tree(where.root(), 20).files().stream()
                    .map(Files.Entry::path)
                    .filter(where::accepts)
                    .forEach(paths::add);
        }
        if (paths.isEmpty()) {
            return Report.of(
                    "There is nothing to delete: no file fits" + wanted.where().words() + ".",
                    List.of(),
                    Json.object().put("files_changed", 0));
        }
        if (paths.size() > MOST_DELETED) {
            throw new SkillStops(
                    "too_large",
                    "These are " + paths.size() + " files; I delete at most " + MOST_DELETED
                            + " at once, so name fewer.");
        }
        Edits edits = new Edits(toolbox, paths, List.of("delete", "undo"), "delete " + String.join(", ", paths));
        List<Data> done = paths.stream()
                .map(path -> edits.perform("delete", Json.object().put("path", path)))
                .toList();
        return changed(
                "Deleted " + String.join(", ", paths) + "; the content is kept, so it can be undone.", paths, done);
    }

    Report relocate(Intent.Relocate wanted) {
        String source =
                files.info(wanted.source()).isPresent() ? wanted.source() : new Places(files).file(wanted.source());
        boolean intoFolder = files.info(wanted.destination())
                .filter(info -> info.text("type").equals("directory"))
                .isPresent();
        String destination = intoFolder
                ? wanted.destination() + "/" + source.substring(source.lastIndexOf('/') + 1)
                : wanted.destination();
        String operation = wanted.copy() ? "copy" : "move";
        Edits edits = new Edits(
                toolbox,
                List.of(source, destination),
                List.of(operation, "undo"),
                operation + " " + source + " to " + destination);
        Data done = edits.perform(operation, Json.object().put("source", source).put("destination", destination));
        return changed(
                (wanted.copy() ? "Copied " : "Moved ") + source + " to " + destination + ".",
                List.of(source, destination),
                List.of(done));
    }

    Report undo(Intent.Undo wanted) {
        String path = wanted.path();
        Edits looking = new Edits(
                toolbox,
                path.isEmpty() ? List.of("**") : List.of(path),
                List.of("list_changes", "undo"),
                path.isEmpty() ? "take back what was changed" : "take back the change to " + path);
        List<Data> changes =
                new ArrayList<>(looking.perform("list_changes", Json.object()).list("changes"));
        changes.removeIf(change -> change.flag("undone")
                || (!path.isEmpty() && !change.text("path").equals(path)));
        if (changes.isEmpty()) {
            return Report.of(
                    "There is no change to undo" + (path.isEmpty() ? "" : " for " + path)
                            + ": only changes made for this same request can be taken back here.",
                    List.of(),
                    Json.object().put("files_changed", 0));
        }
        List<Data> chosen = wanted.all() ? changes.reversed() : List.of(changes.getLast());
        chosen.forEach(change -> looking.undo(change.text("change")));
        List<String> paths =
                chosen.stream().map(change -> change.text("path")).distinct().toList();
        return changed(
                "Undone: " + String.join(", ", paths)
                        + (paths.size() == 1 ? " is as it was before." : " are as they were before."),
                paths,
                List.of());
    }

    private static Report changed(String text, List<String> paths, List<Data> done) {
        ObjectNode data = Json.object().put("files_changed", paths.size());
        data.set(
                "changes",
                Json.array(done.stream()
                        .map(each -> each.text("change"))
                        .filter(id -> !id.isEmpty())
                        .toList()));
        List<Finding> findings = paths.stream()
                .map(path -> Finding.info(Layout.line(text.lines().findFirst().orElse(""), 120), "", path))
                .toList();
        return Report.of(text, findings, data).withChanged(paths);
    }
}
