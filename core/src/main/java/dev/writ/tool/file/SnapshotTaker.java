package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.OpenFile;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what is at a path, within the bounds of what may be kept. For one snapshot. */
final class SnapshotTaker {
    private final FileLimits limits;
    private long bytes;
    private int entries;

    private SnapshotTaker(FileLimits limits) {
        this.limits = limits;
    }

    /**
     * What has this name in the folder; {@link Snapshot.Absent} where nothing has.
     *
     * @throws WritException with {@code too_large} for more than may be kept, and what {@link Folder#open} says of files
     *     that cannot be read
     */
    static Snapshot take(Folder parent, String name, FileLimits limits) {
        return new SnapshotTaker(limits).entry(parent, name, 0);
    }

    private Snapshot entry(Folder parent, String name, int depth) {
        Optional<FileInfo> info = parent.find(name);
        if (info.isEmpty()) {
            return Snapshot.absent();
        }
        if (++entries > limits.keptEntries() || depth > limits.depth()) {
            throw tooLarge();
        }
        return switch (info.get().type()) {
            case DIRECTORY -> folder(parent, name, info.get().mode(), depth);
            case LINK -> link(parent, name);
            // Opening says why a pipe or a device cannot be kept.
            case FILE, OTHER -> file(parent, name);
        };
    }

    private Snapshot file(Folder parent, String name) {
        try (OpenFile file = parent.open(name)) {
            FileInfo info = file.info();
            if (info.size() > limits.keptBytes() - bytes) {
                throw tooLarge();
            }
            byte[] content = file.readAll(limits.keptBytes() - bytes);
            bytes += content.length;
            return new Snapshot.File(info.mode() & 0777, content);
        }
    }

    private Snapshot link(Folder parent, String name) {
        byte[] target = parent.linkTarget(name);
        bytes += target.length;
        return new Snapshot.Link(target);
    }

    private Snapshot folder(Folder parent, String name, int mode, int depth) {
        TreeMap<String, Snapshot> children = new TreeMap<>();
        try (Folder folder = parent.folder(name)) {
            Folder.Names names = folder.names(limits.keptEntries());
            if (!names.complete()) {
                throw tooLarge();
            }
            for (String child : names.names()) {
                Snapshot snapshot = entry(folder, child, depth + 1);
                if (!(snapshot instanceof Snapshot.Absent)) {
                    children.put(child, snapshot);
                }
            }
        }
        return new Snapshot.Folder(mode & 0777, children);
    }

    private WritException tooLarge() {
        return new WritException(
                FailureCode.TOO_LARGE,
                "It is more than can be kept to undo the change (%s, %s, %d levels)."
                        .formatted(
                                Shown.bytes(limits.keptBytes()), Shown.entries(limits.keptEntries()), limits.depth()),
                "Work on smaller parts of it, one after the other.");
    }
}
