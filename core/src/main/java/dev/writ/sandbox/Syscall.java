package dev.writ.sandbox;

/** The Linux system calls that file operations below a root are made of, with their numbers. */
enum Syscall {
    WRITE(1, 64),
    CLOSE(3, 57),
    PREAD64(17, 67),
    FSYNC(74, 82),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    GETDENTS64(217, 61),
    MKDIRAT(258, 34),
    UNLINKAT(263, 35),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    OPENAT2(437, 437),
    FACCESSAT2(439, 439);

    private final int x86;
    private final int arm;

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    long number(Machine machine) {
        return switch (machine) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }

    /** Processor families, which number their system calls and some of their flags differently. */
    enum Machine {
        X86_64(0x10000, 0x20000),
        AARCH64(0x4000, 0x8000);

        /** Value of {@code O_DIRECTORY}. */
        final long directoryFlag;

        /** Value of {@code O_NOFOLLOW}. */
        final long noFollowFlag;

        Machine(long directoryFlag, long noFollowFlag) {
            this.directoryFlag = directoryFlag;
            this.noFollowFlag = noFollowFlag;
        }
    }
}
