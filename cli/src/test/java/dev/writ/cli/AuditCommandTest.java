package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log on the command line: against a server, and against a data folder on which none runs. */
class AuditCommandTest {
    @TempDir
    Path folder;

    private Writ writ;

    private record Ran(int exitCode, String out, String err) {}

    @BeforeEach
    void start() {
        writ = Writ.start(Settings.load(Map.of("data", data()), Map.of("HOME", folder.toString()))
                .onAnyPort());
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Test
    void aLogIsCheckedWhileAServerRunsAndWhenNoneDoes() throws IOException {
        Ran checkpoint = audit("checkpoint");
        Path kept = Files.writeString(folder.resolve("kept"), checkpoint.out());
        assertThat(checkpoint.out()).startsWith("writ/").contains("\n\n\u2014 writ/");
        assertThat(audit("verify").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(audit("verify", "--from", kept.toString()).out()).startsWith("The log verifies: ");
        writ.close();
        Ran offline = audit("verify", "--from", kept.toString());
        assertThat(offline.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(offline.out()).startsWith("The log verifies: ").contains("; 0 events since.");
    }

    @Test
    void aChangeIsNamedAndTheExitCodeSaysSo() {
        writ.close();
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + Path.of(data(), "writ.db"))) {
            handle.execute("UPDATE events SET actor = 'person:eve' WHERE seq = 3");
        }
        Ran changed = audit("verify", "--offline");
        assertThat(changed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(changed.out()).startsWith("THE LOG DOES NOT VERIFY\n").contains("Event 3 is not as it was written.");
        assertThat(Json.parse(audit("verify", "--offline", "--output", "json").out())
                        .path("findings")
                        .path(0)
                        .path("seq")
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void anotherKeyIsNotTheKey() throws IOException {
        Ran key = audit("key");
        Path file = Files.writeString(folder.resolve("key.pub"), key.out());
        assertThat(audit("verify", "--key", file.toString()).exitCode()).isEqualTo(ExitCode.OK);
        Path none = Files.writeString(folder.resolve("none.pub"), "none\n");
        assertThat(audit("verify", "--key", none.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anEventIsProved() {
        Ran proof = audit("prove", "2");
        assertThat(proof.err()).contains("Event 2 stands in the log as it was signed at");
        assertThat(Json.parse(proof.out()).path("index").asLong()).isEqualTo(1);
        assertThat(audit("prove", "999999").exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void anExportHasEveryEventAndWhatIsLeftOutIsNotInIt() {
        Ran export = audit("export");
        assertThat(export.out()).startsWith("{\"writ_audit_export\":1").contains("{\"checkpoint\":");
        assertThat(audit("export", "--redact", "*").out()).doesNotContain("\"data\":{");
        assertThat(audit("export", "--as", "ocsf").out()).contains("\"class_uid\":3004");
        assertThat(audit("export", "--as", "xml").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(audit("export", "--offline").out()).startsWith("{\"writ_audit_export\":1");
    }

    @Test
    void dataAreTakenOut() {
        assertThat(audit("redact", "2", "--reason", "a name").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(audit("verify").out()).contains("Data were taken out of 1 events");
        assertThat(audit("prune", "--until", "5").err()).contains("Nothing was deleted");
    }

    private Ran audit(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        StringWriter failed = new StringWriter();
        List<String> line = new java.util.ArrayList<>(List.of("audit", arguments[0], "--data", data()));
        line.addAll(List.of(arguments).subList(1, arguments.length));
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            int exitCode =
                    Main.commandLine().setErr(new PrintWriter(failed, true)).execute(line.toArray(String[]::new));
            return new Ran(
                    exitCode, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8) + failed);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
