package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.insight.compliance.SignedReport;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The report on the command line, against a server that runs on the data folder. */
class ComplianceCommandTest {
    @TempDir
    static Path folder;

    private static Writ writ;

    private record Ran(int exitCode, String out, String err) {}

    @BeforeAll
    static void start() {
        writ = Writ.start(
                Settings.load(Map.of("data", folder.resolve("data").toString()), Map.of("HOME", folder.toString()))
                        .onAnyPort());
    }

    @AfterAll
    static void stop() {
        writ.close();
    }

    @Test
    void asTextItHasEverySectionAndWhatItIsEvidenceOf() {
        Ran ran = report();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ran.out())
                .contains("WHO COULD DO WHAT WITHOUT ASKING", "recovery_agent", "WHO APPROVED OR DENIED WHAT")
                .contains("The log verifies: ", "CC6.1", "not covered: ");
    }

    @Test
    void aSavedOneIsVerifiedAndOneChangedByteIsFound() throws IOException {
        Path file = folder.resolve("report.json");
        assertThat(report("--from", "7d", "--save", file.toString()).exitCode()).isEqualTo(ExitCode.OK);
        Ran verified = run("compliance", "verify", file.toString());
        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(ExitCode.OK);
        assertThat(verified.out()).contains("is as it was signed with the key");
        assertThat(verified.err()).contains("--key");

        assertThat(report("--save", file.toString()).exitCode())
                .as("over a report")
                .isEqualTo(ExitCode.USAGE);

        Path key = folder.resolve("key.json");
        SignedReport signed = SignedReport.verify(Files.readString(file));
        Files.writeString(key, Json.write(signed.key().toJson()));
        Ran withKey = run("compliance", "verify", file.toString(), "--key", key.toString());
        assertThat(withKey.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(withKey.err()).isEmpty();

        Path changed = folder.resolve("changed.json");
        Files.writeString(changed, Files.readString(file).replaceFirst("worker", "Worker"));
        Ran refused = run("compliance", "verify", changed.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("something in it was changed");
    }

    @Test
    void aReportOfAnotherWritIsNotTakenForOneOfThis() throws IOException {
        Path file = folder.resolve("mine.json");
        report("--save", file.toString());
        Path other = folder.resolve("other.json");
        Files.writeString(
                other,
                "{\"alg\":\"EdDSA\",\"crv\":\"Ed25519\",\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\","
                        + "\"kty\":\"OKP\",\"use\":\"sig\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        Ran refused = run("compliance", "verify", file.toString(), "--key", other.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("with another key");
        Ran noKey = run("compliance", "verify", file.toString(), "--key", file.toString());
        assertThat(noKey.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noKey.err()).contains("no public key");
    }

    @Test
    void whatIsPrintedAsJsonIsWhatVerifyReads() throws IOException {
        Ran ran = report("--from", "2026-01-01", "--until", "2026-02-01T00:00:00Z", "--json");
        Path file = folder.resolve("printed.json");
        Files.writeString(file, ran.out());
        assertThat(run("compliance", "verify", file.toString()).exitCode()).isEqualTo(ExitCode.OK);
        JsonNode report = Json.parse(SignedReport.verify(ran.out()).report());
        assertThat(report.path("from").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(report.path("until").asString()).isEqualTo("2026-02-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "-1d", "0d"})
    void timesThatAreNoneAreRefused(String time) {
        Ran ran = report("--from=" + time);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("is not a");
    }

    @Test
    void aFileThatIsNotThereOrNoTextIsSaidToBeSo() throws IOException {
        assertThat(run("compliance", "verify", folder.resolve("none").toString())
                        .err())
                .contains("cannot be read");
        Path bytes = folder.resolve("bytes");
        Files.write(bytes, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(run("compliance", "verify", bytes.toString()).err()).contains("is no text");
    }

    private static Ran report(String... arguments) {
        return run(Stream.concat(
                        Stream.of("compliance", "--data", folder.resolve("data").toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** With its output caught, which commands print by themselves. */
    private static Ran run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        StringWriter failed = new StringWriter();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            int exitCode = Main.commandLine()
                    .setErr(new PrintWriter(failed, true))
                    .execute(List.of(arguments).toArray(String[]::new));
            return new Ran(
                    exitCode, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8) + failed);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
