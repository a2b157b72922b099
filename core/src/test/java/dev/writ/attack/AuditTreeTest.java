package dev.writ.attack;

import static dev.writ.attack.TestingWrit.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.NewEvent;
import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditProofs;
import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.InclusionProof;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.event.audit.Witness;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.Proofs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit tree while Writ runs, when it stops, when it is killed, and when it starts on what somebody else left there. */
class AuditTreeTest {
    @TempDir
    Path folder;

    private TestingWrit writ;
    private AuditLog audit;
    private Path witness;

    @BeforeEach
    void start() {
        witness = folder.resolve("witness");
        open();
    }

    private void open() {
        writ = new TestingWrit(folder);
        audit = RecordedLog.log(writ, new Witness.ToFile(witness));
        audit.start();
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    /** What is left when the process is killed: nobody signs for the last events. */
    private void killAndStart() {
        writ.close();
        open();
    }

    private void work() {
        RecordedLog.work(writ, 0);
    }

    private List<Finding> findings() {
        return audit.verify().findings();
    }

    @Test
    void whatWasWrittenHolds() {
        work();
        assertThat(findings()).isEmpty();
        audit.checkpoint();
        work();
        Verification verification = audit.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.unsigned()).isPositive();
        assertThat(verification.sentence()).startsWith("The log verifies: ");
    }

