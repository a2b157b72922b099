package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.OpenFile;

/**
 * Changes that happen at once or not at all: everything is made ready under another name in the same folder, then one
 * renaming shows it. What another program wrote in the meantime is put back, never lost.
 */
final class AtomicFiles {
    private static final int FOR_WRITING = 2;

    private final FileLimits limits;

    AtomicFiles(FileLimits limits) {
        this.limits = limits;
    }

    /**
     * Names used while a change is under way, in the folder it happens in.
     *
     * @param aside what is being made ready, or was taken away and is not yet known to be what was expected
     * @param old what was expected, and may go
     */
    record WorkNames(String aside, String old) {
        static WorkNames of(String change) {
            String id = change.replaceAll("[^A-Za-z0-9_-]", "_");
            return new WorkNames(".writ-" + id + ".tmp", ".writ-" + id + ".old");
        }
    }

    /** Puts a snapshot where nothing is; {@code conflict} where something is. */
    void place(Folder parent, String name, Snapshot content, WorkNames work) {
        try {
            build(parent, work.aside(), content);
            parent.rename(work.aside(), parent, name);
        } catch (WritException e) {
            removeAll(parent, work.aside());
            throw e;
        }
        parent.sync();
    }

    /**
     * Gives a file another content; permissions stay, and the owner where the operating system allows it.
     *
     * @param expected hash of what is there now; {@code conflict} where it is something else
     */
    void replace(Folder parent, String name, byte[] content, String expected, WorkNames work) {
        FileInfo now = parent.info(name);
        requireWritable(parent, name, now);
        try {
            try (OpenFile file = parent.create(work.aside(), 0600)) {
                file.write(content);
                file.setOwner(now.owner(), now.group());
                file.setMode(now.mode());
                file.sync();
            }
            requireHash(parent, name, expected, name);
        } catch (WritException e) {
            removeAll(parent, work.aside());
            throw e;
        }
        if (parent.exchange(work.aside(), name)) {
            // What had the name lies aside now: look again, since another program may have written it just then.
            try {
                requireHash(parent, work.aside(), expected, name);
            } catch (WritException e) {
                parent.exchange(work.aside(), name);
                removeAll(parent, work.aside());
                throw e;
            }
            removeOld(parent, work);
        } else {
            parent.renameOver(work.aside(), name);
        }
        parent.sync();
    }

    /** Removes what is there, if it still is what is expected; {@code conflict} otherwise. */
    void remove(Folder parent, String name, String expected, WorkNames work) {
        parent.rename(name, parent, work.aside());
        try {
            requireHash(parent, work.aside(), expected, name);
        } catch (WritException e) {
            parent.rename(work.aside(), parent, name);
            throw e;
        }
        removeOld(parent, work);
        parent.sync();
    }

    /** Moves what is there, if it still is what is expected; {@code conflict} otherwise, or where the target exists. */
    void move(Folder parent, String name, Folder target, String targetName, String expected) {
        if (!Fingerprint.of(parent, name, limits).equals(expected)) {
            throw changedSince(name);
        }
        parent.rename(name, target, targetName);
        target.sync();
        parent.sync();
    }

    /** Removes something and all below it, links not followed; nothing where there is nothing. */
    void removeAll(Folder parent, String name) {
        parent.find(name).ifPresent(info -> {
            if (!info.isDirectory()) {
                parent.removeFile(name);
                return;
            }
            try (Folder folder = parent.folder(name)) {
                for (String child : folder.names(limits.visited()).names()) {
                    removeAll(folder, child);
                }
            }
            parent.removeFolder(name);
        });
    }

    /** @throws WritException with {@code operation_failed} for a file that is meant to stay as it is */
    static void requireWritable(Folder parent, String name, FileInfo info) {
        if (info.isFile() && ((info.mode() & 0222) == 0 || !parent.permits(name, FOR_WRITING))) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "\"" + name + "\" is read-only.",
                    "Make it writable if it is meant to be changed.");
        }
    }

    /** Once it has this name, whatever happens, it may go. */
    private void removeOld(Folder parent, WorkNames work) {
        parent.rename(work.aside(), parent, work.old());
        removeAll(parent, work.old());
    }

    private void requireHash(Folder parent, String place, String expected, String name) {
        if (!SnapshotTaker.take(parent, place, limits).hash().equals(expected)) {
            throw changedSince(name);
        }
    }

    /** What is made belongs to whom the folder belongs, where the operating system lets Writ give it away. */
    private static void build(Folder parent, String name, Snapshot content) {
        FileInfo owner = parent.info();
        switch (content) {
            case Snapshot.Absent ignored -> throw new IllegalArgumentException("Nothing cannot be placed.");
            case Snapshot.File(int mode, byte[] bytes) -> {
                try (OpenFile file = parent.create(name, 0600)) {
                    file.write(bytes);
                    file.setOwner(owner.owner(), owner.group());
                    file.setMode(mode);
                    file.sync();
                }
            }
            case Snapshot.Link(byte[] target) -> parent.makeLink(name, target);
            case Snapshot.Folder(int mode, var children) -> {
                parent.makeFolder(name, 0700);
                try (Folder folder = parent.folder(name)) {
                    folder.setOwner(owner.owner(), owner.group());
                    children.forEach((child, snapshot) -> build(folder, child, snapshot));
                    folder.setMode(mode);
                    folder.sync();
                }
            }
        }
    }

    private static WritException changedSince(String name) {
        return new WritException(
                FailureCode.CONFLICT,
                "\"" + name + "\" was changed by something else in the meantime.",
                "Read it again and decide anew; nothing was changed.");
    }
}
