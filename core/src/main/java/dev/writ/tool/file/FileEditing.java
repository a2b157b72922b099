package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.LookAlikes;
import dev.writ.sandbox.OpenFile;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.CallContext;
import dev.writ.tool.file.FileChange.ChangeAction;
import dev.writ.tool.file.PlannedChange.DiskWork;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One call's work on the files of a workspace, in order with all others. Every change goes through the journal. */
final class FileEditing {
    private final FileChanges changes;
    private final FileLimits limits;
    private final AtomicFiles files;
    private final CallContext context;
    private final Workspace workspace;
    private final WorkspaceRoot root;

    private FileEditing(FileChanges changes, FileLimits limits, CallContext context, WorkspaceRoot root) {
        this.changes = changes;
        this.limits = limits;
        this.files = new AtomicFiles(limits);
        this.context = context;
        this.workspace = Reach.workspace(context);
        this.root = root;
    }

    /** Runs the work while no other changes files of the workspace. */
    static <T> T inOrder(FileChanges changes, FileLimits limits, CallContext context, Function<FileEditing, T> work) {
        Workspace workspace = Reach.workspace(context);
        return changes.inOrder(workspace.root(), () -> {
            try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
                return work.apply(new FileEditing(changes, limits, context, root));
            }
        });
    }

    WorkspaceRoot root() {
        return root;
    }

    /** The content of a file; empty where nothing is at the path. Links, pipes and files of several names are refused. */
    Optional<byte[]> content(WorkspacePath path) {
        if (root.find(path).isEmpty()) {
            return Optional.empty();
        }
        try (Folder parent = root.parentOf(path);
                OpenFile file = parent.open(path.name())) {
            LookAlikes.requireSingle(parent, path.name());
            return Optional.of(file.readAll(limits.fileBytes()));
        }
    }

    /** Makes a file where nothing is, and the folders it lies in where they are missing. */
    FileChange create(WorkspacePath path, byte[] content) {
        requireSize(content);
        requireNoLookAlike(path, "");
        BareRepository.requireNone(root, path);
        UnifiedDiff diff = UnifiedDiff.ofNewFile(path.relative(), content, limits.diffCharacters());
        return withParents(path, parent -> {
            // As open to others as the folder it is in; but nobody runs it, and strangers do not write it.
            Snapshot file = new Snapshot.File((parent.info().mode() & 0664) | 0600, content);
            return place(ChangeAction.CREATED, parent, path, Optional.empty(), file, diff);
        });
    }

    /** Gives a file that has the content {@code before} another one. */
    FileChange replace(ChangeAction action, WorkspacePath path, byte[] before, byte[] after, UnifiedDiff diff) {
        requireSize(after);
        BareRepository.requireNone(root, path);
        try (Folder parent = root.parentOf(path)) {
            FileInfo info = parent.info(path.name());
            AtomicFiles.requireWritable(parent, path.name(), info);
            Snapshot old = new Snapshot.File(info.mode() & 0777, before);
            return make(
                    action,
                    path,
                    Optional.empty(),
                    old,
                    Hashes.of("file", after),
                    diff,
                    work -> files.replace(parent, path.name(), after, old.hash(), work));
        }
    }

    /** Makes a folder, and those it lies in where they are missing; empty where it is there already. */
    Optional<FileChange> createFolders(WorkspacePath path) {
        Optional<FileInfo> existing = root.find(path);
        if (existing.isPresent() && existing.get().isDirectory()) {
            return Optional.empty();
        }
        requireAbsent(path);
        BareRepository.requireNone(root, path);
        WorkspacePath highest = path;
        while (!above(highest).isRoot() && root.find(above(highest)).isEmpty()) {
            highest = above(highest);
        }
        List<String> below =
                path.names().subList(highest.names().size(), path.names().size());
        Optional<WorkspacePath> other = below.isEmpty() ? Optional.empty() : Optional.of(highest);
        try (Folder parent = root.parentOf(highest)) {
            Snapshot made = chain(below, (parent.info().mode() & 0775) | 0700);
            String name = highest.name();
            return Optional.of(make(
                    ChangeAction.FOLDER_CREATED,
                    path,
                    other,
                    Snapshot.absent(),
                    made.hash(),
                    UnifiedDiff.NONE,
                    work -> files.place(parent, name, made, work)));
        }
    }

    /** Copies a file, or a folder with all below. */
    FileChange copy(WorkspacePath source, WorkspacePath destination) {
        Snapshot content;
        try (Folder parent = root.parentOf(source)) {
            if (parent.info(source.name()).type() == FileInfo.Type.LINK) {
                // Opening it says why not.
                parent.open(source.name()).close();
            }
            EditPath.requireNoControlFiles(parent, source.name(), limits);
            content = SnapshotTaker.take(parent, source.name(), limits);
        }
        requireAbsent(destination);
        BareRepository.requireNone(root, destination);
        return withParents(
                destination,
                parent -> place(
                        ChangeAction.COPIED, parent, destination, Optional.of(source), content, UnifiedDiff.NONE));
    }

    /** Moves a file, link or folder. */
    FileChange move(WorkspacePath source, WorkspacePath destination) {
        // Another case of the same name is a usual renaming.
        requireAbsent(destination, above(source).equals(above(destination)) ? source.name() : "");
        BareRepository.requireNone(root, source);
        BareRepository.requireNone(root, destination);
        try (Folder from = root.parentOf(source)) {
            from.info(source.name());
            LookAlikes.requireSingle(from, source.name());
            EditPath.requireNoControlFiles(from, source.name(), limits);
            String print = Fingerprint.of(from, source.name(), limits);
            return withParents(
                    destination,
                    to -> changes.make(
                            context,
                            workspace,
                            new PlannedChange(
                                    ChangeAction.MOVED,
                                    destination,
                                    Optional.of(source),
                                    Snapshot.absent(),
                                    print,
                                    print,
                                    UnifiedDiff.NONE,
                                    work -> files.move(from, source.name(), to, destination.name(), print))));
        }
    }

    /** Deletes a file or link, or a folder with all below. */
    FileChange delete(WorkspacePath path) {
        BareRepository.requireNone(root, path);
        try (Folder parent = root.parentOf(path)) {
            AtomicFiles.requireWritable(parent, path.name(), parent.info(path.name()));
            LookAlikes.requireSingle(parent, path.name());
            EditPath.requireNoControlFiles(parent, path.name(), limits);
            Snapshot before = SnapshotTaker.take(parent, path.name(), limits);
            UnifiedDiff diff = before instanceof Snapshot.File file
                    ? UnifiedDiff.ofDeletion(path.relative(), file.content(), limits.diffCharacters())
                    : UnifiedDiff.NONE;
            return make(
                    ChangeAction.DELETED,
                    path,
                    Optional.empty(),
                    before,
                    "",
                    diff,
                    work -> files.remove(parent, path.name(), before.hash(), work));
        }
    }

    /** Runs the work in the folder a path lies in, made where missing, and taken back where the work fails. */
    private FileChange withParents(WorkspacePath path, Function<Folder, FileChange> work) {
        Optional<FileChange> made =
                path.parent().filter(parent -> root.find(parent).isEmpty()).flatMap(this::createFolders);
        try (Folder parent = root.parentOf(path)) {
            return work.apply(parent);
        } catch (WritException e) {
            made.ifPresent(folders -> changes.undo(folders.id(), "agent:" + context.agent()));
            throw e;
        }
    }

    private FileChange place(
            ChangeAction action,
            Folder parent,
            WorkspacePath path,
            Optional<WorkspacePath> other,
            Snapshot content,
            UnifiedDiff diff) {
        return make(
                action,
                path,
                other,
                Snapshot.absent(),
                content.hash(),
                diff,
                work -> files.place(parent, path.name(), content, work));
    }

    private FileChange make(
            ChangeAction action,
            WorkspacePath path,
            Optional<WorkspacePath> other,
            Snapshot before,
            String afterHash,
            UnifiedDiff diff,
            DiskWork work) {
        return changes.make(
                context,
                workspace,
                new PlannedChange(action, path, other, before, before.hash(), afterHash, diff, work));
    }

    /** Folders in each other, the first of them without a name yet. */
    private static Snapshot chain(List<String> names, int mode) {
        TreeMap<String, Snapshot> children = new TreeMap<>();
        if (!names.isEmpty()) {
            children.put(names.getFirst(), chain(names.subList(1, names.size()), mode));
        }
        return new Snapshot.Folder(mode, children);
    }

    private static WorkspacePath above(WorkspacePath path) {
        return path.parent().orElse(WorkspacePath.ROOT);
    }

    private void requireAbsent(WorkspacePath path) {
        requireAbsent(path, "");
    }

    private void requireAbsent(WorkspacePath path, String leaving) {
        if (root.find(path).isPresent()) {
            throw exists(path);
        }
        requireNoLookAlike(path, leaving);
    }

    /** That the first new name on the way reads like nothing beside it. */
    private void requireNoLookAlike(WorkspacePath path, String leaving) {
        WorkspacePath first = path;
        while (!above(first).isRoot() && root.find(above(first)).isEmpty()) {
            first = above(first);
        }
        try (Folder folder = root.parentOf(first)) {
            LookAlikes.requireNone(folder, first.name(), leaving);
        }
    }

    static WritException exists(WorkspacePath path) {
        return new WritException(
                FailureCode.CONFLICT,
                "\"" + path + "\" exists already.",
                "Choose another name, or delete or change what is there.");
    }

    private void requireSize(byte[] content) {
        if (content.length > limits.fileBytes()) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "The file would be larger than " + Shown.bytes(limits.fileBytes()) + ".",
                    "Write it in smaller files.");
        }
    }
}
