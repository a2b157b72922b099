package dev.writ.sandbox;

import dev.writ.WritException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file or folder of the kernel. Closing it twice does nothing. */
final class Descriptor implements AutoCloseable {
    private static final long CLOSE_ON_EXEC = 0x80000;
    private static final long NO_CONTROLLING_TERMINAL = 0x100;
    /** Opening a pipe nobody writes to would wait for ever. */
    private static final long NON_BLOCKING = 0x800;

    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;
    private static final long RESOLVE_BENEATH = 0x08;
    private static final int OPEN_HOW_BYTES = 24;
    private static final long HERE = -100;
    private static final long EMPTY_PATH = 0x1000;

    static final long READ = 0;
    static final long WRITE_NEW = 0x1 | 0x40 | 0x80;

    private final Kernel kernel;
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(Kernel kernel, int number) {
        this.kernel = kernel;
        this.number = number;
    }

    /** Opens a folder by its absolute path, which must hold no link. */
    static Descriptor openRoot(String path) throws KernelError {
        Kernel kernel = Kernel.instance();
        return open(kernel, HERE, path, READ | kernel.machine().directoryFlag, 0, 0);
    }

    /** Opens a folder at or below this one: no link on the way, never above. */
    Descriptor openFolder(String path) throws KernelError {
        return open(kernel, number(), path, READ | kernel.machine().directoryFlag, 0, RESOLVE_BENEATH);
    }

    /** Opens the file of this name in this folder: no link, never elsewhere. */
    Descriptor openFile(String name, long flags, int mode) throws KernelError {
        return open(kernel, number(), name, flags, mode, RESOLVE_BENEATH);
    }

    private static Descriptor open(Kernel kernel, long from, String path, long flags, int mode, long resolve)
            throws KernelError {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.set(ValueLayout.JAVA_LONG, 0, flags | CLOSE_ON_EXEC | NO_CONTROLLING_TERMINAL | NON_BLOCKING);
            how.set(ValueLayout.JAVA_LONG, 8, mode);
            how.set(ValueLayout.JAVA_LONG, 16, resolve | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
            long text = Kernel.bytes(arena, FileName.encode(path));
            long opened = kernel.call(Syscall.OPENAT2, from, text, how.address(), OPEN_HOW_BYTES, 0);
            return new Descriptor(kernel, (int) opened);
        }
    }

    /** The kernel gives a closed number to the next file, so it must not be used again. */
    private int number() {
        if (closed.get()) {
            throw new IllegalStateException("The file is closed.");
        }
        return number;
    }

    /** What is known of the open file itself. */
    FileInfo info() throws KernelError {
        return info("", EMPTY_PATH);
    }

    FileInfo info(String name, long flags) throws KernelError {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(FileInfo.STATX_BYTES, Long.BYTES);
            long text = Kernel.bytes(arena, FileName.encode(name));
            kernel.call(Syscall.STATX, number(), text, flags, FileInfo.BASIC_AND_BIRTH, statx.address());
            return FileInfo.of(statx);
        }
    }

    /** Makes a call whose first argument is this descriptor. */
    long call(Syscall call, long second, long third, long fourth, long fifth) throws KernelError {
        return kernel.call(call, number(), second, third, fourth, fifth);
    }

    /** As {@link #call}, with a name as the second argument. */
    long callNamed(Syscall call, String name, long third, long fourth) throws KernelError {
        try (Arena arena = Arena.ofConfined()) {
            return kernel.call(call, number(), Kernel.bytes(arena, FileName.encode(name)), third, fourth, 0);
        }
    }

    /** Renames an entry of this folder into that one. */
    void rename(String name, Descriptor target, String targetName, long flags) throws KernelError {
        try (Arena arena = Arena.ofConfined()) {
            long from = Kernel.bytes(arena, FileName.encode(name));
            long to = Kernel.bytes(arena, FileName.encode(targetName));
            kernel.call(Syscall.RENAMEAT2, number(), from, target.number(), to, flags);
        }
    }

    void link(byte[] target, String name) throws KernelError {
        try (Arena arena = Arena.ofConfined()) {
            long content = Kernel.bytes(arena, target);
            long place = Kernel.bytes(arena, FileName.encode(name));
            kernel.call(Syscall.SYMLINKAT, content, number(), place, 0, 0);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                kernel.call(Syscall.CLOSE, number, 0, 0, 0, 0);
            } catch (KernelError e) {
                throw new WritException(FileFailures.translate(e, "").failure(), e);
            }
        }
    }
}
