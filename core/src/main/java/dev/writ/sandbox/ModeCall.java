package dev.writ.sandbox;

/**
 * System calls that set the mode of a file, refused in the sandbox where the mode would lend the owner's or group's rights
 * to whoever runs the file: a workspace of the administrator would otherwise be a place for setuid programs of his.
 * Numbers on x86-64 and AArch64 from the kernel's {@code unistd.h}; -1 where an architecture lacks the call.
 */
enum ModeCall {
    CREAT(85, -1, -1, 1),
    CHMOD(90, -1, -1, 1),
    FCHMOD(91, 52, -1, 1),
    MKNOD(133, -1, -1, 1),
    MKNODAT(259, 33, -1, 2),
    FCHMODAT(268, 53, -1, 2),
    FCHMODAT2(452, 452, -1, 2),
    OPEN(2, -1, 1, 2),
    OPENAT(257, 56, 2, 3);

    private final int onX86;
    private final int onArm;
    private final int flags;
    private final int mode;

    ModeCall(int onX86, int onArm, int flags, int mode) {
        this.onX86 = onX86;
        this.onArm = onArm;
        this.flags = flags;
        this.mode = mode;
    }

    int onX86() {
        return onX86;
    }

    int onArm() {
        return onArm;
    }

    /** Index of the argument without whose flags for creating a file the mode has no meaning; -1 where it always has. */
    int flags() {
        return flags;
    }

    /** Index of the argument that is the mode. */
    int mode() {
        return mode;
    }
}
