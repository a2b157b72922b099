package dev.writ.event.audit;

import dev.writ.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The last checkpoint, beside the database: a database of yesterday, or one whose checkpoints were deleted, shows by it. */
public record LastCheckpoint(Path file) {
    private static final System.Logger LOG = System.getLogger(LastCheckpoint.class.getName());

    /** What was written last, whoever wrote it; empty where there is none. */
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As a checkpoint to be checked against; none where there is no file. */
    public Optional<OutsideCheckpoint> outside() {
        return read().map(note -> new OutsideCheckpoint("the data folder", note));
    }

    void write(String note) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OwnerOnly.FILE);
            Files.writeString(fresh, note);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the last checkpoint could not be kept beside the database", e);
        }
    }
}
