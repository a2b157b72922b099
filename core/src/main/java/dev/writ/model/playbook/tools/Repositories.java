package dev.writ.model.playbook.tools;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Need;
import dev.writ.model.playbook.turn.Outcome;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** One git repository of the workspace, through {@code github}. */
public final class Repositories {
    public static final String TOOL = "github";

    private final Toolbox toolbox;
    private final String repository;

    /** @param repository relative to the workspace, {@code .} for its root */
    public Repositories(Toolbox toolbox, String repository) {
        this.toolbox = toolbox;
        this.repository = repository;
    }

    /** A changed file; change is a word such as modified or deleted. */
    public record FileChange(String path, String change) {}

    /** How the working files differ from what is committed. */
    public record Status(
            String branch,
            List<FileChange> staged,
            List<FileChange> unstaged,
            List<String> untracked,
            long ahead,
            long behind) {
        /** Everything that differs, each path once. */
        public List<FileChange> all() {
            List<FileChange> all = new ArrayList<>();
            Stream.of(
                            staged,
                            unstaged,
                            untracked.stream()
                                    .map(path -> new FileChange(path, "new"))
                                    .toList())
                    .flatMap(List::stream)
                    .filter(change ->
                            all.stream().noneMatch(other -> other.path().equals(change.path())))
                    .forEach(all::add);
            return all;
        }
    }

    /** A diff's text with one line of numbers a file. */
    public record Diff(List<Data> files, String text, boolean truncated) {}

    public Status status() {
        Data data = toolbox.require(reading(), "status", arguments());
        return new Status(
                data.text("branch"),
                changes(data, "staged"),
                changes(data, "unstaged"),
                data.texts("untracked"),
                data.whole("ahead"),
                data.whole("behind"));
    }

    /** @param from a revision, "" for what is checked out; {@code to} "" for the working files */
    public Diff diff(String from, String to, List<String> paths, boolean staged) {
        ObjectNode arguments = arguments();
        if (!from.isEmpty()) {
            arguments.put("from", from);
        }
        if (!to.isEmpty()) {
            arguments.put("to", to);
        }
        if (!paths.isEmpty()) {
            arguments.set("paths", Json.array(paths));
        }
        if (staged) {
            arguments.put("staged", true);
        }
        Data data = toolbox.require(reading(), "diff", arguments);
        return new Diff(data.list("files"), data.text("diff"), data.flag("truncated"));
    }

    public List<Data> log(int limit, List<String> paths) {
        ObjectNode arguments = arguments().put("limit", limit);
        if (!paths.isEmpty()) {
            arguments.set("paths", Json.array(paths));
        }
        return toolbox.require(reading(), "log", arguments).list("commits");
    }

    /** Commits exactly these paths, and nothing else that may be staged. */
    public Data commit(String branch, String message, List<String> paths) {
        Need need = new Need(
                TOOL,
                List.of("commit"),
                scope(List.of("commit"), branch),
                "commit " + String.join(", ", paths) + " on the branch " + branch,
                "30m");
        ObjectNode arguments = arguments().put("message", message);
        arguments.set("paths", Json.array(paths));
        return switch (toolbox.use(need, "commit", arguments)) {
            case Outcome.Succeeded done -> done.data();
            case Outcome.Failed failed ->
                throw new SkillStops(failed.code(), "The commit failed: " + failed.sentence());
            case Outcome.Denied denied -> throw new SkillStops("denied", denied.sentence());
            case Outcome.NotOffered ignored -> throw new SkillStops("unavailable", "Commits are not available here.");
        };
    }

    private ObjectNode arguments() {
        return Json.object().put("repository", repository);
    }

    private Need reading() {
        return new Need(
                TOOL,
                List.of("status", "diff", "log"),
                scope(List.of("read"), "**"),
                "look at the git repository " + (repository.equals(".") ? "of the workspace" : repository),
                "30m");
    }

    private ObjectNode scope(List<String> verbs, String branch) {
        ObjectNode scope = Json.object();
        // In a scope the repository at the root has the empty path.
        scope.set("repositories", Json.array(List.of(repository.equals(".") ? "" : repository)));
        scope.set("branches", Json.array(List.of(branch)));
        scope.set("verbs", Json.array(verbs));
        return scope;
    }

    private static List<FileChange> changes(Data data, String name) {
        return data.list(name).stream()
                .map(change -> new FileChange(change.text("path"), change.text("change")))
                .toList();
    }
}
