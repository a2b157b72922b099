package dev.writ.tool.file;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.store.Database;
import dev.writ.tool.CallContext;
import dev.writ.tool.file.AtomicFiles.WorkNames;
import dev.writ.tool.file.FileChange.State;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every change {@code file_edit} makes, with what was there before. A change is written down durably before it reaches
 * the disk; after a crash, what is on the disk says whether it did. Changes below one root happen one after the other.
 * Safe for use by many threads.
 */
public final class FileChanges {
    private static final int LOCKS = 64;
    private static final String ENGINE = "engine";

    private final ChangeJournal journal;
    private final ChangeDisk disk;
    private final InstantSource clock;
    private final IdSource ids;
    private final FileLimits limits;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    public FileChanges(Database database, EventLog events, InstantSource clock, IdSource ids, FileLimits limits) {
        this.journal = new ChangeJournal(database, events, clock);
        this.disk = new ChangeDisk(limits);
        this.clock = clock;
        this.ids = ids;
        this.limits = limits;
    }

    /**
     * What became of taking back one change.
     *
     * @param failure why it could not be taken back; empty where it was
     */
    public record Undone(FileChange change, Optional<Failure> failure) {}

    /** A change of this id, whatever became of it. */
    public Optional<FileChange> find(String id) {
        return journal.find(id);
    }

    /** Changes of a tree that happened, or may have; oldest first. */
    public List<FileChange> ofTree(String tree) {
        return journal.ofTree(tree);
    }

    /**
     * Takes one change back.
     *
     * @param actor who asks for it, for instance {@code person:NAME}
     * @return the change as it was before
     * @throws WritException with {@code not_found}, or {@code conflict} where the file was changed since or the change was
     *     taken back already; nothing is changed then
     */
    public FileChange undo(String id, String actor) {
        FileChange known = journal.find(id).orElseThrow(() -> unknown(id));
        return inOrder(Path.of(known.workspace()), () -> {
            settle(known.id(), State.UNCLEAR);
            FileChange change = journal.find(id).orElseThrow(() -> unknown(id));
            requireDone(change);
            Workspace workspace = Workspace.open(Path.of(change.workspace()));
            if (!journal.advance(change, State.DONE, State.UNDOING, actor)) {
                throw notDone(change, "is being taken back by someone else");
            }
            try {
                disk.undo(workspace, change, journal.before(id));
            } catch (RuntimeException e) {
                settle(id, State.UNCLEAR);
                throw e;
            }
            journal.advance(change, State.UNDOING, State.UNDONE, actor);
            return change;
        });
    }

    /** Takes back all changes of a tree, newest first; those that cannot be are reported and stay. */
    public List<Undone> undoTree(String tree, String actor) {
        return journal.ofTree(tree).reversed().stream()
                .filter(change -> change.state() != State.UNDONE)
                .map(change -> {
                    try {
                        return new Undone(undo(change.id(), actor), Optional.empty());
                    } catch (WritException e) {
                        return new Undone(change, Optional.of(e.failure()));
                    }
                })
                .toList();
    }

    /**
     * Finds out what became of changes that a crash interrupted, by what is on the disk. To be called once at start, and
     * harmless at any time.
     *
     * @return how many changes are settled now that were not before
     */
    public int settle() {
        int settled = 0;
        for (FileChange change : journal.unsettled()) {
            if (inOrder(Path.of(change.workspace()), () -> settle(change.id(), State.UNCLEAR))) {
                settled++;
            }
        }
        return settled;
    }

    /** Runs work that changes files below a root when no other such work runs. */
    <T> T inOrder(Path root, Supplier<T> work) {
        ReentrantLock lock = locks.get(Math.floorMod(root.hashCode(), LOCKS));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes a change down, makes it, and says that it is done. Only inside {@link #inOrder}.
     *
     * @throws WritException with {@code too_large} where the request keeps as much for undoing as it may
     */
    FileChange make(CallContext context, Workspace workspace, PlannedChange plan) {
        requireRoom(context.tree(), plan);
        FileChange change = new FileChange(
                ids.next("change"),
                context.callId(),
                context.task(),
                context.tree(),
                workspace.root().toString(),
                plan.path().relative(),
                plan.action(),
                plan.otherPath().map(WorkspacePath::relative).orElse(""),
                SnapshotBytes.kind(plan.before()),
                plan.beforeHash(),
                plan.afterHash(),
                plan.diff().text(),
                plan.diff().added(),
                plan.diff().removed(),
                State.INTENDED,
                clock.instant());
        journal.intend(change, plan.before());
        try {
            plan.work().run(WorkNames.of(change.id()));
        } catch (RuntimeException e) {
            // What fails undoes its own steps: what is on the disk is another program's work.
            settle(change.id(), State.ABANDONED);
            throw e;
        }
        journal.advance(change, State.INTENDED, State.DONE, "agent:" + context.agent());
        return change;
    }

    /** Nothing is changed that could not be taken back, so where there is no room for that, nothing is changed. */
    private void requireRoom(String tree, PlannedChange plan) {
        ChangeJournal.Kept kept = journal.kept(tree);
        long bytes = kept.bytes() + SnapshotBytes.write(plan.before()).length;
        if (kept.changes() >= limits.treeChanges() || bytes > limits.treeBytes()) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "This request has changed as much as can be kept to undo it (%s, %s)."
                            .formatted(Shown.count(limits.treeChanges(), "change"), Shown.bytes(limits.treeBytes())),
                    "Submit a new request for the rest.");
        }
    }

    /** @param otherwise what an interrupted change becomes where the disk is neither as before it nor as after it */
    private boolean settle(String id, State otherwise) {
        FileChange change = journal.find(id).orElseThrow(() -> unknown(id));
        return switch (change.state()) {
            case INTENDED ->
                switch (disk.observe(change)) {
                    case BEFORE -> journal.advance(change, State.INTENDED, State.ABANDONED, ENGINE);
                    case AFTER -> journal.advance(change, State.INTENDED, State.DONE, ENGINE);
                    case NEITHER -> journal.advance(change, State.INTENDED, otherwise, ENGINE);
                    case UNKNOWN -> false;
                };
            case UNDOING ->
                switch (disk.observe(change)) {
                    case BEFORE -> journal.advance(change, State.UNDOING, State.UNDONE, ENGINE);
                    // Taking it back looks at the disk again, so it may be tried again.
                    case AFTER, NEITHER -> journal.advance(change, State.UNDOING, State.DONE, ENGINE);
                    case UNKNOWN -> false;
                };
            case DONE, UNDONE, ABANDONED, UNCLEAR -> false;
        };
    }

    private static void requireDone(FileChange change) {
        switch (change.state()) {
            case DONE -> {}
            case UNDONE -> throw notDone(change, "was taken back already");
            case ABANDONED -> throw notDone(change, "never happened");
            case INTENDED, UNDOING, UNCLEAR ->
                throw notDone(change, "was interrupted, and the file is neither as before nor as intended");
        }
    }

    private static WritException notDone(FileChange change, String why) {
        return new WritException(
                FailureCode.CONFLICT,
                "The change " + change.id() + " of \"" + change.path() + "\" " + why + ".",
                "List the changes to see how each of them stands.");
    }

    static WritException unknown(String id) {
        return new WritException(
                FailureCode.NOT_FOUND, "There is no change " + id + ".", "List the changes to see their ids.");
    }
}
