package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.event.merkle.NoteKey;
import dev.writ.server.DataFolder;
import dev.writ.server.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the keys of an installation are. They never go into a backup: with them and a database, another history can be
 * signed.
 */
record Keys(Path audit, Path report) {
    /** Where the settings have them. */
    static Keys of(Settings settings) {
        Path folder = settings.dataFolder();
        return new Keys(
                AuditSettings.read(settings.section("audit")).keyFile(folder), DataFolder.reportKeyFile(folder));
    }

    /** Where a folder has copies of them. */
    static Keys in(Path folder) {
        return new Keys(AuditLog.keyFile(folder), DataFolder.reportKeyFile(folder));
    }

    /** What the audit log is checked with; empty where there is no key. None is made. */
    Optional<NoteKey> publicKey() {
        return Files.exists(audit) ? Optional.of(AuditKey.open(audit).publicKey()) : Optional.empty();
    }

    /**
     * Copies those that are there.
     *
     * @throws WritException with {@code conflict} where another key has the place
     */
    void copy(Keys to) throws IOException {
        requireRoom(to);
        copy(audit, to.audit);
        copy(report, to.report);
    }

    private static void copy(Path key, Path place) throws IOException {
        if (Files.exists(key) && Files.notExists(place)) {
            OwnerFiles.folder(OwnerFiles.parent(place));
            OwnerFiles.replace(place, Files.readString(key, StandardCharsets.US_ASCII));
        }
    }

    /** @throws WritException with {@code conflict} where another key has the place */
    void requireRoom(Keys to) throws IOException {
        requireRoom(audit, to.audit);
        requireRoom(report, to.report);
    }

    private static void requireRoom(Path key, Path place) throws IOException {
        if (Files.exists(key) && Files.exists(place) && Files.mismatch(key, place) >= 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    place + " holds another key than " + key + ".",
                    "Move it away, or name another folder; nothing was changed.");
        }
    }
}
