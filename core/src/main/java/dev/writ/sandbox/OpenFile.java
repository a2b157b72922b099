package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An open regular file with a single name. For one thread. */
public final class OpenFile implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final Descriptor descriptor;
    private final String path;

    OpenFile(Descriptor descriptor, String path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /** As it is now. */
    public FileInfo info() {
        try {
            return descriptor.info();
        } catch (KernelError e) {
            throw FileFailures.translate(e, path);
        }
    }

    /**
     * Reads from a position on.
     *
     * @return how many bytes were read; 0 at the end
     */
    public int read(long position, byte[] into) {
        try (Arena arena = Arena.ofConfined()) {
            int most = Math.min(into.length, CHUNK);
            MemorySegment buffer = arena.allocate(most);
            int count = (int) descriptor.call(Syscall.PREAD64, buffer.address(), most, position, 0);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, 0, count);
            return count;
        } catch (KernelError e) {
            throw FileFailures.translate(e, path);
        }
    }

    /** @throws WritException with {@code too_large} for more than {@code most} bytes */
    public byte[] readAll(long most) {
        long size = info().size();
        if (size > most) {
            throw tooLarge(most);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) size);
        byte[] chunk = new byte[CHUNK];
        for (int count = read(0, chunk); count > 0; count = read(content.size(), chunk)) {
            // The file may grow while it is read.
            if (content.size() + (long) count > most) {
                throw tooLarge(most);
            }
            content.write(chunk, 0, count);
        }
        return content.toByteArray();
    }

    /** Appends to a file that {@link Folder#create} made. */
    public void write(byte[] content) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, Math.min(content.length, CHUNK)));
            int written = 0;
            while (written < content.length) {
                int count = Math.min(CHUNK, content.length - written);
                MemorySegment.copy(content, written, buffer, ValueLayout.JAVA_BYTE, 0, count);
                written += (int) descriptor.call(Syscall.WRITE, buffer.address(), count, 0, 0);
            }
        } catch (KernelError e) {
            throw FileFailures.translate(e, path);
        }
    }

    /** Sets the permission bits; those that lend the owner's identity are left out. */
    public void setMode(int mode) {
        try {
            descriptor.call(Syscall.FCHMOD, mode & 0777, 0, 0, 0);
        } catch (KernelError e) {
            throw FileFailures.translate(e, path);
        }
    }

    /** Gives the file to another owner and group, where the operating system lets Writ do so; says whether it did. */
    public boolean setOwner(int owner, int group) {
        try {
            descriptor.call(Syscall.FCHOWN, owner, group, 0, 0);
            return true;
        } catch (KernelError e) {
            return false;
        }
    }

    /** Returns when content and information are on the disk. */
    public void sync() {
        try {
            descriptor.call(Syscall.FSYNC, 0, 0, 0, 0);
        } catch (KernelError e) {
            throw FileFailures.translate(e, path);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private WritException tooLarge(long most) {
        return new WritException(
                FailureCode.TOO_LARGE,
                "\"" + FileName.shown(path) + "\" is larger than " + most + " bytes.",
                "Read a part of it, or work on a smaller file.");
    }
}
