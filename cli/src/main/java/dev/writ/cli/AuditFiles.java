package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.audit.AuditExport;
import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.event.audit.LogVerifier;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.server.Settings;
import dev.writ.server.api.AuditJson;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteStore;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/**
 * The audit log of a data folder, without a server and without writing to it.
 *
 * @param key to check with
 */
record AuditFiles(Settings settings, NoteKey key) {
    /**
     * @param key a file with the public key; without one, that of the folder
     * @throws WritException with {@code not_found} where there is no key
     */
    static AuditFiles of(GlobalOptions options, Optional<Path> key) {
        Settings settings = Settings.load(options.asFlags(), System.getenv());
        return new AuditFiles(
                settings, key.map(file -> NoteKey.parse(read(file))).orElseGet(() -> own(settings)));
    }

    private static NoteKey own(Settings settings) {
        Path folder = settings.dataFolder();
        Path file = AuditSettings.read(settings.section("audit")).keyFile(folder);
        if (!Files.exists(file)) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no key in " + folder + ".",
                    "Name the data folder with --data, or the public key with --key.");
        }
        return AuditKey.open(file).publicKey();
    }

    /** @param where the checkpoints are from, and what they are */
    JsonNode verify(String where, String checkpoints) {
        List<OutsideCheckpoint> outside = new ArrayList<>(OutsideCheckpoint.read(where, checkpoints));
        AuditLog.lastCheckpoint(settings.dataFolder()).outside().ifPresent(outside::add);
        return AuditJson.of(inspect(handle -> LogVerifier.verify(handle, key, outside, Instant.now())));
    }

    private <T> T inspect(Function<Handle, T> query) {
        return settings.postgres()
                .map(address -> PostgresStore.inspect(
                        address, settings.environment().getOrDefault(PostgresAddress.PASSWORD, ""), query))
                .orElseGet(() -> SqliteStore.inspect(settings.databaseFile(), query));
    }

    void export(AuditExport.Redact redact, Writer out) {
        inspect(handle -> {
            AuditExport.write(handle, key, redact, out);
            return redact;
        });
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "The file " + file + " cannot be read.",
                            "Check the path, and that you may read it."),
                    e);
        }
    }
}
