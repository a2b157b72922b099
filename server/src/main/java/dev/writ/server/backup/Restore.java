package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.merkle.NoteKey;
import dev.writ.server.DataFolder;
import dev.writ.server.DatabaseOwner;
import dev.writ.server.Settings;
import dev.writ.store.SqliteCopy;
import dev.writ.store.StoreFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Puts a backup into a data folder on which no server runs. */
public final class Restore {
    private static final List<String> BESIDE = List.of("", "-wal", "-shm", "-journal");

    private final Request request;
    private final InstantSource clock;
    private final Path database;
    private final Path folder;
    private final Settings settings;
    private final Keys keys;

    private Restore(Settings settings, Request request, InstantSource clock) {
        this.request = request;
        this.clock = clock;
        this.database = Backup.file(settings);
        this.folder = settings.dataFolder();
        this.settings = settings;
        this.keys = Keys.of(settings);
    }

    /**
     * What is wanted.
     *
     * @param replace whether a database that is there may be put aside
     * @param keys where the keys are, if the data folder is to get them
     * @param unverified whether to go on though the audit log does not verify
     * @param hold whether every task is to wait for a person before its next step
     */
    public record Request(Path backup, boolean replace, Optional<Path> keys, boolean unverified, boolean hold) {}

    /**
     * What was done.
     *
     * @param aside where the files now are that were there before; empty where there were none
     * @param hasKey whether the data folder has the key that the backup's log is signed with
     * @param audit what came of checking the copy's audit log, in one sentence
     */
    public record Restored(Path database, Optional<Path> aside, boolean hasKey, String audit) {}

    /**
     * Copies the backup, checks the copy, and only then puts it in the place of the database. Nothing is deleted.
     *
     * @throws WritException with {@code store_locked} while a server uses the data folder or the database, {@code conflict}
     *     where a database or another key is there, {@code store_damaged} where the backup is not what was made,
     *     {@code store_newer} where it is of a newer Writ; the data folder is then as it was
     */
    public static Restored run(Settings settings, Request request, InstantSource clock) {
        return new Restore(settings, request, clock).run();
    }

    @SuppressWarnings("try") // both are held, and asked nothing
    private Restored run() {
        BackupManifest manifest = BackupManifest.read(request.backup());
        if (manifest.schema() > SqliteCopy.newestVersion()) {
            throw new WritException(
                    FailureCode.STORE_NEWER,
                    "The backup is of a newer Writ (its version is " + manifest.schema() + ").",
                    "Use that version; nothing was changed.");
        }
        try (DataFolder held = DataFolder.open(folder);
                DatabaseOwner owner = DatabaseOwner.take(settings)) {
            return into(manifest);
        } catch (IOException e) {
            throw OwnerFiles.failure("The backup could not be restored", e);
        }
    }

    private Restored into(BackupManifest manifest) throws IOException {
        requireRoom();
        Optional<NoteKey> key = key(manifest);
        OwnerFiles.folder(OwnerFiles.parent(database));
        Path draft = database.resolveSibling(database.getFileName() + ".restoring");
        Files.deleteIfExists(draft);
        try {
            if (!OwnerFiles.copy(request.backup().resolve(BackupManifest.DATABASE), draft)
                    .equals(manifest.database())) {
                throw BackupManifest.damaged("is damaged: its database is not the one that was written");
            }
            Optional<String> checkpoint = checkpoint(manifest);
            CopyCheck check = CopyCheck.of(draft, key.or(manifest::auditKey), checkpoint, clock.instant());
            if (!request.unverified()) {
                check.requireVerified("The backup was not restored");
            }
            if (request.hold()) {
                hold(draft);
            }
            Optional<Path> aside = putAside();
            if (checkpoint.isPresent()) {
                OwnerFiles.replace(AuditLog.lastCheckpoint(folder).file(), checkpoint.get());
            }
            if (request.keys().isPresent()) {
                Keys.in(request.keys().get()).copy(keys);
            }
            Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
            OwnerFiles.sync(OwnerFiles.parent(database));
            return new Restored(database, aside, key.isPresent(), check.sentence());
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void requireRoom() {
        if (!Files.exists(database)) {
            return;
        }
        if (SqliteCopy.isOpenElsewhere(database)) {
            throw new WritException(
                    FailureCode.STORE_LOCKED,
                    "Another program has the database " + database + " open.",
                    "Stop it first; nothing was changed.");
        }
        if (!request.replace()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "There is a database already: " + database + ".",
                    "Choose another folder with --data, or have it put aside with --replace; nothing was changed.");
        }
    }

    /** The key with which the data folder will go on; empty where it has none. */
    private Optional<NoteKey> key(BackupManifest manifest) throws IOException {
        if (request.keys().isPresent()) {
            Keys.in(request.keys().get()).requireRoom(keys);
        }
        Optional<NoteKey> key = keys.publicKey()
                .or(() -> request.keys().flatMap(copies -> Keys.in(copies).publicKey()));
        if (key.isPresent() && !manifest.key().isEmpty() && !key.equals(manifest.auditKey())) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The backup's log was signed with the key "
                            + manifest.auditKey().get().name() + ", and the key here is "
                            + key.get().name() + ".",
                    "Move that key away and name the right one with --keys; nothing was changed.");
        }
        return key;
    }

    private Optional<String> checkpoint(BackupManifest manifest) throws IOException {
        if (manifest.checkpoint().isEmpty()) {
            return Optional.empty();
        }
        String note = Files.readString(request.backup().resolve(BackupManifest.CHECKPOINT));
        if (!OwnerFiles.digest(note).equals(manifest.checkpoint())) {
            throw BackupManifest.damaged("is damaged: its checkpoint is not the one that was written");
        }
        return Optional.of(note);
    }

    /** As {@code Controls.setSystemStepMode}: what was done since the backup is not known here, and may be done again. */
    private static void hold(Path draft) throws IOException {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + draft)) {
            handle.execute("""
                    INSERT INTO settings (name, value) VALUES ('step_mode', 'on')
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """);
        } catch (JdbiException e) {
            throw StoreFailures.translate(e);
        }
        OwnerFiles.sync(draft);
    }

    /** Also what a database left that is gone: its log would be taken for that of the new one. */
    private Optional<Path> putAside() throws IOException {
        List<Path> there = BESIDE.stream()
                .map(end -> database.resolveSibling(database.getFileName() + end))
                .filter(Files::exists)
                .toList();
        Path checkpoint = AuditLog.lastCheckpoint(folder).file();
        if (there.isEmpty() && Files.notExists(checkpoint)) {
            return Optional.empty();
        }
        Path aside = OwnerFiles.draft(OwnerFiles.parent(database), "before-restore-");
        for (Path file : there) {
            Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        if (Files.exists(checkpoint)) {
            OwnerFiles.copy(checkpoint, aside.resolve(checkpoint.getFileName()));
            Files.delete(checkpoint);
        }
        OwnerFiles.sync(aside);
        OwnerFiles.sync(OwnerFiles.parent(database));
        return Optional.of(aside);
    }
}
