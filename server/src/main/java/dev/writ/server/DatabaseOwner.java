package dev.writ.server;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.OwnerOnly;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a database file to one server: two with data folders of their own could name the same file, and each would take the
 * other's tasks for broken off by a crash. The lock is on a file beside it, since SQLite has its own on the file itself, and
 * goes with the process.
 */
public final class DatabaseOwner implements AutoCloseable {
    private static final String SUFFIX = ".lock";

    private final @Nullable FileChannel channel;

    private DatabaseOwner(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the settings' database for this process, where it is a file.
     *
     * @throws WritException with {@code store_locked} while another server has it, {@code store_read_only} where nothing can
     *     be written beside it
     */
    public static DatabaseOwner take(Settings settings) {
        return settings.postgres().isPresent() ? new DatabaseOwner(null) : take(settings.databaseFile());
    }

    private static DatabaseOwner take(Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            // Whatever name a link gives it.
            Path real = Files.exists(file) ? file.toRealPath() : file;
            FileChannel channel = FileChannel.open(
                    real.resolveSibling(real.getFileName() + SUFFIX),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    OwnerOnly.FILE);
            if (isLocked(channel)) {
                return new DatabaseOwner(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "Nothing can be written beside the database " + file + ": " + e.getMessage() + ".",
                            "Choose another one with --database or --data, or give yourself write permission."),
                    e);
        }
        throw new WritException(
                FailureCode.STORE_LOCKED,
                "Another Writ server uses the database " + file + ".",
                "Use that one or stop it; for several servers on one database, use PostgreSQL.");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock()).isPresent();
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(DatabaseOwner.class.getName())
                    .log(System.Logger.Level.WARNING, "the database could not be left cleanly", e);
        }
    }
}
