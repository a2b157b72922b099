package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.merkle.NoteKey;
import dev.writ.server.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of a data folder. They never go into a backup: with them and a database, another history can be signed. */
final class Keys {
    private Keys() {}

    /** Where a data folder, or a copy of its keys, has them. */
    private static List<Path> files(Path folder) {
        return List.of(AuditLog.keyFile(folder), DataFolder.reportKeyFile(folder));
    }

    /** What the audit log is checked with; empty where the folder has no key. None is made. */
    static Optional<NoteKey> audit(Path folder) {
        Path file = files(folder).getFirst();
        return Files.exists(file) ? Optional.of(AuditKey.open(file).publicKey()) : Optional.empty();
    }

    /**
     * Copies those that are there into another folder.
     *
     * @throws WritException with {@code conflict} where another key has the place
     */
    static void copy(Path from, Path to) throws IOException {
        requireRoom(from, to);
        OwnerFiles.folder(to);
        for (int i = 0; i < files(from).size(); i++) {
            Path key = files(from).get(i);
            Path place = files(to).get(i);
            if (Files.exists(key) && Files.notExists(place)) {
                OwnerFiles.replace(place, Files.readString(key, StandardCharsets.US_ASCII));
            }
        }
    }

    /** @throws WritException with {@code conflict} where another key has the place */
    static void requireRoom(Path from, Path to) throws IOException {
        for (int i = 0; i < files(from).size(); i++) {
            Path key = files(from).get(i);
            Path place = files(to).get(i);
            if (Files.exists(key) && Files.exists(place) && Files.mismatch(key, place) >= 0) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        place + " holds another key than " + key + ".",
                        "Move it away, or name another folder; nothing was changed.");
            }
        }
    }
}
