package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * A folder that a tree works in. One made by {@link #open} existed and was readable then; the root is resolved anew for
 * every operation, so nothing rests on its staying so.
 *
 * @param root absolute and real: no link on the way
 */
public record Workspace(Path root) {
    /** What the kernel shows as files and no person wrote. */
    private static final Set<String> KERNEL_FILE_SYSTEMS =
            Set.of("proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs");

    public Workspace {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("A workspace root is absolute: " + root);
        }
    }

    /**
     * Opens the folder a user named, through links if there are any.
     *
     * @throws WritException with {@code workspace_unusable} when it is missing, no folder, unreadable, the root of the
     *     machine, or the kernel's own
     */
    public static Workspace open(Path folder) {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw unusable(folder, "does not exist", "Name a folder that exists with --workspace.");
        }
        Path root;
        String fileSystem;
        try {
            root = folder.toRealPath();
            fileSystem = Files.getFileStore(root).type();
        } catch (IOException e) {
            throw unusable(folder, "cannot be reached", "Check that you may enter every folder on the way to it.");
        }
        if (!Files.isDirectory(root)) {
            throw unusable(folder, "is not a folder", "Name the folder that holds it with --workspace.");
        }
        if (root.getParent() == null) {
            throw unusable(folder, "is the whole machine", "Name the folder of one project with --workspace.");
        }
        if (KERNEL_FILE_SYSTEMS.contains(fileSystem)) {
            throw unusable(folder, "belongs to the system", "Name the folder of one project with --workspace.");
        }
        if (!Files.isReadable(root) || !Files.isExecutable(root)) {
            throw unusable(folder, "cannot be read", "Give yourself permission to read and enter it.");
        }
        return new Workspace(root);
    }

    private static WritException unusable(Path folder, String why, String hint) {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The workspace " + FileName.shown(folder.toString()) + " " + why + ".",
                hint);
    }
}
