package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.tool.file.TextEdits.Replacement;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EditProperties {
    @Property
    void longTextsAreFoundWhereTheLibraryFindsThem(
            @ForAll("repetitive") String text,
            @ForAll @IntRange(max = 200) int from,
            @ForAll @IntRange(max = 300) int to) {
        int start = Math.min(from, text.length());
        String wanted = text.substring(start, Math.max(start, Math.min(to, text.length()))) + "b";
        assertThat(new ExactSearch(wanted).in(text, 0)).isEqualTo(text.indexOf(wanted));
        assertThat(new ExactSearch(wanted).in(text, start)).isEqualTo(text.indexOf(wanted, start));
    }

    @Property
    void replacingAllIsWhatTheLibraryDoes(@ForAll("repetitive") String text, @ForAll("short") String wanted) {
        if (text.contains(wanted)) {
            TextEdits edits = new TextEdits(List.of(new Replacement(wanted, "<" + wanted + ">", true)));
            assertThat(edits.apply(text, 1_000_000, () -> {}).text())
                    .isEqualTo(text.replace(wanted, "<" + wanted + ">"));
        }
    }

    @Property
    void aSnapshotSurvivesBeingStored(@ForAll("snapshots") Snapshot snapshot) {
        Snapshot read = SnapshotBytes.read(
                SnapshotBytes.kind(snapshot), SnapshotBytes.mode(snapshot), SnapshotBytes.write(snapshot));

        assertThat(read.hash()).isEqualTo(snapshot.hash());
        assertThat(read.size()).isEqualTo(snapshot.size());
        assertThat(read.entries()).isEqualTo(snapshot.entries());
    }

    @Provide
    Arbitrary<String> repetitive() {
        return Arbitraries.strings().withChars('a', 'b').ofMaxLength(400);
    }

    @Provide("short")
    Arbitrary<String> shortTexts() {
        return Arbitraries.strings().withChars('a', 'b').ofMinLength(1).ofMaxLength(4);
    }

    @Provide
    Arbitrary<Snapshot> snapshots() {
        return snapshots(3);
    }

    private static Arbitrary<Snapshot> snapshots(int depth) {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(50);
        Arbitrary<Snapshot> leaves = Arbitraries.oneOf(
                bytes.map(content -> new Snapshot.File(0644, content)), bytes.map(Snapshot.Link::new));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<String> names = Arbitraries.strings()
                .withChars('a', 'ä', '\uDC80', '.')
                .ofMinLength(1)
                .ofMaxLength(3);
        Arbitrary<Snapshot> folders = Arbitraries.maps(names, snapshots(depth - 1))
                .ofMaxSize(4)
                .map(children -> new Snapshot.Folder(0755, new TreeMap<>(children)));
        return Arbitraries.oneOf(leaves, folders);
    }
}