    @Test
    void aChangeBehindTheBackOfARunningWritIsNamedAfterTheNextCheckpoint() {
        work();
        long seq = writ.events.lastSeq();
        writ.execute("UPDATE events SET actor = 'person:eve' WHERE seq = ?", seq);
        audit.checkpoint();
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CHANGED);
            assertThat(finding.seq()).isEqualTo(seq);
        });
    }

    @Test
    void aRemovalBehindTheBackOfARunningWritIsNamedAfterTheNextCheckpoint() {
        work();
        long seq = writ.events.lastSeq() - 3;
        writ.execute("DELETE FROM events WHERE seq = ?", seq);
        audit.checkpoint();
        assertThat(findings()).anyMatch(finding -> finding.kind() == Kind.REMOVED && finding.seq() == seq);
    }

    @Test
    void whatWritItselfWritesWhileACheckpointIsMadeIsNotTakenForSomebodyElses() throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(writers.submit(() -> {
                    for (int j = 0; j < 200; j++) {
                        writ.database.writeOnly(transaction -> writ.events.append(
                                transaction,
                                NewEvent.of("message.sent", "agent", "worker").with("text", "x")));
                    }
                }));
            }
            while (all.stream().anyMatch(writer -> !writer.isDone())) {
                audit.checkpoint();
            }
        }
        audit.checkpoint();
        assertThat(writ.events.find(EventFilter.all().ofType("audit.foreign"))).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void anEventThatSomethingElsePutInWhileWritRanIsNamed() {
        audit.checkpoint();
        work();
        writ.execute("INSERT INTO events (id, at, type, actor) VALUES ('forged', 5, 'grant.issued', 'person:ada')");
        long forged = writ.events.lastSeq();
        work();
        audit.checkpoint();
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.INSERTED);
            assertThat(finding.seq()).isEqualTo(forged);
        });
    }

    @Test
    void aKillBetweenEventsAndCheckpointLosesNothing() {
        work();
        audit.checkpoint();
        work();
        long last = writ.events.lastSeq();
        killAndStart();
        audit.checkpoint();
        assertThat(findings()).isEmpty();
        List<Event> resumed = writ.events.find(EventFilter.all().ofType("audit.resumed"));
        assertThat(resumed)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.data().path("until").asLong()).isEqualTo(last));
    }

    @Test
    void anOrderlyStopLeavesNothingUnsigned() {
        work();
        audit.close();
        killAndStart();
        audit.checkpoint();
        assertThat(writ.events.find(EventFilter.all().ofType("audit.resumed"))).isEmpty();
    }

    @Test
    void checkpointsAreMadeByThemselves() {
        AuditLog quick = new AuditLog(
                writ.database,
                writ.events,
                writ.clock,
                new dev.writ.event.audit.AuditSettings(10, TestingWrit.HOUR, List.of()),
                writ.databaseFile.getParent());
        quick.start();
        work();
        for (int i = 0; i < 1_000 && writ.number("SELECT COUNT(*) FROM audit_checkpoints") == 0; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        assertThat(writ.number("SELECT COUNT(*) FROM audit_checkpoints")).isPositive();
        quick.close();
    }

    @Test
    void aDatabaseOfYesterdayIsNotSignedFor() throws IOException {
        work();
        audit.close();
        writ.close();
        byte[] yesterday = Files.readAllBytes(writ.databaseFile);
        open();
        work();
        audit.close();
        writ.close();
        Files.write(writ.databaseFile, yesterday);
        open();
        assertThat(codeOf(audit::checkpoint)).isEqualTo("store_damaged");
        assertThat(findings()).extracting(Finding::kind).contains(Kind.TRUNCATED);
    }

    @Test
    void aTreeThatIsNotTheSignedOneIsNotGoneOnWith() {
        work();
        audit.checkpoint();
        writ.execute("UPDATE audit_tiles SET hashes = zeroblob(length(hashes))");
        killAndStart();
        assertThat(codeOf(audit::checkpoint)).isEqualTo("store_damaged");
    }

    @Test
    void whoCutsTheEndCleanlyIsFoundByTheWitnessAlone() throws IOException {
        work();
        long cut = audit.checkpoint().size();
        Path copy = folder.resolve("cut.db");
        try (var handle = org.jdbi.v3.core.Jdbi.open("jdbc:sqlite:" + writ.databaseFile)) {
            handle.execute("VACUUM INTO '" + copy + "'");
        }
        work();
        audit.checkpoint();
        NoteKey key = audit.key().publicKey();
        Verification alone = dev.writ.store.SqliteStore.inspect(
                copy, handle -> dev.writ.event.audit.LogVerifier.verify(handle, key, List.of(), writ.clock.instant()));
        assertThat(alone.findings()).isEmpty();
        List<OutsideCheckpoint> kept = OutsideCheckpoint.read("the witness", Files.readString(witness));
        assertThat(kept).hasSizeGreaterThan(1);
        Verification witnessed = dev.writ.store.SqliteStore.inspect(
                copy, handle -> dev.writ.event.audit.LogVerifier.verify(handle, key, kept, writ.clock.instant()));
        assertThat(witnessed.findings()).extracting(Finding::kind).containsOnly(Kind.TRUNCATED);
        assertThat(witnessed.findings().getFirst().seq()).isEqualTo(cut + 1);
    }

    @Test
    void whoStealsTheKeyCannotRewriteWhatTheWitnessSaw() throws IOException {
        work();
        audit.close();
        // With key and database, and nobody looking: another story, and a tree and checkpoints that fit it.
        writ.execute("UPDATE events SET actor = 'person:eve' WHERE seq = 7");
        writ.execute("DELETE FROM audit_tiles");
        writ.execute("DELETE FROM audit_checkpoints");
        Files.delete(writ.databaseFile.resolveSibling("audit-checkpoint"));
        Path witnessed = Files.copy(witness, folder.resolve("kept"));
        killAndStart();
        audit.checkpoint();
        NoteKey key = audit.key().publicKey();
        Verification alone = dev.writ.store.SqliteStore.inspect(
                writ.databaseFile,
                handle -> dev.writ.event.audit.LogVerifier.verify(handle, key, List.of(), writ.clock.instant()));
        assertThat(alone.findings()).isEmpty();
        Verification against = audit.verify(OutsideCheckpoint.read("the copy", Files.readString(witnessed)));
        assertThat(against.findings())
                .anyMatch(finding ->
                        finding.kind() == Kind.CHECKPOINT && finding.sentence().contains("is not this log"));
    }

    @Test
    void aForgedCheckpointIsNoCheckpoint() {
        work();
        KeptNote made =
                new KeptNote(audit.checkpoint().note(), audit.checkpoint().size());
        AuditKey other = AuditKey.open(folder.resolve("other-key"));
        assertThat(Checkpoint.verify(made.note(), audit.key().publicKey())).isPresent();
        assertThat(Checkpoint.verify(made.note(), other.publicKey())).isEmpty();
        for (String forged : List.of(
                made.note().replaceFirst("\n" + made.size() + "\n", "\n" + (made.size() + 1) + "\n"),
                made.note().replace("\u2014", "-"),
                made.note().substring(0, made.note().length() - 4) + "\n",
                made.note().replaceFirst("\n\n", "\nmore\n\n"))) {
            assertThat(Checkpoint.verify(forged, audit.key().publicKey()))
                    .as(forged)
                    .isEmpty();
            writ.execute("UPDATE audit_checkpoints SET note = ? WHERE size = ?", forged, made.size());
            assertThat(findings()).extracting(Finding::kind).containsOnly(Kind.CHECKPOINT);
        }
    }

    private record KeptNote(String note, long size) {}

    @Test
    void theKeyIsForItsOwnerAlone() throws IOException {
        audit.checkpoint();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(AuditLog.keyFile(writ.databaseFile.getParent()))))
                .isEqualTo("rw-------");
        NoteKey key = audit.key().publicKey();
        assertThat(NoteKey.parse(key.text())).isEqualTo(key);
        assertThat(codeOf(() -> NoteKey.parse(key.text().replace("+", "-")))).isEqualTo("invalid_arguments");
    }

    @Test
    void aWitnessThatIsNotThereIsToldOfOnce() throws IOException {
        Path nowhere = folder.resolve("none").resolve("file");
        AuditLog other = RecordedLog.log(writ, new Witness.ToFile(nowhere));
        work();
        other.checkpoint();
        work();
        other.checkpoint();
        assertThat(writ.events.find(EventFilter.all().ofType("audit.witness_failed")))
                .hasSize(1);
        Files.createDirectories(nowhere.getParent());
        work();
        other.checkpoint();
        assertThat(writ.events.find(EventFilter.all().ofType("audit.witness_back")))
                .hasSize(1);
    }

    @Test
    void aCommandIsAWitnessAndItsSignaturesAreKept() {
        AuditLog other = RecordedLog.log(
                writ,
                new Witness.ToCommand(List.of("sh", "-c", "head -n 1 >/dev/null; echo '\u2014 witness.example AAAA'")));
        work();
        other.checkpoint();
        assertThat(writ.text("SELECT cosignatures FROM audit_checkpoints ORDER BY size DESC LIMIT 1"))
                .endsWith("\n\u2014 witness.example AAAA\n");
    }

    @Test
    void whatWasThereBeforeTheTreeIsToldOnce() throws IOException {
        writ.close();
        folder = Files.createDirectory(folder.resolve("before"));
        witness = folder.resolve("witness");
        writ = new TestingWrit(folder);
        work();
        writ.execute("DELETE FROM events WHERE seq = 2");
        writ.execute("UPDATE events SET salt = x'', rows = '[]'");
        killAndStart();
        audit.checkpoint();
        Verification verification = audit.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.rows()).isPositive();
        assertThat(verification.notes()).anyMatch(note -> note.contains("gone already when the tree got there"));
        writ.execute("UPDATE tool_usage_events SET outcome = 'succeeded' WHERE outcome = 'denied'");
        assertThat(findings()).isNotEmpty().allMatch(finding -> finding.kind() == Kind.CHANGED);
        killAndStart();
        assertThat(writ.events.find(EventFilter.all().ofType("audit.started"))).hasSize(1);
    }

    @Test
    void everyEventHasAProofThatNeedsNothingElse() {
        work();
        AuditProofs proofs = new AuditProofs(writ.database, audit);
        for (Event event : writ.events.find(EventFilter.all())) {
            InclusionProof proof = proofs.inclusion(event.id());
            Checkpoint signed = Checkpoint.verify(
                            proof.checkpoint(), audit.key().publicKey())
                    .orElseThrow();
            assertThat(Proofs.includes(
                            dev.writ.event.EventLeaf.hash(proof.leaf()),
                            event.seq() - 1,
                            signed.size(),
                            proof.path(),
                            signed.rootHash()))
                    .isTrue();
        }
        assertThat(codeOf(() -> proofs.inclusion("999999"))).isEqualTo("not_found");
        assertThat(codeOf(() -> proofs.inclusion("'; DROP TABLE events"))).isEqualTo("not_found");
        writ.execute("UPDATE events SET outcome = 'x' WHERE seq = 3");
        assertThat(codeOf(() -> proofs.inclusion("3"))).isEqualTo("store_damaged");
    }

    @Test
    void aLaterLogBeginsWithTheEarlierOne() {
        work();
        long from = audit.checkpoint().size();
        work();
        long to = audit.checkpoint().size();
        AuditProofs proofs = new AuditProofs(writ.database, audit);
        AuditProofs.ConsistencyProof proof = proofs.consistency(from, to);
        assertThat(Proofs.extendsTree(
                        from, proof.from().rootHash(), to, proof.to().rootHash(), proof.path()))
                .isTrue();
        assertThat(codeOf(() -> proofs.consistency(0, to))).isEqualTo("invalid_arguments");
        assertThat(codeOf(() -> proofs.consistency(1, to + 1))).isEqualTo("invalid_arguments");
    }
}
