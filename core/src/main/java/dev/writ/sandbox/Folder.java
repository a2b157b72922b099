package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An open folder below a workspace root. Everything works on names directly in it, and on the folder that was opened,
 * whatever its path leads to by now. Links are never followed. Every method throws {@link WritException} with a code that
 * says why. For one thread.
 */
public final class Folder implements AutoCloseable {
    private static final long NO_FOLLOW = 0x100;
    private static final long REMOVE_FOLDER = 0x200;
    private static final long NO_REPLACE = 0x1;
    private static final long EXCHANGE = 0x2;
    private static final int LISTING_BYTES = 32 * 1024;
    private static final int MOST_LINK_BYTES = 4096;

    private final Descriptor descriptor;
    private final String path;

    Folder(Descriptor descriptor, String path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /**
     * Names in a folder, in no order.
     *
     * @param complete whether these are all
     */
    public record Names(List<String> names, boolean complete) {}

    public FileInfo info() {
        return attempt("", descriptor::info);
    }

    /** Whatever has this name. */
    public FileInfo info(String name) {
        return attempt(name, () -> descriptor.info(checked(name), NO_FOLLOW));
    }

    /** Whatever has this name; empty where nothing has. */
    public Optional<FileInfo> find(String name) {
        try {
            return Optional.of(descriptor.info(checked(name), NO_FOLLOW));
        } catch (KernelError e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw FileFailures.translate(e, where(name));
        }
    }

    /** What is in the folder, {@code most} names at the most; {@link FileName} says how odd names are written. */
    public Names names(int most) {
        List<String> names = new ArrayList<>();
        // A descriptor of its own, so that the folder can be listed again.
        try (Arena arena = Arena.ofConfined();
                Descriptor reading = descriptor.openFolder(".")) {
            MemorySegment buffer = arena.allocate(LISTING_BYTES, Long.BYTES);
            while (true) {
                long bytes = reading.call(Syscall.GETDENTS64, buffer.address(), LISTING_BYTES, 0, 0);
                if (bytes == 0) {
                    return new Names(names, true);
                }
                for (long at = 0; at < bytes; at += buffer.get(ValueLayout.JAVA_SHORT, at + 16) & 0xffff) {
                    String name = nameAt(buffer, at + 19);
                    if (name.equals(".") || name.equals("..")) {
                        continue;
                    }
                    if (names.size() == most) {
                        return new Names(names, false);
                    }
                    names.add(name);
                }
            }
        } catch (KernelError e) {
            throw FileFailures.translate(e, path);
        }
    }

    /** Opens a folder in this one. */
    public Folder folder(String name) {
        return attempt(name, () -> new Folder(descriptor.openFolder(checked(name)), where(name)));
    }

    /** Opens a file for reading. Pipes, sockets, devices, links and files that have another name too are refused. */
    public OpenFile open(String name) {
        // Before opening, because opening a device can have effects; and after, because the name may mean another by
        // then.
        requirePlain(info(name), name);
        OpenFile file =
                attempt(name, () -> new OpenFile(descriptor.openFile(checked(name), Descriptor.READ, 0), where(name)));
        try {
            requirePlain(file.info(), name);
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Makes a new file for writing; {@code conflict} where something has the name. */
    public OpenFile create(String name, int mode) {
        return attempt(
                name,
                () -> new OpenFile(descriptor.openFile(checked(name), Descriptor.WRITE_NEW, mode & 0777), where(name)));
    }

    public void makeFolder(String name, int mode) {
        attempt(name, () -> descriptor.callNamed(Syscall.MKDIRAT, checked(name), mode & 0777, 0));
    }

    /** The text of a link. */
    public byte[] linkTarget(String name) {
        return attempt(name, () -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(MOST_LINK_BYTES);
                long length =
                        descriptor.callNamed(Syscall.READLINKAT, checked(name), buffer.address(), MOST_LINK_BYTES);
                return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
        });
    }

    /** Makes a link with this text, which nothing here will follow. */
    public void makeLink(String name, byte[] target) {
        attempt(name, () -> {
            descriptor.link(target, checked(name));
            return 0;
        });
    }

    /** Gives an entry another name, here or in another folder; {@code conflict} where something has it. */
    public void rename(String name, Folder target, String targetName) {
        try {
            try {
                descriptor.rename(checked(name), target.descriptor, checked(targetName), NO_REPLACE);
            } catch (KernelError e) {
                if (e.errno() != Errno.EINVAL) {
                    throw e;
                }
                // Some network file systems cannot promise it in one step.
                if (target.find(targetName).isPresent()) {
                    throw new KernelError(Syscall.RENAMEAT2, Errno.EEXIST);
                }
                descriptor.rename(checked(name), target.descriptor, checked(targetName), 0);
            }
        } catch (KernelError e) {
            boolean missing = e.errno() == Errno.ENOENT;
            throw FileFailures.translate(e, missing ? where(name) : target.where(targetName));
        }
    }

    /** Two entries of this folder take each other's name in one step; false where the file system cannot do that. */
    public boolean exchange(String name, String otherName) {
        return attempt(otherName, () -> {
            try {
                descriptor.rename(checked(name), descriptor, checked(otherName), EXCHANGE);
                return true;
            } catch (KernelError e) {
                if (e.errno() == Errno.EINVAL) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Gives an entry the name of another in this folder, which is gone after that. */
    public void renameOver(String name, String otherName) {
        attempt(otherName, () -> {
            descriptor.rename(checked(name), descriptor, checked(otherName), 0);
            return 0;
        });
    }

    /** Removes a name that is not a folder's; a link goes, what it leads to stays. */
    public void removeFile(String name) {
        attempt(name, () -> descriptor.callNamed(Syscall.UNLINKAT, checked(name), 0, 0));
    }

    /** Removes an empty folder. */
    public void removeFolder(String name) {
        attempt(name, () -> descriptor.callNamed(Syscall.UNLINKAT, checked(name), REMOVE_FOLDER, 0));
    }

    /** What Writ itself may do with an entry: 4 reading, 2 writing, 1 executing, added. */
    public boolean permits(String name, int wanted) {
        try {
            descriptor.callNamed(Syscall.FACCESSAT2, checked(name), wanted, NO_FOLLOW);
            return true;
        } catch (KernelError e) {
            return false;
        }
    }

    /** Sets the folder's own permission bits. */
    public void setMode(int mode) {
        attempt("", () -> descriptor.call(Syscall.FCHMOD, mode & 0777, 0, 0, 0));
    }

    /** Gives the folder to another owner and group, where the operating system lets Writ do so; says whether it did. */
    public boolean setOwner(int owner, int group) {
        try {
            descriptor.call(Syscall.FCHOWN, owner, group, 0, 0);
            return true;
        } catch (KernelError e) {
            return false;
        }
    }

    /** Returns when the names in this folder are on the disk. */
    public void sync() {
        attempt("", () -> descriptor.call(Syscall.FSYNC, 0, 0, 0, 0));
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private void requirePlain(FileInfo info, String name) {
        String shown = "\"" + FileName.shown(where(name)) + "\"";
        switch (info.type()) {
            case FILE -> {
                if (info.links() > 1) {
                    throw new WritException(
                            FailureCode.OUTSIDE_WORKSPACE,
                            shown + " has " + info.links()
                                    + " names (hard links) and may lie outside the workspace too.",
                            "Make a copy of it with a name of its own and use that.");
                }
            }
            case DIRECTORY -> throw FileFailures.translate(new KernelError(Syscall.OPENAT2, Errno.EISDIR), where(name));
            case LINK -> throw FileFailures.translate(new KernelError(Syscall.OPENAT2, Errno.ELOOP), where(name));
            case OTHER ->
                throw new WritException(
                        FailureCode.OPERATION_FAILED,
                        shown + " is a pipe, a socket or a device, not a file.",
                        "Only regular files can be read and written.");
        }
    }

    /** The kernel is asked about single names alone; anything else is a mistake of Writ. */
    private static String checked(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not a single name: " + FileName.shown(name));
        }
        return name;
    }

    private static String nameAt(MemorySegment buffer, long start) {
        long end = start;
        while (buffer.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return FileName.decode(buffer.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE));
    }

    private String where(String name) {
        return name.isEmpty() ? path : path.equals(".") ? name : path + "/" + name;
    }

    private <T> T attempt(String name, KernelWork<T> work) {
        try {
            return work.run();
        } catch (KernelError e) {
            throw FileFailures.translate(e, where(name));
        }
    }

    /** Something that asks the kernel. */
    @FunctionalInterface
    private interface KernelWork<T> {
        T run() throws KernelError;
    }
}
