package dev.writ.tool.reach;

import dev.writ.permission.Scope.FileScope;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.git.TrackedFiles;
import dev.writ.tool.reach.Fact.Subject;
import dev.writ.tool.reach.Fact.Tone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is known about the files a grant could reach. */
final class FileFacts {
    private static final int EXAMPLES = 6;
    private static final List<String> EVERYTHING = List.of("**");

    private final Workspace workspace;
    private final ReachLimits limits;

    FileFacts(Workspace workspace, ReachLimits limits) {
        this.workspace = workspace;
        this.limits = limits;
    }

    List<Fact> of(FileScope scope) {
        List<Fact> facts = new ArrayList<>();
        SortedSet<String> reached = new TreeSet<>();
        if (!scope.write().isEmpty()) {
            FilesReached files = FilesReached.of(workspace, scope.write(), limits);
            SortedSet<String> changeable = new TreeSet<>(files.paths());
            changeable.removeIf(path -> new WorkspacePath(path).isControlFile());
            reached.addAll(changeable);
            facts.add(changes(new FilesReached(changeable, files.complete())));
        }
        if (!scope.read().isEmpty()) {
            FilesReached files = FilesReached.of(workspace, scope.read(), limits);
            reached.addAll(files.paths());
            boolean same = scope.read().equals(scope.write());
            facts.add(new Fact(
                    Subject.READS,
                    files.count() + (same ? ", the same." : " there now."),
                    Tone.PLAIN,
                    same ? List.of() : examples(files.paths())));
        }
        sensitive(reached).ifPresent(facts::add);
        if (!scope.write().isEmpty()) {
            facts.add(Fact.of(
                    Subject.UNDO,
                    "Every change keeps what was there before, and can be taken back with file_edit.undo.",
                    Tone.GOOD));
        }
        return facts;
    }

    private Fact changes(FilesReached files) {
        if (files.paths().isEmpty() && files.complete()) {
            return Fact.of(Subject.CHANGES, "No file is there yet: it could make new ones.", Tone.PLAIN);
        }
        return new Fact(
                Subject.CHANGES,
                files.count() + " there now" + tracked(files.paths()) + ".",
                Tone.PLAIN,
                examples(files.paths()));
    }

    /** A command that is not known to only look can touch all of the workspace. */
    List<Fact> ofAll() {
        FilesReached files = FilesReached.of(workspace, EVERYTHING, limits);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(
                Subject.CHANGES,
                "Any of the " + files.count() + " of the workspace" + tracked(files.paths()) + ".",
                Tone.CAUTION));
        sensitive(files.paths()).ifPresent(facts::add);
        return facts;
    }

    /** What a command that only looks could show. */
    List<Fact> ofAllReadable() {
        FilesReached files = FilesReached.of(workspace, EVERYTHING, limits);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(Subject.READS, "Any of the " + files.count() + " of the workspace.", Tone.PLAIN));
        sensitive(files.paths()).ifPresent(facts::add);
        return facts;
    }

    private String tracked(Collection<String> paths) {
        Optional<TrackedFiles> git = TrackedFiles.of(workspace);
        if (git.isEmpty()) {
            return "; whether git keeps them is not known: the workspace is no repository that can be read";
        }
        int kept = (int) paths.stream().filter(git.get()::contains).count();
        int others = paths.size() - kept;
        return others == 0 ? ", all tracked by git" : ": " + kept + " tracked by git, " + others + " not";
    }

    private static Optional<Fact> sensitive(Collection<String> paths) {
        List<String> found = paths.stream()
                .filter(path -> !SensitiveName.kind(path).isEmpty())
                .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fact(
                        Subject.SENSITIVE,
                        Counted.of(found.size(), "file", "files") + ", by the name.",
                        Tone.CAUTION,
                        found.stream()
                                .limit(EXAMPLES)
                                .map(path -> path + " (" + SensitiveName.kind(path) + ")")
                                .toList()));
    }

    private static List<String> examples(Collection<String> paths) {
        return paths.stream().limit(EXAMPLES).toList();
    }
}
