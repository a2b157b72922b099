package dev.writ.attack;

import static dev.writ.attack.TestingWrit.HOUR;
import static dev.writ.attack.TestingWrit.proposal;

import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.event.audit.LogVerifier;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.event.merkle.NoteKey;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.Assignment;
import dev.writ.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A log of real calls, grants and approvals, signed to its end, for attackers to write in copies of it. */
final class RecordedLog {
    final Path file;
    final NoteKey key;
    final Path folder;

    private RecordedLog(Path folder, NoteKey key) {
        this.folder = folder;
        this.file = folder.resolve("writ.db");
        this.key = key;
    }

    /** Some 20 events for each round, with checkpoints in between. */
    static RecordedLog make(Path folder, int rounds) {
        try (TestingWrit writ = new TestingWrit(folder)) {
            AuditLog audit = log(writ);
            audit.start();
            for (int round = 0; round < rounds; round++) {
                work(writ, round);
                if (round % 4 == 0) {
                    audit.checkpoint();
                }
            }
            audit.close();
            return new RecordedLog(writ.databaseFile.getParent(), audit.key().publicKey());
        }
    }

    static AuditLog log(TestingWrit writ, dev.writ.event.audit.Witness... witnesses) {
        return new AuditLog(
                writ.database,
                writ.events,
                writ.clock,
                new AuditSettings(1_000_000, HOUR, List.of(witnesses)),
                writ.databaseFile.getParent());
    }

    /** Calls that succeed, fail and are denied; grants that end in every way; requests that are answered in every way. */
    static void work(TestingWrit writ, int round) {
        String task = writ.task();
        writ.file("a/" + round + ".txt", "text");
        writ.grant(task, "file_system_listing", "{'read': ['a/**']}");
        writ.tries(task, "file_system_listing.read_file", "{'path': 'a/" + round + ".txt'}");
        writ.tries(task, "file_system_listing.read_file", "{'path': 'a/none.txt'}");
        writ.tries(task, "file_system_listing.read_file", "{'path': 'b.txt'}");
        writ.tries(task, "no.such", "{}");
        Assignment once = writ.grant(task, "terminal", "{'commands': [['ls', '**']]}", HOUR, 1);
        writ.tries(task, "terminal.execute_command", "{'argv': ['ls', '\u20ac \\u0007']}");
        writ.revoke(once);
        writ.revoke(writ.grant(task, "terminal", "{'commands': [['cat', '**']]}"));
        writ.granted(writ.approve(writ.ask(proposal(task, "terminal", "{'commands': [['rm', 'x']]}", HOUR, 0))));
        writ.answer(
                writ.ask(proposal(task, "terminal", "{'commands': [['dd']]}", HOUR, 0)),
                new Answer.Deny(),
                "person:bea");
        writ.ask(proposal(task, "terminal", "{'commands': [['mv', 'a', 'b']]}", HOUR, 0));
    }

    /** A copy after an attacker's SQL. */
    Verification after(Path copy, Consumer<Handle> attack, OutsideCheckpoint... outside) {
        copyTo(copy);
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + copy)) {
            attack.accept(handle);
        }
        return verify(copy, outside);
    }

    void copyTo(Path copy) {
        try {
            Files.deleteIfExists(Path.of(copy + "-wal"));
            Files.deleteIfExists(Path.of(copy + "-shm"));
            Files.write(copy, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Verification verify(Path database, OutsideCheckpoint... outside) {
        return SqliteStore.inspect(
                database, handle -> LogVerifier.verify(handle, key, List.of(outside), Instant.EPOCH));
    }
}
