package dev.writ.sandbox;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Optional;

/**
 * The open root of a workspace. The kernel resolves every path in one step below it ({@code openat2} with {@code
 * RESOLVE_BENEATH} and {@code RESOLVE_NO_SYMLINKS}), so that no name and no link, whenever it is put there, leads out.
 * Decision record 0002 says why. For one thread.
 */
public final class WorkspaceRoot implements AutoCloseable {
    private final Descriptor descriptor;

    private WorkspaceRoot(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * @throws WritException with {@code workspace_unusable} when the root is no longer the folder it was, {@code
     *     protection_missing} where this machine cannot keep paths below a root
     */
    public static WorkspaceRoot open(Workspace workspace) {
        if (Kernel.machineHere().isEmpty()) {
            throw missingCalls().asException();
        }
        try {
            return new WorkspaceRoot(Descriptor.openRoot(workspace.root().toString()));
        } catch (KernelError e) {
            if (e.errno() == Errno.ENOSYS) {
                throw missingCalls().asException();
            }
            throw new WritException(
                    new Failure(
                            FailureCode.WORKSPACE_UNUSABLE,
                            "The workspace " + FileName.shown(workspace.root().toString())
                                    + " is no longer a folder that can be read.",
                            "Put it back, or start again with another workspace."),
                    e);
        }
    }

    /** Why files below a root cannot be kept there on this machine; empty where they can. */
    public static Optional<Failure> missingProtection() {
        if (Kernel.machineHere().isEmpty()) {
            return Optional.of(missingCalls());
        }
        try (Descriptor root = Descriptor.openRoot("/")) {
            root.openFolder(".").close();
            return Optional.empty();
        } catch (KernelError e) {
            return Optional.of(missingCalls());
        }
    }

    /** Opens a folder, or the root itself. */
    public Folder folder(WorkspacePath path) {
        try {
            return new Folder(descriptor.openFolder(path.toString()), path.toString());
        } catch (KernelError e) {
            throw FileFailures.translate(e, path.toString());
        }
    }

    /**
     * Opens the folder a path lies in.
     *
     * @throws WritException with {@code invalid_arguments} for the root
     */
    public Folder parentOf(WorkspacePath path) {
        return folder(path.parent()
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The workspace root itself cannot be used here.",
                        "Name a file or folder inside it.")));
    }

    /** What is at the path, a last link not followed; {@code not_found} where nothing is. */
    public FileInfo info(WorkspacePath path) {
        return find(path)
                .orElseThrow(
                        () -> FileFailures.translate(new KernelError(Syscall.STATX, Errno.ENOENT), path.toString()));
    }

    /** What is at the path, a last link not followed; empty where nothing is, or no folder on the way. */
    public Optional<FileInfo> find(WorkspacePath path) {
        if (path.isRoot()) {
            try (Folder root = folder(path)) {
                return Optional.of(root.info());
            }
        }
        try (Folder parent = parentOf(path)) {
            return parent.find(path.name());
        } catch (WritException e) {
            if (e.failure().code() == FailureCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Opens a file for reading; see {@link Folder#open}. */
    public OpenFile open(WorkspacePath path) {
        try (Folder parent = parentOf(path)) {
            return parent.open(path.name());
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }

    static Failure missingCalls() {
        return Failure.of(
                FailureCode.PROTECTION_MISSING,
                "This machine cannot keep file operations inside a folder: it lacks the openat2 system call.",
                "Use Linux 5.8 or newer on x86-64 or ARM64, outside sandboxes that forbid openat2.");
    }
}
