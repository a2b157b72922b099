package dev.writ.server;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.OwnerOnly;
import dev.writ.WritException;
import dev.writ.insight.compliance.ReportKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder a server keeps its data in. While one is open no other server can use it; its file {@code server.json},
 * readable by the owner alone, tells local commands where the server is and how to speak to it.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "writ.lock";
    private static final String SERVER = "server.json";
    private static final String REPORT_KEY = "report-key";

    private final Path path;
    private final FileChannel channel;

    /** Where a server is and how to speak to it. */
    public record Server(String url, String token, long pid) {}

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder where it is missing, and takes it for this process.
     *
     * @throws WritException with {@code store_locked} while another server has it, {@code store_read_only} where it cannot
     *     be written
     */
    public static DataFolder open(Path path) {
        try {
            Files.createDirectories(path, OwnerOnly.FOLDER);
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.FILE);
            if (lock(channel) == null) {
                channel.close();
                throw inUse(path);
            }
            return new DataFolder(path, channel);
        } catch (FileAlreadyExistsException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "The data folder " + path + " cannot be made: " + e.getFile() + " is a file.",
                            "Choose another one with --data."),
                    e);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "The data folder " + path + " cannot be used: " + e.getMessage() + ".",
                            "Choose another one with --data, or give yourself write permission."),
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static WritException inUse(Path path) {
        String who = runningServer(path)
                .map(server -> " (process " + server.pid() + ", " + server.url() + ")")
                .orElse("");
        return new WritException(
                FailureCode.STORE_LOCKED,
                "Another Writ server uses the data folder " + path + who + ".",
                "Use that one, stop it, or choose another folder with --data.");
    }

    public Path path() {
        return path;
    }

    /** Where a data folder keeps the key that reports are signed with. */
    public static Path reportKeyFile(Path folder) {
        return folder.resolve(REPORT_KEY);
    }

    /**
     * The key that reports are signed with, made at its first use.
     *
     * @throws WritException as {@link ReportKey#open} does
     */
    synchronized ReportKey reportKey() {
        return ReportKey.open(reportKeyFile(path));
    }

    /** Tells local commands where the server is. */
    void announce(Server server) throws IOException {
        ObjectNode json = Json.object()
                .put("url", server.url())
                .put("token", server.token())
                .put("pid", server.pid());
        Path fresh = path.resolve(SERVER + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OwnerOnly.FILE);
        Files.writeString(fresh, Json.write(json));
        Files.move(fresh, path.resolve(SERVER), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The server that said it runs on the folder; it may have died since. */
    public static Optional<Server> runningServer(Path path) {
        try {
            ObjectNode json = Json.parseObject(Files.readString(path.resolve(SERVER)));
            return Optional.of(new Server(
                    json.path("url").asString(),
                    json.path("token").asString(),
                    json.path("pid").asLong()));
        } catch (IOException | WritException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(SERVER));
            channel.close();
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName())
                    .log(System.Logger.Level.WARNING, "the data folder could not be left cleanly", e);
        }
    }
}
