package dev.writ.entity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Unified diff of two versions of a definition. */
final class VersionDiff {
    private VersionDiff() {}

    /** Empty when the contents are the same. */
    static String between(String name, DefinitionVersion before, DefinitionVersion after) {
        RawText old = text(before);
        RawText changed = text(after);
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, old, changed);
        if (edits.isEmpty()) {
            return "";
        }
        ByteArrayOutputStream hunks = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(hunks)) {
            formatter.format(edits, old, changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "--- " + name + " version " + before.version() + "\n+++ " + name + " version " + after.version() + "\n"
                + hunks.toString(StandardCharsets.UTF_8);
    }

    private static RawText text(DefinitionVersion version) {
        return new RawText(ContentText.of(version.content()).getBytes(StandardCharsets.UTF_8));
    }
}
