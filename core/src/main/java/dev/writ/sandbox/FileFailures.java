package dev.writ.sandbox;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;

/** Turns what the kernel refuses into failures a person can act on. */
final class FileFailures {
    private FileFailures() {}

    static WritException translate(KernelError error, String path) {
        return new WritException(failure(error.errno(), "\"" + FileName.shown(path) + "\""), error);
    }

    private static Failure failure(int errno, String path) {
        return switch (errno) {
            case Errno.ENOENT ->
                Failure.of(
                        FailureCode.NOT_FOUND,
                        path + " does not exist in the workspace.",
                        "List the folder to see what is there; names are separated by / and case matters.");
            case Errno.ENOTDIR ->
                Failure.of(
                        FailureCode.NOT_FOUND,
                        path + " is not a folder, or passes through something that is none.",
                        "Ask for its information to see what it is.");
            case Errno.EISDIR ->
                Failure.of(FailureCode.OPERATION_FAILED, path + " is a folder.", "Name a file inside it.");
            case Errno.ELOOP ->
                Failure.of(
                        FailureCode.OUTSIDE_WORKSPACE,
                        path + " is a link or passes through one, and links are not followed.",
                        "Use the path the link points to, if that lies inside the workspace.");
            case Errno.EXDEV ->
                Failure.of(
                        FailureCode.OUTSIDE_WORKSPACE,
                        path + " leads out of the workspace or onto another disk.",
                        "Stay inside the workspace, and copy instead of moving between disks.");
            case Errno.EEXIST ->
                Failure.of(
                        FailureCode.CONFLICT,
                        path + " exists already.",
                        "Choose another name, or delete or change what is there.");
            case Errno.ENOTEMPTY ->
                Failure.of(FailureCode.CONFLICT, path + " is not empty.", "Delete it with recursive set to true.");
            case Errno.EACCES, Errno.EPERM ->
                Failure.of(
                        FailureCode.OPERATION_FAILED,
                        "The operating system does not let Writ use " + path + ".",
                        "Check the owner and the permissions of the file and its folder.");
            case Errno.EROFS ->
                Failure.of(
                        FailureCode.OPERATION_FAILED,
                        path + " lies on a read-only disk.",
                        "Use a workspace that can be written.");
            case Errno.ENOSPC, Errno.EDQUOT, Errno.EFBIG ->
                Failure.of(
                        FailureCode.OPERATION_FAILED,
                        "The disk has no room for " + path + ".",
                        "Free some space and try again; the file is as it was.");
            case Errno.ENAMETOOLONG ->
                Failure.of(
                        FailureCode.INVALID_ARGUMENTS,
                        path + " is longer than the file system allows.",
                        "Use shorter names.");
            case Errno.EBUSY ->
                Failure.of(FailureCode.CONFLICT, path + " is in use by the system.", "Try again when it is free.");
            case Errno.EMFILE, Errno.ENFILE ->
                Failure.of(
                        FailureCode.UNAVAILABLE,
                        "Too many files are open to use " + path + ".",
                        "Try again, or raise the limit of open files.");
            case Errno.ENOSYS -> WorkspaceRoot.missingCalls();
            default ->
                Failure.of(
                        FailureCode.OPERATION_FAILED,
                        "The file system refused to work on " + path + " (error " + errno + ").",
                        "Check the disk and the permissions of the file.");
        };
    }
}
