package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.insight.compliance.PublicKeyText;
import dev.writ.insight.compliance.SignedReport;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code writ compliance …}: what is on record about a period, signed, and checking such a report. */
@Command(
        name = "compliance",
        description = "Report who could do what, who approved it, what was used, refused, odd and changed; signed.",
        mixinStandardHelpOptions = true)
final class ComplianceCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "A day or a time in UTC, such as 2026-11-01, or 30d ago.")
    String from = "";

    @Option(names = "--until", paramLabel = "TIME", description = "As --from; now without it.")
    String until = "";

    @Option(names = "--json", description = "Print the signed report, as `verify` reads it.")
    boolean json;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the signed report to a new file.")
    @Nullable
    Path file;

    @Override
    public Integer call() {
        String period = query("from", from) + query("until", until);
        return Session.with(options, api -> print(api.get("/compliance" + period.replaceFirst("^&", "?"))));
    }

    private void print(JsonNode answer) {
        Terminal terminal = options.terminal();
        SignedReport signed = SignedReport.verify(Json.write(answer));
        if (file != null) {
            save(file, signed);
            terminal.message("Saved in " + file + ". Check it with `writ compliance verify " + file + "`; its key is "
                    + signed.key().id() + ".");
        } else if (json || options.format() != OutputFormat.TABLE) {
            terminal.data(signed.write());
        } else {
            new ComplianceText(terminal).print(Json.parse(signed.report()));
        }
    }

    /** Never over a file that is there: it may be a report that somebody relies on. */
    private static void save(Path file, SignedReport signed) {
        try {
            Files.writeString(Files.createFile(file), signed.write() + "\n");
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "The report cannot be saved in " + file + ".",
                            "Name a file that is not there yet, in a folder that you may write to."),
                    e);
        }
    }

    private static String query(String name, String time) {
        return time.isEmpty() ? "" : "&" + name + "=" + Paths.encode(time(time).toString());
    }

    private static Instant time(String text) {
        if (text.matches("[0-9]+[smhd]")) {
            return Instant.now().minus(Durations.parse(text));
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "'" + text + "' is not a time.",
                            "Use a day such as 2026-11-01, a time such as 2026-11-01T08:00:00Z, or 30d for 30 days ago."),
                    e);
        }
    }

    @Command(
            name = "verify",
            description = "Check that not a byte of a report was changed since it was signed. Needs no server.",
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin GlobalOptions given,
            @Parameters(paramLabel = "FILE", description = "A report that --save or --json made.") Path report,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "The public key it must be signed with: what /api/v1/compliance/key answers.")
                    @Nullable
                    Path key) {
        SignedReport signed = SignedReport.verify(read(report));
        Terminal terminal = given.terminal();
        if (key != null && !PublicKeyText.read(Json.parseObject(read(key))).equals(signed.key())) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The report is signed, but with another key: "
                            + signed.key().id() + ".",
                    "Use the key of the Writ that is said to have made it, or do not trust it.");
        }
        JsonNode text = Json.parse(signed.report());
        terminal.data("The report of " + text.path("from").asString() + " to "
                + text.path("until").asString() + ", made "
                + text.path("made_at").asString()
                + ", is as it was signed with the key " + signed.key().id() + ".");
        if (key == null) {
            terminal.message(
                    "Whose key that is, the file cannot tell: compare it with the one of the Writ that made it, "
                            + "or name that one with --key.");
        }
        return ExitCode.OK;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is no text", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read", e);
        }
    }

    private static WritException unreadable(Path file, String why, IOException cause) {
        return new WritException(
                Failure.of(
                        FailureCode.INVALID_ARGUMENTS,
                        "The file " + file + " " + why + ".",
                        "Check the path, and that you may read it."),
                cause);
    }
}
