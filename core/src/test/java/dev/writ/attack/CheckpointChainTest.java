package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.event.merkle.PredecessorLines;
import dev.writ.event.merkle.Predecessors;
import dev.writ.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody takes a checkpoint away, and nothing else: what it signed is there still, but that it was signed then is not. */
class CheckpointChainTest {
    @TempDir
    static Path folder;

    private static RecordedLog log;
    private static Path copy;
    private static List<Long> sizes;

    @BeforeAll
    static void record() {
        log = RecordedLog.make(folder, 15);
        copy = folder.resolve("copy.db");
        sizes = SqliteStore.inspect(
                log.file,
                handle -> handle.createQuery("SELECT size FROM audit_checkpoints ORDER BY size")
                        .mapTo(Long.class)
                        .list());
        assertThat(sizes).hasSizeGreaterThan(3);
    }

    private static Verification without(String which, OutsideCheckpoint... outside) {
        return log.after(copy, handle -> handle.execute("DELETE FROM audit_checkpoints WHERE " + which), outside);
    }

    private static void isNamed(Verification verification, long size) {
        assertThat(verification.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.REMOVED);
            assertThat(finding.table()).isEqualTo("audit_checkpoints");
            assertThat(finding.row()).isEqualTo(Long.toString(size));
            assertThat(finding.sentence()).startsWith("The checkpoint at " + size + " is gone: ");
        });
    }

    @Test
    void eachThatAnotherOneFollowsIsMissedAndNamed() {
        for (long size : sizes.subList(0, sizes.size() - 1)) {
            isNamed(without("size = " + size), size);
        }
    }

    @Test
    void ofSeveralInARowTheLastIsNamed() {
        isNamed(without("size <= " + sizes.get(1)), sizes.get(1));
    }

    @Test
    void theNewestIsMissedByTheCopyInTheDataFolderAlone() throws IOException {
        long newest = sizes.getLast();
        assertThat(without("size = " + newest).findings()).isEmpty();

        String kept = Files.readString(log.folder.resolve("audit-checkpoint"));
        isNamed(without("size = " + newest, new OutsideCheckpoint("the data folder", kept)), newest);
    }

    @Test
    void whoTakesTheLineAboutThoseBeforeItAwayAsWellIsFoundByTheNextOne() {
        Verification verification = log.after(copy, handle -> {
            handle.execute("DELETE FROM audit_checkpoints WHERE size = ?", sizes.get(0));
            handle.execute("UPDATE audit_checkpoints SET cosignatures = '' WHERE size = ?", sizes.get(1));
        });
        assertThat(verification.findings()).extracting(Finding::kind).containsExactly(Kind.CHECKPOINT);
        assertThat(verification.findings().getFirst().row()).isEqualTo(Long.toString(sizes.get(1)));
    }

    @Test
    void aLineOfAnotherCheckpointIsNone() {
        Verification verification = log.after(copy, handle -> {
            handle.execute("DELETE FROM audit_checkpoints WHERE size = ?", sizes.get(1));
            handle.execute(
                    "UPDATE audit_checkpoints SET cosignatures = "
                            + "(SELECT cosignatures FROM audit_checkpoints WHERE size = ?) WHERE size = ?",
                    sizes.get(0),
                    sizes.get(2));
        });
        assertThat(verification.holds()).isFalse();
    }

    @Test
    void aLogOfAnEarlierVersionHoldsAndIsNamedAsAWholeByTheFirstThatFollows() {
        assertThat(log.after(copy, handle -> handle.execute("UPDATE audit_checkpoints SET cosignatures = ''"))
                        .findings())
                .isEmpty();
    }

    @Test
    void whereItWasTakenOutOfTheNewestANoteTellsOfIt() {
        Verification verification = log.after(
                copy,
                handle -> handle.execute(
                        "UPDATE audit_checkpoints SET cosignatures = '' WHERE size = ?", sizes.getLast()));
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.notes())
                .singleElement()
                .asString()
                .startsWith("1 checkpoint does not name those before:");
    }

    /** The signatures of those that a later one names are not looked at, so each of their bytes is in what that one names. */
    @ParameterizedTest
    @ValueSource(strings = {"note", "cosignatures"})
    void noByteOfWhatALaterOneNamesCanBeChanged(String column) {
        long size = sizes.get(1);
        String text = SqliteStore.inspect(
                log.file,
                handle -> handle.createQuery("SELECT " + column + " FROM audit_checkpoints WHERE size = " + size)
                        .mapTo(String.class)
                        .one());
        for (int at = 0; at < text.length(); at += 3) {
            String changed = text.substring(0, at) + (text.charAt(at) == 'x' ? 'y' : 'x') + text.substring(at + 1);
            Verification verification = log.after(
                    copy,
                    handle -> handle.execute(
                            "UPDATE audit_checkpoints SET " + column + " = ? WHERE size = ?", changed, size));
            assertThat(verification.holds()).as(changed).isFalse();
        }
    }

    /** As an attacker would who has no key, and changes what the next one names to fit. */
    @Test
    void aForgedOneIsFoundThoughTheNextOneIsMadeToNameIt() {
        Verification verification = log.after(copy, handle -> {
            handle.execute(
                    "UPDATE audit_checkpoints SET note = (SELECT note FROM audit_checkpoints WHERE size = ?) WHERE size = ?",
                    sizes.get(0),
                    sizes.get(1));
            PredecessorLines lines = new PredecessorLines(log.key);
            String note = text(handle, "note", sizes.get(1));
            String line = lines.of(text(handle, "cosignatures", sizes.get(1)));
            Predecessors forged = lines.said(line).orElseThrow().and(sizes.get(1), note, line);
            String next = lines.of(text(handle, "cosignatures", sizes.get(2)));
            handle.execute(
                    "UPDATE audit_checkpoints SET cosignatures = ? WHERE size = ?",
                    withHash(next, forged) + "\n",
                    sizes.get(2));
        });
        assertThat(verification.findings()).extracting(Finding::row).contains(Long.toString(sizes.get(1)));
    }

    private static String text(Handle handle, String column, long size) {
        return handle.createQuery("SELECT " + column + " FROM audit_checkpoints WHERE size = " + size)
                .mapTo(String.class)
                .one();
    }

    /** The line with another hash, and the signature it had: four bytes of an id, eight of a size, then the hash. */
    private static String withHash(String line, Predecessors named) {
        int begin = line.lastIndexOf(' ') + 1;
        byte[] bytes = Base64.getDecoder().decode(line.substring(begin));
        byte[] hash = Base64.getDecoder().decode(named.hash());
        System.arraycopy(hash, 0, bytes, 12, hash.length);
        return line.substring(0, begin) + Base64.getEncoder().encodeToString(bytes);
    }
}
