package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.merkle.NoteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself, in its file {@code backup.json}.
 *
 * @param schema version of the database
 * @param database SHA-256 of it, in hex
 * @param checkpoint SHA-256 of the checkpoint that lay beside it, in hex; empty where there was none
 * @param key what its audit log is checked with; empty where that was not there
 * @param verified whether the audit log verified when the backup was made
 * @param audit what came of that check, in one sentence
 */
record BackupManifest(
        Instant madeAt, int schema, String database, String checkpoint, String key, boolean verified, String audit) {
    /** The database, whatever its name was. */
    static final String DATABASE = "writ.db";

    static final String CHECKPOINT = "audit-checkpoint";
    private static final String FILE = "backup.json";
    private static final int FORMAT = 1;

    /** @throws WritException with {@code not_found} where there is no backup, {@code store_damaged} where it cannot be read */
    static BackupManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    folder + " is no backup: it has no " + FILE + ".",
                    "Name the folder that `writ backup` made.");
        }
        try {
            return of(Json.parseObject(Files.readString(file)));
        } catch (IOException | WritException | DateTimeParseException e) {
            throw damaged(folder + " cannot be read: its " + FILE + " is damaged");
        }
    }

    private static BackupManifest of(ObjectNode json) {
        if (json.path("writ_backup").asInt(0) != FORMAT) {
            throw damaged("it is of another form");
        }
        return new BackupManifest(
                Instant.parse(json.path("made_at").asString("")),
                json.path("schema").asInt(0),
                json.path(DATABASE).asString(""),
                json.path(CHECKPOINT).asString(""),
                json.path("audit_key").asString(""),
                json.path("verified").asBoolean(false),
                json.path("audit").asString(""));
    }

    static WritException damaged(String what) {
        return new WritException(
                FailureCode.STORE_DAMAGED, "The backup " + what + ".", "Use another backup; nothing was changed.");
    }

    ObjectNode toJson() {
        return Json.object()
                .put("writ_backup", FORMAT)
                .put("made_at", madeAt.toString())
                .put("schema", schema)
                .put(DATABASE, database)
                .put(CHECKPOINT, checkpoint)
                .put("audit_key", key)
                .put("verified", verified)
                .put("audit", audit);
    }

    void write(Path folder) throws IOException {
        OwnerFiles.write(folder.resolve(FILE), Json.writePretty(toJson()) + "\n");
    }

    Optional<NoteKey> auditKey() {
        return key.isEmpty() ? Optional.empty() : Optional.of(NoteKey.parse(key));
    }
}
