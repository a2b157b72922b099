package dev.writ.improvement;

import dev.writ.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a folder in which nothing leads out of it: regular files and folders alone. Symbolic links are left out, sockets
 * and pipes too, and a file with a second name elsewhere becomes a file of its own. Each name is opened relative to the
 * folder it was seen in and never followed, so that somebody who puts a link in its place meanwhile gets nothing copied.
 */
final class WorkspaceCopy {
    static final long MOST_BYTES = 64L << 20;
    static final int MOST_ENTRIES = 10_000;
    static final int DEEPEST = 64;

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private long bytes;
    private int entries;

    private WorkspaceCopy() {}

    /** Says that there is more than a copy may take. */
    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Copies a folder, in place of what was at the other path.
     *
     * @return false, and nothing is left, where it is no folder any more, cannot be read, or is too large
     */
    static boolean make(Path from, Path to) {
        if (!Files.isDirectory(from)) {
            return false;
        }
        remove(to);
        try {
            Files.createDirectories(to.getParent(), OwnerOnly.FOLDER);
            Files.createDirectory(to);
            try (DirectoryStream<Path> opened = Files.newDirectoryStream(from.toRealPath())) {
                if (!(opened instanceof SecureDirectoryStream<Path> folder)) {
                    throw new IOException("folders cannot be held open here");
                }
                new WorkspaceCopy().copy(folder, to, 1);
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            remove(to);
            return false;
        }
    }

    private void copy(SecureDirectoryStream<Path> from, Path to, int depth) throws IOException {
        for (Path seen : from) {
            Path name = seen.getFileName();
            entries++;
            if (entries > MOST_ENTRIES || depth > DEEPEST) {
                throw new TooMuch();
            }
            PosixFileAttributes attributes = from.getFileAttributeView(
                            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            Path copy = to.resolve(name.toString());
            if (attributes.isDirectory()) {
                Files.createDirectory(copy);
                try (SecureDirectoryStream<Path> inner = from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    copy(inner, copy, depth + 1);
                }
            } else if (attributes.isRegularFile()) {
                copyFile(from, name, copy, attributes);
            }
        }
    }

    private void copyFile(SecureDirectoryStream<Path> from, Path name, Path copy, PosixFileAttributes attributes)
            throws IOException {
        try (InputStream in = Channels.newInputStream(from.newByteChannel(name, READ));
                OutputStream target = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > MOST_BYTES) {
                    throw new TooMuch();
                }
                target.write(buffer, 0, read);
            }
        }
        Files.setPosixFilePermissions(copy, attributes.permissions());
        Files.setLastModifiedTime(copy, attributes.lastModifiedTime());
    }

    /** Removes a copy with all that is in it, without following links that were made there meanwhile. */
    static void remove(Path folder) {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new Removing());
        } catch (IOException e) {
            System.getLogger(WorkspaceCopy.class.getName())
                    .log(System.Logger.Level.WARNING, "A copy of a workspace could not be removed: " + folder, e);
        }
    }

    private static final class Removing extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException e) throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
        }
    }
}
