package dev.writ.sandbox;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The system calls refused in the sandbox, with their numbers on x86-64 and AArch64 from the kernel's {@code unistd.h}; -1
 * where an architecture lacks the call.
 */
enum DeniedCall {
    // Watching or changing other processes.
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    KCMP(312, 272),
    PIDFD_GETFD(438, 438),
    // Namespaces and mounts.
    UNSHARE(272, 97),
    SETNS(308, 268),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    // The kernel and the machine.
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    ACCT(163, 89),
    SYSLOG(103, 116),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    IOPL(172, -1),
    IOPERM(173, -1),
    VHANGUP(153, 58),
    // The clock.
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    ADJTIMEX(159, 171),
    // Keys of the session.
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    // Wide kernel interfaces.
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    FANOTIFY_INIT(300, 262),
    // Opening files past their folders.
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265);

    private final int onX86;
    private final int onArm;

    DeniedCall(int onX86, int onArm) {
        this.onX86 = onX86;
        this.onArm = onArm;
    }

    static IntStream numbersOnX86() {
        return Stream.of(values()).mapToInt(call -> call.onX86).filter(number -> number >= 0);
    }

    static IntStream numbersOnArm() {
        return Stream.of(values()).mapToInt(call -> call.onArm).filter(number -> number >= 0);
    }
}
