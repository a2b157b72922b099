package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.audit.Finding;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
