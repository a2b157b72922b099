package dev.writ.attack;

import static dev.writ.attack.TestingWrit.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TestingClock;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.NewEvent;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.LogVerifier;
import dev.writ.event.audit.Redactions;
import dev.writ.event.audit.Verification;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JIT-16 with two nodes on one PostgreSQL database: one log, whoever writes, signs, or is killed. */
class SharedLogTest {
    @TempDir
    Path folder;

    private final TestingClock clock = new TestingClock();
    private PostgresAddress address;
    private TestingWrit one;
    private TestingWrit two;
    private AuditLog auditOfOne;
    private AuditLog auditOfTwo;

    @BeforeEach
    void start() throws Exception {
        address = TestingPostgres.address(folder);
        one = node("one");
        auditOfOne = started(one);
        two = node("two");
        giveKey(one, two);
        auditOfTwo = started(two);
    }

    private TestingWrit node(String name) {
        return TestingWrit.node(folder.resolve(name), address, clock);
    }

    private static AuditLog started(TestingWrit writ) {
        AuditLog audit = RecordedLog.log(writ);
        audit.start();
        return audit;
    }

    private static void giveKey(TestingWrit from, TestingWrit to) throws Exception {
        Files.copy(AuditLog.keyFile(from.databaseFile.getParent()), AuditLog.keyFile(to.databaseFile.getParent()));
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
    }

    private static void append(TestingWrit writ, String name) {
        writ.database.writeOnly(transaction -> writ.events.append(transaction, NewEvent.of("test.done", "test", name)));
    }

    private static long appended(TestingWrit writ, String name) {
        append(writ, name);
        return writ.events.find(EventFilter.all().ofType("test.done")).getLast().seq();
    }

    private void assertHolds() {
        for (AuditLog audit : List.of(auditOfOne, auditOfTwo)) {
            Verification verification = audit.verify();
            assertThat(verification.findings()).isEmpty();
            assertThat(verification.notes()).isEmpty();
        }
    }

    private List<Event> told(String type) {
        return two.events.find(EventFilter.all().ofType(type));
    }

