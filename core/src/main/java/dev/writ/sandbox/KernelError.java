package dev.writ.sandbox;

import java.io.IOException;

/** A system call that failed. */
final class KernelError extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    KernelError(Syscall call, int errno) {
        super(call + " failed with error " + errno);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
