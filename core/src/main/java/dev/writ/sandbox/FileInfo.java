package dev.writ.sandbox;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Optional;

/**
 * What the kernel says about a directory entry, links not followed.
 *
 * @param size in bytes
 * @param links how many names the file has; more than one means that it may also lie elsewhere
 * @param mode permission bits, as in 0644
 * @param modified when the content was changed
 * @param changed when content, name or permissions were changed; no program can set it
 * @param created where the file system keeps it
 * @param device and {@code inode}: which file it is, whatever its name
 */
public record FileInfo(
        Type type,
        long size,
        int links,
        int mode,
        int owner,
        int group,
        Instant modified,
        Instant changed,
        Optional<Instant> created,
        long device,
        long inode) {
    /** What an entry is. */
    public enum Type {
        FILE,
        DIRECTORY,
        LINK,
        /** A pipe, socket or device. */
        OTHER;

        /** As callers see it, for instance {@code file}. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Layout of {@code struct statx}, the same on every processor (include/uapi/linux/stat.h). */
    static final int STATX_BYTES = 256;

    static final int BASIC_AND_BIRTH = 0xfff;
    private static final int BIRTH = 0x800;

    static FileInfo of(MemorySegment statx) {
        int mode = statx.get(ValueLayout.JAVA_SHORT, 28) & 0xffff;
        boolean hasBirth = (statx.get(ValueLayout.JAVA_INT, 0) & BIRTH) != 0;
        return new FileInfo(
                type(mode),
                statx.get(ValueLayout.JAVA_LONG, 40),
                statx.get(ValueLayout.JAVA_INT, 16),
                mode & 07777,
                statx.get(ValueLayout.JAVA_INT, 20),
                statx.get(ValueLayout.JAVA_INT, 24),
                time(statx, 112),
                time(statx, 96),
                hasBirth ? Optional.of(time(statx, 80)) : Optional.empty(),
                ((long) statx.get(ValueLayout.JAVA_INT, 136) << 32) | statx.get(ValueLayout.JAVA_INT, 140),
                statx.get(ValueLayout.JAVA_LONG, 32));
    }

    public boolean isFile() {
        return type == Type.FILE;
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    /** Whether both describe the same file. */
    public boolean isSameFileAs(FileInfo other) {
        return device == other.device && inode == other.inode;
    }

    private static Type type(int mode) {
        return switch (mode & 0170000) {
            case 0100000 -> Type.FILE;
            case 0040000 -> Type.DIRECTORY;
            case 0120000 -> Type.LINK;
            default -> Type.OTHER;
        };
    }

    private static Instant time(MemorySegment statx, long at) {
        return Instant.ofEpochSecond(
                statx.get(ValueLayout.JAVA_LONG, at), statx.get(ValueLayout.JAVA_INT, at + Long.BYTES));
    }
}
