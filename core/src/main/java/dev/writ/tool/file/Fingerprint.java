package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.OpenFile;
import java.util.List;
import java.util.Optional;

/**
 * Recognises what was moved, cheaply for large things: a file by its content (a very large one by size and time), a
 * folder by names, kinds and sizes below it.
 */
final class Fingerprint {
    private final FileLimits limits;
    private int entries;

    private Fingerprint(FileLimits limits) {
        this.limits = limits;
    }

    /** "" where nothing has the name. */
    static String of(Folder parent, String name, FileLimits limits) {
        Optional<FileInfo> info = parent.find(name);
        if (info.isEmpty()) {
            return "";
        }
        if (info.get().isFile() && info.get().size() <= limits.fileBytes()) {
            try (OpenFile file = parent.open(name)) {
                return Hashes.of("file", file.readAll(limits.fileBytes()));
            }
        }
        return new Fingerprint(limits).outline(parent, name, info.get(), 0);
    }

    private String outline(Folder parent, String name, FileInfo info, int depth) {
        if (++entries > limits.visited() || depth > limits.depth()) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "The folder holds more than %s or %d levels."
                            .formatted(Shown.entries(limits.visited()), limits.depth()),
                    "Work on smaller parts of it, one after the other.");
        }
        Hashes.Lines lines = new Hashes.Lines(info.type().id());
        switch (info.type()) {
            case FILE -> {
                lines.add("size", Long.toString(info.size()));
                if (depth == 0) {
                    lines.add("modified", info.modified().toString());
                }
            }
            case LINK -> lines.add("target", Hashes.of("link", parent.linkTarget(name)));
            case OTHER -> lines.add("device", info.device() + ":" + info.inode());
            case DIRECTORY -> {
                try (Folder folder = parent.folder(name)) {
                    List<String> names = folder.names(limits.visited()).names().stream()
                            .sorted()
                            .toList();
                    for (String child : names) {
                        folder.find(child)
                                .ifPresent(found -> lines.add(child, outline(folder, child, found, depth + 1)));
                    }
                }
            }
        }
        return lines.hash();
    }
}