    @Test
    void bothWriteAndBothSignAtTheSameTimeAndItIsOneLog() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (TestingWrit writ : List.of(one, two)) {
                for (int i = 0; i < 4; i++) {
                    String name = "thread " + i;
                    all.add(threads.submit(() -> {
                        for (int n = 0; n < 50; n++) {
                            append(writ, name);
                            codeOfNothing(writ);
                        }
                    }));
                }
            }
            for (AuditLog audit : List.of(auditOfOne, auditOfTwo)) {
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 10; n++) {
                        audit.checkpoint();
                    }
                }));
            }
            for (Future<?> future : all) {
                future.get();
            }
        }
        RecordedLog.work(one, 1);
        RecordedLog.work(two, 2);
        long last = auditOfTwo.checkpoint().size();
        assertThat(auditOfOne.checkpoint().size()).isEqualTo(last);
        assertHolds();
        assertThat(auditOfOne.verify().unsigned()).isZero();
        assertThat(last).isEqualTo(one.number("SELECT COUNT(*) FROM events")).isGreaterThan(400);
        assertThat(told("audit.foreign")).isEmpty();
        assertThat(told("audit.altered")).isEmpty();
    }

    /** What is rolled back leaves no number out. */
    private static void codeOfNothing(TestingWrit writ) {
        try {
            writ.database.writeOnly(transaction -> {
                writ.events.append(transaction, NewEvent.of("test.undone", "test", "nothing"));
                throw new IllegalStateException("taken back");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("taken back");
        }
    }

    @Test
    void anEventThatSomethingElsePutInIsNamed() {
        append(one, "a");
        one.execute("INSERT INTO events (id, at, type, actor) VALUES ('forged', 5, 'grant.issued', 'person:ada')");
        long forged = one.events.lastSeq();
        append(two, "b");
        auditOfTwo.checkpoint();
        assertThat(auditOfOne.verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.INSERTED);
            assertThat(finding.seq()).isEqualTo(forged);
        });
    }

    @Test
    void aSealThatIsUsedTwiceIsNone() {
        long seq = appended(one, "a");
        one.execute(
                "INSERT INTO events (id, at, type, kind, entity, salt, seal) SELECT 'copy', at, type, kind, entity, salt, seal"
                        + " FROM events WHERE seq = ?",
                seq);
        auditOfTwo.checkpoint();
        assertThat(auditOfTwo.verify().findings())
                .extracting(Finding::kind, Finding::seq)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.INSERTED, seq + 1));
    }

    @Test
    void aChangeOfWhatTheOtherNodeJustWroteIsNamedByBoth() {
        long seq = appended(one, "a");
        one.execute("UPDATE events SET actor = 'person:eve' WHERE seq = ?", seq);
        auditOfTwo.checkpoint();
        auditOfOne.checkpoint();
        assertThat(auditOfTwo.verify().findings())
                .allMatch(finding -> finding.seq() == seq)
                .extracting(Finding::kind)
                .contains(Kind.INSERTED, Kind.CHANGED);
    }

    @Test
    void whatWasSwappedBeforeItWasSignedIsNamedByItsWriter() {
        long seq = appended(one, "a");
        append(one, "b");
        one.execute("UPDATE events SET seq = -1 WHERE seq = ?", seq);
        one.execute("UPDATE events SET seq = ? WHERE seq = ?", seq, seq + 1);
        one.execute("UPDATE events SET seq = ? WHERE seq = -1", seq + 1);
        auditOfTwo.checkpoint();
        assertThat(auditOfTwo.verify().findings()).isEmpty();
        auditOfOne.checkpoint();
        assertThat(auditOfTwo.verify().findings())
                .extracting(Finding::kind, Finding::seq)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(Kind.CHANGED, seq),
                        org.assertj.core.groups.Tuple.tuple(Kind.CHANGED, seq + 1));
    }

    @Test
    void whatWasTakenAwayBeforeItWasSignedIsNamed() {
        long seq = appended(one, "a");
        append(two, "b");
        one.execute("DELETE FROM events WHERE seq = ?", seq);
        auditOfTwo.checkpoint();
        assertThat(auditOfTwo.verify().findings())
                .anyMatch(finding -> finding.seq() == seq && finding.kind() == Kind.CHANGED);
    }

    @Test
    void aKilledNodeLeavesNothingThatIsNotSignedFor() {
        RecordedLog.work(one, 1);
        append(one, "its last");
        one.close();
        long last = two.events.lastSeq();
        assertThat(auditOfTwo.checkpoint().size()).isEqualTo(last);
        one = node("one");
        auditOfOne = started(one);
        append(one, "again");
        auditOfOne.checkpoint();
        assertHolds();
        assertThat(told("audit.foreign")).isEmpty();
        assertThat(told("audit.resumed")).isEmpty();
    }

    @Test
    void aNodeSignsForWhatOthersWroteWithoutWritingItself() {
        AuditLog quick = new AuditLog(
                two.database,
                two.events,
                clock,
                new dev.writ.event.audit.AuditSettings(1, java.time.Duration.ofMillis(20), List.of()),
                two.databaseFile.getParent());
        quick.start();
        long seq = appended(one, "a");
        for (int i = 0; i < 1_000 && signed() < seq; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        assertThat((long) signed()).isGreaterThanOrEqualTo(seq);
        quick.close();
    }

    private int signed() {
        return one.number("SELECT COALESCE(MAX(size), 0) FROM audit_checkpoints");
    }

    @Test
    void dataThatAreTakenOutLeaveTheSealWhole() {
        long seq = appended(one, "a");
        new Redactions(one.database, one.events).redact(seq, "person:ada", "it was secret");
        auditOfTwo.checkpoint();
        assertThat(auditOfTwo.verify().findings()).isEmpty();
        assertThat(auditOfTwo.verify().redacted()).isEqualTo(1);
    }

    @Test
    void aNodeWithoutTheKeyOfTheLogIsNotLetIn() throws Exception {
        try (TestingWrit third = node("third")) {
            assertThat(codeOf(() -> RecordedLog.log(third))).isEqualTo("conflict");
            dev.writ.event.audit.AuditKey.open(AuditLog.keyFile(third.databaseFile.getParent()));
            assertThat(codeOf(() -> RecordedLog.log(third))).isEqualTo("conflict");
            auditOfOne.checkpoint();
            assertThat(codeOf(() -> RecordedLog.log(third))).isEqualTo("conflict");
            Files.delete(AuditLog.keyFile(third.databaseFile.getParent()));
            giveKey(one, third);
            started(third);
        }
        assertHolds();
    }

    @Test
    void itIsCheckedWithoutBecomingANode() {
        RecordedLog.work(one, 1);
        auditOfOne.checkpoint();
        int nodes = one.number("SELECT COUNT(*) FROM nodes");
        Verification verification = PostgresStore.inspect(
                address,
                "",
                handle -> LogVerifier.verify(handle, auditOfOne.key().publicKey(), List.of(), Instant.EPOCH));
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.rows()).isPositive();
        assertThat(one.number("SELECT COUNT(*) FROM nodes")).isEqualTo(nodes);
    }
}
