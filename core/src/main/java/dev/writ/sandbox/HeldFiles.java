package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The control files, and folders within folders, that each box holds as mount points. bubblewrap finds mount points by their
 * names, and up to 0.11 it makes what it does not find, through links that lead out of the box (CVE-2026-87766): a
 * command that swaps a name for a link while another box is built could make files anywhere. The kernel lets nobody
 * rename or remove a mount point of its own, so that it is enough to know that every command which could swap a name
 * holds it itself. Safe for use by many threads.
 */
final class HeldFiles {
    // INVARIANT: of two boxes here, each holds all those names of the other that lie below where it can write.
    private final List<Box> boxes = new ArrayList<>();

    /** No record: two commands in one workspace are equal, and each is removed for itself. */
    private static final class Box {
        private final List<Path> writable;
        private final ControlFiles files;
        private final Set<Path> held;

        private Box(BoxFolders folders, ControlFiles files) {
            this.writable = folders.writable();
            this.files = files;
            this.held = Stream.concat(folders.mountPoints().stream(), files.mountPoints().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** Whether a command of the other box could swap a name that this one is mounted over. */
        boolean isOpenTo(Box other) {
            return held.stream()
                    .anyMatch(path -> other.writable.stream()
                            .anyMatch(root -> path.startsWith(root) && other.canSwap(path, root)));
        }

        private boolean canSwap(Path path, Path root) {
            for (Path at = path; at != null && !at.equals(root); at = at.getParent()) {
                if (!held.contains(at)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The control files as they are, and stay until the hold is released. */
    interface Hold {
        ControlFiles files();

        /** To be called once no process of the box is left; a second call does nothing. */
        void release();
    }

    /**
     * Holds the control files of some folders for one box; while they are read nobody can come or go.
     *
     * @throws WritException with {@code conflict} where a running command could swap them, or a box being built could be
     *     led astray by the command of this one
     */
    synchronized Hold hold(BoxFolders folders) {
        Box box = new Box(folders, ControlFiles.of(folders));
        if (boxes.stream().anyMatch(other -> box.isOpenTo(other) || other.isOpenTo(box))) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "A command or service that still runs in this workspace could swap control files (.git, .envrc) that appeared"
                            + " or vanished after it began, so another one cannot be protected beside it.",
                    "Run it again when the other command has ended, or the service was stopped.");
        }
        boxes.add(box);
        return new Hold() {
            @Override
            public ControlFiles files() {
                return box.files;
            }

            @Override
            public void release() {
                remove(box);
            }
        };
    }

    private synchronized void remove(Box box) {
        boxes.remove(box);
    }
}
