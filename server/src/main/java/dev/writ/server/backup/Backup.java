package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.merkle.NoteKey;
import dev.writ.server.Settings;
import dev.writ.store.SqliteCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Copies a data folder's database and what is needed to check it, whether or not a server runs on it. */
public final class Backup {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private Backup() {}

    /**
     * What is wanted.
     *
     * @param where a folder that is not there yet, or one that is, for a new folder in it
     * @param keys where to copy the keys to; they are not copied without
     * @param unverified whether to keep a backup whose audit log does not verify
     */
    public record Request(Path where, Optional<Path> keys, boolean unverified) {}

    /**
     * What was made.
     *
     * @param facts as {@code backup.json} has them
     * @param audit what came of checking the copy's audit log, in one sentence
     */
    public record Made(Path folder, ObjectNode facts, String audit) {}

    /**
     * Makes a backup and checks it; under its name there is a whole one or none.
     *
     * @throws WritException with {@code conflict} where something has its name, {@code store_damaged} where the copy is not
     *     sound or does not verify, {@code store_full}, or another {@code store_…} code; nothing is left of it then
     */
    public static Made make(Settings settings, Request request, InstantSource clock) {
        Path database = file(settings);
        Path target = target(request.where(), clock.instant());
        if (request.keys().filter(keys -> absolute(keys).startsWith(target)).isPresent()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The keys would lie in the backup.",
                    "Name another folder with --keys: who has a backup with its keys can sign another history.");
        }
        try {
            OwnerFiles.folder(OwnerFiles.parent(target));
            Path draft = OwnerFiles.draft(OwnerFiles.parent(target), ".writ-backup-");
            try {
                BackupManifest manifest = fill(draft, database, settings, request, clock);
                if (request.keys().isPresent()) {
                    Keys.of(settings).copy(Keys.in(request.keys().get()));
                }
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
                OwnerFiles.sync(OwnerFiles.parent(target));
                return new Made(target, manifest.toJson(), manifest.audit());
            } finally {
                if (Files.exists(draft)) {
                    OwnerFiles.discard(draft);
                }
            }
        } catch (IOException e) {
            throw OwnerFiles.failure("The backup could not be made", e);
        }
    }

    /**
     * The database file of a data folder.
     *
     * @throws WritException with {@code invalid_arguments} where the database is on a server
     */
    static Path file(Settings settings) {
        if (settings.postgres().isPresent()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The database is on a PostgreSQL server, whose own tools copy it: pg_dump and pg_restore.",
                    "See docs/operations.md; `writ migrate` copies it into a file that is checked.");
        }
        return settings.databaseFile();
    }

    private static Path target(Path where, Instant now) {
        Path named = absolute(where);
        Path target = Files.isDirectory(named)
                ? named.resolve("writ-backup-" + NAME.format(now.atOffset(ZoneOffset.UTC)))
                : named;
        if (Files.exists(target)) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    target + " is there already.",
                    "Name a folder that is not there, or one to make a new folder in.");
        }
        return target;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static BackupManifest fill(
            Path draft, Path database, Settings settings, Request request, InstantSource clock) throws IOException {
        Instant now = clock.instant();
        // First the checkpoint, then the database: it covers what the checkpoint says, and perhaps more.
        Optional<String> checkpoint =
                AuditLog.lastCheckpoint(settings.dataFolder()).read();
        Path copy = draft.resolve(BackupManifest.DATABASE);
        OwnerFiles.create(copy);
        SqliteCopy.make(database, copy);
        OwnerFiles.sync(copy);
        Optional<NoteKey> key = Keys.of(settings).publicKey();
        CopyCheck check = CopyCheck.of(copy, key, checkpoint, now);
        if (!request.unverified()) {
            check.requireVerified("The backup was not kept");
        }
        if (checkpoint.isPresent()) {
            OwnerFiles.write(draft.resolve(BackupManifest.CHECKPOINT), checkpoint.get());
        }
        BackupManifest manifest = new BackupManifest(
                now,
                check.schema(),
                OwnerFiles.digest(copy),
                checkpoint.map(OwnerFiles::digest).orElse(""),
                key.map(NoteKey::text).orElse(""),
                check.verified(),
                check.sentence());
        manifest.write(draft);
        OwnerFiles.sync(draft);
        return manifest;
    }
}
