package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.OpenFile;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.file.AtomicFiles.WorkNames;
import dev.writ.tool.file.FileChange.ChangeAction;
import dev.writ.tool.file.FileChange.State;
import dev.writ.tool.file.PlannedChange.DiskWork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash between any two steps of a change leaves a record that says, once settled, what is on the disk. */
class CrashedChangeTest {
    private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private TestingFiles files;
    private FileChanges changes;

    @BeforeEach
    void open() {
        files = new TestingFiles(temp);
        changes = files.server.changes();
        files.write("file", "old");
        files.write("folder/x", "x");
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void beforeAnythingReachedTheDisk() {
        crash(overwrite(), (folder, work) -> {});

        assertSettles(State.ABANDONED);
        assertThat(files.root.resolve("file")).hasContent("old");
        assertThat(changes.ofTree("tree_1")).isEmpty();
    }

    @Test
    void whileTheNewContentWasBeingMadeReady() {
        crash(overwrite(), (folder, work) -> write(folder, work.aside(), "ne".getBytes(StandardCharsets.UTF_8)));

        assertSettles(State.ABANDONED);
        assertThat(files.root.resolve("file")).hasContent("old");
    }

    @Test
    void afterTheNewContentTookThePlace() {
        crash(overwrite(), (folder, work) -> {
            write(folder, work.aside(), NEW);
            folder.exchange(work.aside(), "file");
        });

        String id = assertSettles(State.DONE);
        assertThat(files.root.resolve("file")).hasContent("new");
        changes.undo(id, "person:ann");
        assertThat(files.root.resolve("file")).hasContent("old");
    }

    @Test
    void whileTheOldContentWasBeingCleared() {
        crash(overwrite(), (folder, work) -> {
            write(folder, work.old(), OLD);
            folder.removeFile("file");
            write(folder, "file", NEW);
        });

        assertSettles(State.DONE);
    }

    @Test
    void afterSomeoneElseWroteTheFileToo() {
        crash(overwrite(), (folder, work) -> {});
        files.write("file", "someone else");

        String id = assertSettles(State.UNCLEAR);
        assertThat(files.root.resolve("file")).hasContent("someone else");
        assertThatThrownBy(() -> changes.undo(id, "person:ann")).hasMessageContaining("interrupted");
    }

    @Test
    void whatAnotherProgramWroteJustThenIsKept() {
        crash(overwrite(), (folder, work) -> {
            write(folder, work.aside(), "another program's work".getBytes(StandardCharsets.UTF_8));
            folder.removeFile("file");
            write(folder, "file", NEW);
        });

        changes.settle();

        assertThat(TestingFiles.contents(files.root).values())
                .anyMatch(content -> content.endsWith("another program's work"));
    }

    @Test
    void inTheMiddleOfDeletingAFolder() {
        Snapshot folderBefore = snapshot("folder");
        PlannedChange delete = plan(ChangeAction.DELETED, "folder", folderBefore, "");
        crash(delete, (folder, work) -> folder.rename("folder", folder, work.old()));

        String id = assertSettles(State.DONE);
        assertThat(files.root.resolve("folder")).doesNotExist();
        changes.undo(id, "person:ann");
        assertThat(files.root.resolve("folder/x")).hasContent("x");
    }

    @Test
    void inTheMiddleOfPlacingAFolder() {
        Snapshot made = new Snapshot.Folder(0755, new TreeMap<>());
        crash(
                plan(ChangeAction.FOLDER_CREATED, "new", Snapshot.absent(), made.hash()),
                (folder, work) -> folder.makeFolder(work.aside(), 0700));

        assertSettles(State.ABANDONED);
        assertThat(files.root.resolve("new")).doesNotExist();
    }

    @Test
    void beforeAndAfterAMove() {
        String print = fingerprint("file");
        PlannedChange move = new PlannedChange(
                ChangeAction.MOVED,
                new WorkspacePath("moved"),
                Optional.of(new WorkspacePath("file")),
                Snapshot.absent(),
                print,
                print,
                UnifiedDiff.NONE,
                work -> {});
        crash(move, (folder, work) -> {});
        assertSettles(State.ABANDONED);

        crash(move, (folder, work) -> folder.rename("file", folder, "moved"));
        String id = assertSettles(State.DONE);
        changes.undo(id, "person:ann");
        assertThat(files.root.resolve("file")).hasContent("old");
    }

    @Test
    void aWorkspaceThatIsAwayIsSettledWhenItIsBack() throws Exception {
        crash(overwrite(), (folder, work) -> {});
        java.nio.file.Files.move(files.root, temp.resolve("away"));
        assertThat(changes.settle()).isZero();

        java.nio.file.Files.move(temp.resolve("away"), files.root);
        assertThat(changes.settle()).isEqualTo(1);
    }

    @Test
    void aChangeThatFailsLeavesNothingAndIsForgotten() {
        PlannedChange failing =
                plan(ChangeAction.OVERWRITTEN, "file", snapshot("file"), Hashes.of("file", NEW), work -> {
                    throw new dev.writ.WritException(FailureCode.OPERATION_FAILED, "The disk is full.", "Free some.");
                });
        assertThatThrownBy(() -> make(failing)).hasMessageContaining("The disk is full.");

        assertThat(changes.ofTree("tree_1")).isEmpty();
        assertThat(changes.settle()).isZero();
    }

    /** Stands for the end of the process: nothing that runs after a failure may run. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void crash(PlannedChange plan, BiConsumer<Folder, WorkNames> steps) {
        DiskWork work = names -> {
            inRoot(folder -> steps.accept(folder, names));
            throw new Crash();
        };
        PlannedChange crashing = new PlannedChange(
                plan.action(),
                plan.path(),
                plan.otherPath(),
                plan.before(),
                plan.beforeHash(),
                plan.afterHash(),
                plan.diff(),
                work);
        assertThatThrownBy(() -> make(crashing)).isInstanceOf(Crash.class);
    }

    private FileChange make(PlannedChange plan) {
        return changes.inOrder(files.root, () -> changes.make(files.context(), Workspace.open(files.root), plan));
    }

    private PlannedChange overwrite() {
        return plan(ChangeAction.OVERWRITTEN, "file", snapshot("file"), Hashes.of("file", NEW));
    }

    private static PlannedChange plan(ChangeAction action, String path, Snapshot before, String after) {
        return plan(action, path, before, after, work -> {});
    }

    private static PlannedChange plan(ChangeAction action, String path, Snapshot before, String after, DiskWork work) {
        return new PlannedChange(
                action,
                new WorkspacePath(path),
                Optional.empty(),
                before,
                before.hash(),
                after,
                UnifiedDiff.NONE,
                work);
    }

    private String assertSettles(State expected) {
        FileChange newest = files.database.read(
                handle -> handle.createQuery("SELECT id FROM file_changes ORDER BY created_at DESC, id DESC LIMIT 1")
                        .mapTo(String.class)
                        .map(id -> changes.find(id).orElseThrow())
                        .one());
        assertThat(newest.state()).isEqualTo(State.INTENDED);
        assertThat(changes.settle()).isEqualTo(1);
        assertThat(changes.find(newest.id()).orElseThrow().state()).isEqualTo(expected);
        assertThat(TestingFiles.contents(files.root).keySet()).noneMatch(name -> name.contains(".writ-"));
        assertThat(changes.settle()).isZero();
        return newest.id();
    }

    private Snapshot snapshot(String name) {
        Snapshot[] taken = new Snapshot[1];
        inRoot(folder -> taken[0] = SnapshotTaker.take(folder, name, FileLimits.standard()));
        return taken[0];
    }

    private String fingerprint(String name) {
        String[] print = new String[1];
        inRoot(folder -> print[0] = Fingerprint.of(folder, name, FileLimits.standard()));
        return print[0];
    }

    private void inRoot(java.util.function.Consumer<Folder> work) {
        try (WorkspaceRoot root = WorkspaceRoot.open(Workspace.open(files.root));
                Folder folder = root.folder(WorkspacePath.ROOT)) {
            work.accept(folder);
        }
    }

    private static void write(Folder folder, String name, byte[] content) {
        try (OpenFile file = folder.create(name, 0644)) {
            file.write(content);
        }
    }
}
