package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * When checkpoints are made, and who else gets them.
 *
 * @param events after so many events that no checkpoint covers
 * @param interval at the latest so long after the first of them
 * @param keyFile where the key is; empty where it lies in the data folder
 */
public record AuditSettings(int events, Duration interval, List<Witness> witnesses, Optional<Path> keyFile) {
    private static final int EVENTS = 5_000;
    private static final int SECONDS = 5;
    private static final int MOST = 1_000_000;
    private static final Set<String> NAMES = Set.of("checkpoint_events", "checkpoint_seconds", "witnesses", "key_file");

    /** With the key in the data folder. */
    public AuditSettings(int events, Duration interval, List<Witness> witnesses) {
        this(events, interval, witnesses, Optional.empty());
    }

    /** After 5,000 events or five seconds, for no witness. */
    public static AuditSettings defaults() {
        return new AuditSettings(EVENTS, Duration.ofSeconds(SECONDS), List.of());
    }

    /**
     * Reads the section {@code audit} of {@code writ.yaml}.
     *
     * @throws WritException with {@code invalid_arguments} naming what is wrong
     */
    public static AuditSettings read(JsonNode section) {
        for (String name : section.propertyNames()) {
            if (!NAMES.contains(name)) {
                throw wrong("There is no setting audit." + name + ".", "Use " + String.join(", ", NAMES) + ".");
            }
        }
        List<Witness> witnesses = new ArrayList<>();
        section.path("witnesses").forEach(entry -> witnesses.add(witness(entry)));
        return new AuditSettings(
                number(section, "checkpoint_events", EVENTS),
                Duration.ofSeconds(number(section, "checkpoint_seconds", SECONDS)),
                witnesses,
                keyFile(section.path("key_file")));
    }

    /** The file with the key, of a log whose data folder this is. */
    public Path keyFile(Path folder) {
        return keyFile.orElseGet(() -> AuditLog.keyFile(folder));
    }

    private static Optional<Path> keyFile(JsonNode value) {
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString() || !value.stringValue().startsWith("/")) {
            throw wrong("audit.key_file is not a whole path.", "Write for instance /run/secrets/audit-key.");
        }
        return Optional.of(Path.of(value.stringValue()));
    }

    private static int number(JsonNode section, String name, int otherwise) {
        JsonNode value = section.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > MOST) {
            throw wrong(
                    "audit." + name + " is not a number from 1 to 1,000,000.", "Write for instance " + otherwise + ".");
        }
        return value.intValue();
    }

    private static Witness witness(JsonNode entry) {
        if (entry.size() == 1) {
            JsonNode value = entry.iterator().next();
            switch (entry.propertyNames().iterator().next()) {
                case "file" -> {
                    return new Witness.ToFile(Path.of(text(value)));
                }
                case "webhook" -> {
                    return new Witness.ToWebhook(address(text(value)));
                }
                case "command" -> {
                    if (value.isArray() && !value.isEmpty()) {
                        return new Witness.ToCommand(
                                value.valueStream().map(AuditSettings::text).toList());
                    }
                }
                default -> {
                    // Said below.
                }
            }
        }
        throw wrong(
                "An entry of audit.witnesses is none.",
                "Write {file: PATH}, {webhook: URL} or {command: [PROGRAM, ARGUMENT, …]}.");
    }

    private static String text(JsonNode value) {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw wrong(
                    "A witness in audit.witnesses is not named by a text.",
                    "Write for instance {file: /mnt/worm/writ}.");
        }
        return value.stringValue();
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && Set.of("http", "https").contains(String.valueOf(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "The webhook of a witness is no address: " + e.getMessage() + ".",
                    "Write for instance https://HOST/PATH.");
        }
        throw wrong("The webhook of a witness is no http address.", "Write for instance https://HOST/PATH.");
    }

    private static WritException wrong(String what, String todo) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, what, todo);
    }
}
