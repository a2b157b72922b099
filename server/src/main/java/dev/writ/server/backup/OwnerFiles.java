package dev.writ.server.backup;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.OwnerOnly;
import dev.writ.WritException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/** Files for their owner alone, on disk when a method returns. */
final class OwnerFiles {
    private static final int BUFFER = 1 << 16;

    private OwnerFiles() {}

    /** Makes the folder and those above it, where they are missing. */
    static void folder(Path path) throws IOException {
        Files.createDirectories(path, OwnerOnly.FOLDER);
    }

    /** A new folder beside others, under a name of its own. */
    static Path draft(Path parent, String prefix) throws IOException {
        return Files.createTempDirectory(parent, prefix, OwnerOnly.FOLDER);
    }

    static void create(Path file) throws IOException {
        Files.createFile(file, OwnerOnly.FILE);
    }

    static void write(Path file, String text) throws IOException {
        create(file);
        Files.writeString(file, text);
        sync(file);
    }

    /** Writes under another name first, so that the file is whole or not there at all. */
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        write(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(file));
    }

    /** Copies into a new file; SHA-256 of what was copied, in hex. */
    static String copy(Path from, Path to) throws IOException {
        create(to);
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a file, in hex. */
    static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Has a file's content, or a folder's names, written to the disk. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The folder that a file lies in. */
    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath().getRoot() : parent;
    }

    /** Takes away what was begun; what cannot be taken away stays. */
    static void discard(Path path) {
        try (var paths = Files.walk(path)) {
            for (Path one : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            System.getLogger(OwnerFiles.class.getName())
                    .log(System.Logger.Level.WARNING, path + " could not be deleted: " + e.getMessage());
        }
    }

    /** @param what as part of a sentence: what could not be done */
    static WritException failure(String what, IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left")
                || String.valueOf(e.getMessage()).contains("quota");
        return new WritException(
                Failure.of(
                        full ? FailureCode.STORE_FULL : FailureCode.STORE_READ_ONLY,
                        what + ": " + (full ? "the disk is full" : reason(e)) + ".",
                        full ? "Free some space, or choose another disk." : "Check the path and its permissions."),
                e);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }
}
