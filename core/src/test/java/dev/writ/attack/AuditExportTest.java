package dev.writ.attack;

import static dev.writ.attack.TestingWrit.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.audit.AuditExport;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.Ocsf;
import dev.writ.event.audit.Redactions;
import dev.writ.event.audit.Retention;
import dev.writ.event.audit.Verification;
import dev.writ.event.audit.Witness;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves Writ is checked by one file that shares no line with it; and what may be taken out of the log. */
class AuditExportTest {
    @TempDir
    Path folder;

    private TestingWrit writ;
    private AuditLog audit;

    @BeforeEach
    void start() {
        writ = new TestingWrit(folder);
        audit = RecordedLog.log(writ, new Witness.ToFile(folder.resolve("witness")));
        audit.start();
        RecordedLog.work(writ, 0);
        audit.checkpoint();
        RecordedLog.work(writ, 1);
        audit.checkpoint();
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private String export(String redact) {
        StringWriter lines = new StringWriter();
        writ.database.snapshot(handle -> {
            AuditExport.write(handle, audit.key().publicKey(), AuditExport.redact(redact), lines);
            return lines;
        });
        return lines.toString();
    }

    /** What the single file says, its exit code first. */
    private String verified(String export, Path... witness) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("export.ndjson"), export);
        Path key = Files.writeString(
                folder.resolve("key.pub"), audit.key().publicKey().text() + "\n");
        Path program = Path.of(System.getProperty("writ.root", ".."), "docs", "audit", "AuditVerifier.java");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                program.toString(),
                file.toString(),
                key.toString()));
        for (Path path : witness) {
            command.add(path.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }

    @Test
    void anExportIsCheckedWithNothingButTheKey() throws Exception {
        assertThat(verified(export(""))).startsWith("0 The log verifies: ").doesNotContain("not signed yet");
        RecordedLog.work(writ, 2);
        assertThat(verified(export(""))).startsWith("0 ").contains("events after that are not signed yet");
        assertThat(verified(export(""), folder.resolve("witness"))).startsWith("0 ");
    }

    @Test
    void aChangedLineIsFound() throws Exception {
        String whole = export("");
        List<String> lines = whole.lines().toList();
        Random random = new Random(4_711);
        for (int i = 0; i < 6; i++) {
            List<String> changed = new ArrayList<>(lines);
            int line = 1 + random.nextInt(lines.size() - 1);
            switch (i % 3) {
                case 0 -> changed.remove(line);
                case 1 -> changed.set(line, lines.get(line).replaceFirst("[0-9]([^0-9]*)$", "x$1"));
                default -> java.util.Collections.swap(changed, 2, 5);
            }
            assertThat(verified(String.join("\n", changed) + "\n"))
                    .as("change of line " + line + ": " + lines.get(line))
                    .startsWith("1 The log does not verify:");
        }
    }

    @Test
    void aMissingEndIsFoundByTheWitness() throws Exception {
        String cut = export("");
        RecordedLog.work(writ, 3);
        audit.checkpoint();
        assertThat(verified(cut)).startsWith("0 ");
        assertThat(verified(cut, folder.resolve("witness")))
                .startsWith("1 ")
                .contains("the end is missing: the witness has a checkpoint of");
    }

    @Test
    void whatIsLeftOutOfAnExportIsBoundByItsHash() throws Exception {
        assertThat(export("")).contains("to try it");
        String redacted = export("grant,approval");
        assertThat(redacted).doesNotContain("to try it");
        assertThat(verified(redacted)).startsWith("0 ").contains("events were left out; their hashes hold");
        assertThat(verified(export("*"))).startsWith("0 ");
    }

    @Test
    void dataAreTakenOutAndTheLogStillHolds() throws Exception {
        Event failed = writ.events.find(EventFilter.all().ofType("tool.failed")).getFirst();
        Redactions redactions = new Redactions(writ.database, writ.events);
        redactions.redact(failed.seq(), "person:ada", "a name was in it");
        assertThat(writ.events
                        .find(EventFilter.all().after(failed.seq() - 1).atMost(1))
                        .getFirst()
                        .data())
                .isEmpty();
        assertThat(writ.text("SELECT arguments FROM tool_usage_events WHERE call = ?", failed.entity()))
                .isEqualTo("{}");
        audit.checkpoint();
        Verification verification = audit.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.redacted()).isEqualTo(1);
        assertThat(verified(export(""))).startsWith("0 ").contains("The data of 1 events were left out");
        assertThat(codeOf(() -> redactions.redact(failed.seq(), "person:ada", "")))
                .isEqualTo("conflict");
        assertThat(codeOf(() -> redactions.redact(1_000_000, "person:ada", ""))).isEqualTo("not_found");
        Event own = writ.events.find(EventFilter.all().ofType("audit.redacted")).getFirst();
        assertThat(codeOf(() -> redactions.redact(own.seq(), "person:ada", ""))).isEqualTo("denied");
    }

    @Test
    void whoTakesDataOutInSecretIsFound() {
        Event event = writ.events.find(EventFilter.all().ofType("grant.issued")).getFirst();
        String hash = writ.database.read(handle -> handle.createQuery("SELECT salt, data FROM events WHERE seq = :seq")
                .bind("seq", event.seq())
                .map((row, context) -> dev.writ.event.EventLeaf.dataHash(row.getBytes(1), row.getString(2)))
                .one());
        writ.execute(
                "UPDATE events SET data = '{}', salt = x'', redaction = ? WHERE seq = ?",
                "{\"hash\":\"" + hash + "\",\"by\":\"person:ada\",\"at\":5}",
                event.seq());
        assertThat(audit.verify().findings())
                .anyMatch(finding -> finding.kind() == Kind.REDACTED && finding.seq() == event.seq());
    }

    @Test
    void oldEventsArePrunedAndTheRestIsStillBoundToThem() throws Exception {
        for (int i = 4; writ.events.lastSeq() < 600; i++) {
            RecordedLog.work(writ, i);
        }
        Retention retention = new Retention(writ.database, writ.events, audit);
        assertThat(retention.prune(255, "person:ada")).isZero();
        assertThat(retention.prune(530, "person:ada")).isEqualTo(512);
        assertThat(writ.number("SELECT MIN(seq) FROM events")).isEqualTo(513);
        Verification verification = audit.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.first()).isEqualTo(513);
        assertThat(verification.notes()).anyMatch(note -> note.startsWith("Events up to 512 were pruned"));
        assertThat(verified(export(""), folder.resolve("witness"))).startsWith("0 ");
        writ.execute("DELETE FROM events WHERE seq = 513");
        assertThat(audit.verify().findings()).extracting(Finding::kind).contains(Kind.REMOVED);
    }

    @Test
    void aLogThatWasChangedIsNotPruned() {
        for (int i = 4; writ.events.lastSeq() < 300; i++) {
            RecordedLog.work(writ, i);
        }
        audit.checkpoint();
        writ.execute("UPDATE events SET actor = 'person:eve' WHERE seq = 9");
        Retention retention = new Retention(writ.database, writ.events, audit);
        assertThat(codeOf(() -> retention.prune(256, "person:ada"))).isEqualTo("conflict");
    }

    @Test
    void everyEventHasItsPlaceInOcsf() {
        for (Event event : writ.events.find(EventFilter.all())) {
            var line = Ocsf.of(event);
            assertThat(line.path("type_uid").asLong())
                    .isEqualTo(line.path("class_uid").asLong() * 100
                            + line.path("activity_id").asLong());
            assertThat(line.path("metadata").path("uid").asString()).isEqualTo(event.id());
            assertThat(Json.write(line)).doesNotContain("\n");
        }
        assertThat(Ocsf.of(writ.events
                                .find(EventFilter.all().ofType("tool.started"))
                                .getFirst())
                        .path("class_uid")
                        .asInt())
                .isEqualTo(6003);
        assertThat(Ocsf.of(writ.events
                                .find(EventFilter.all().ofType("grant.issued"))
                                .getFirst())
                        .path("activity_name")
                        .asString())
                .isEqualTo("Assign Privileges");
    }
}
