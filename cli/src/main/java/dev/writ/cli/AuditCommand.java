package dev.writ.cli;

import dev.writ.Json;
import dev.writ.event.audit.AuditExport;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.Proofs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code writ audit …}: check the log, prove what stands in it, and take it elsewhere. */
@Command(
        name = "audit",
        description = "Check that nobody changed the log, prove events, export it.",
        mixinStandardHelpOptions = true)
final class AuditCommand {
    @Command(
            name = "verify",
            description =
                    "Check every event and record against the tree, its signatures and checkpoints kept elsewhere.",
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--from",
                            paramLabel = "FILE",
                            description =
                                    "Checkpoints kept elsewhere, such as a witness's file; the log must fit them.")
                    @Nullable
                    Path checkpoints,
            @Option(
                            names = "--offline",
                            description = "Read the data folder itself, without a server. So it is where none runs.")
                    boolean offline,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "The public key as `writ audit key` prints it; else that of the data folder.")
                    @Nullable
                    Path key) {
        String outside = checkpoints == null ? "" : AuditFiles.read(checkpoints);
        Optional<Session> running = offline || key != null ? Optional.empty() : Session.again(options);
        JsonNode answer;
        if (running.isPresent()) {
            try (Session session = running.get()) {
                answer = session.api().post("/audit/verification", Json.object().put("checkpoints", outside));
            }
        } else {
            String where = checkpoints == null ? "" : checkpoints.toString();
            answer = AuditFiles.of(options, Optional.ofNullable(key)).verify(where, outside);
        }
        AuditText.print(options.terminal(), options.format(), answer);
        return answer.path("holds").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(
            name = "prove",
            description = "Prove that an event stands in the signed log; the proof is checked before it is printed.",
            mixinStandardHelpOptions = true)
    int prove(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "SEQ", description = "Its number, or its id.") String event) {
        return Session.with(options, api -> {
            JsonNode proof = api.get("/audit/proof/" + Paths.encode(event));
            boolean holds = Checkpoint.verify(
                            proof.path("checkpoint").asString(""),
                            NoteKey.parse(proof.path("key").asString("")))
                    .filter(signed -> Proofs.includes(
                            hash(proof.path("leaf_hash")),
                            proof.path("index").asLong(),
                            signed.size(),
                            proof.path("path")
                                    .valueStream()
                                    .map(AuditCommand::hash)
                                    .toList(),
                            signed.rootHash()))
                    .isPresent();
            options.terminal().data(Json.writePretty(proof));
            options.terminal()
                    .message(
                            holds
                                    ? "Event " + proof.path("seq").asLong() + " stands in the log as it was signed at "
                                            + proof.path("size").asLong() + "."
                                    : "The proof does not hold.");
        });
    }

    private static byte[] hash(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asString(""));
    }

    @Command(
            name = "export",
            description = "Print the whole log as lines of JSON, to be checked with docs/audit/AuditVerifier.java.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--as",
                            paramLabel = "FORMAT",
                            description = "ndjson, which can be verified, or ocsf (default ndjson).",
                            defaultValue = "ndjson")
                    String format,
            @Option(
                            names = "--redact",
                            paramLabel = "TYPES",
                            description = "Leave the data of these events out, for instance message,tool; * for all.",
                            defaultValue = "")
                    String redact,
            @Option(names = "--offline", description = "Read the data folder itself, without a server.")
                    boolean offline)
            throws IOException {
        if (offline) {
            Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
            AuditFiles.of(options, Optional.empty()).export(AuditExport.redact(redact), out);
            out.flush();
            return ExitCode.OK;
        }
        return Session.with(
                options,
                api -> api.copy(
                        "/audit/export?format=" + Paths.encode(format) + "&redact=" + Paths.encode(redact),
                        System.out));
    }

    @Command(
            name = "checkpoint",
            description = "Print a signed checkpoint for all that is written now, for somebody else to keep.",
            mixinStandardHelpOptions = true)
    int checkpoint(@Mixin GlobalOptions options) {
        return Session.with(options, api -> {
            JsonNode made = api.post("/audit/checkpoint", Json.object());
            options.terminal()
                    .data(
                            options.format() == OutputFormat.TABLE
                                    ? made.path("note").asString("").stripTrailing()
                                    : Json.write(made));
        });
    }

    @Command(
            name = "key",
            description = "Print the public key that checkpoints are checked with.",
            mixinStandardHelpOptions = true)
    int key(@Mixin GlobalOptions options) {
        return Session.with(
                options,
                api -> options.terminal()
                        .data(api.get("/audit/checkpoint").path("key").asString("")));
    }

    @Command(
            name = "redact",
            description = "Take the data of an event out for good. The log still verifies, and says who did so.",
            mixinStandardHelpOptions = true)
    int redact(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "SEQ", description = "Its number.") int seq,
            @Option(names = "--reason", required = true, description = "Kept in the log.") String reason) {
        return Session.with(options, api -> {
            api.post("/audit/redactions", Json.object().put("seq", seq).put("why", reason));
            options.terminal().message("The data of event " + seq + " are out of the log; copies in backups are not.");
        });
    }

    @Command(
            name = "prune",
            description = "Delete old events. Their hashes stay, so that the rest still verifies.",
            mixinStandardHelpOptions = true)
    int prune(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--until",
                            required = true,
                            paramLabel = "SEQ",
                            description = "Number of the last one to go.")
                    int until) {
        return Session.with(options, api -> {
            long last = api.post("/audit/prune", Json.object().put("until", until))
                    .path("until")
                    .asLong();
            options.terminal()
                    .message(
                            last == 0
                                    ? "Nothing was deleted: only whole rows of 256 events go, and none up to " + until
                                            + " is left."
                                    : "Events up to " + last + " are deleted.");
        });
    }
}
