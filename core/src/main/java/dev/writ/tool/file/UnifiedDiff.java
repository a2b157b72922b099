package dev.writ.tool.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/**
 * What changed between two contents of a file, in the format of {@code diff -u}.
 *
 * @param text with a sentence at the end where it was cut; "" where nothing changed
 * @param added number of lines that are new
 * @param removed number of lines that are gone
 */
record UnifiedDiff(String text, int added, int removed) {
    static final UnifiedDiff NONE = new UnifiedDiff("", 0, 0);

    /** Beyond this, finding the smallest difference can take long. */
    private static final int MOST_LINES = 400_000;

    private static final String NO_FILE = "/dev/null";
    private static final byte[] EMPTY = new byte[0];

    static UnifiedDiff ofChange(String path, byte[] before, byte[] after, int mostCharacters) {
        return between("a/" + path, before, "b/" + path, after, mostCharacters);
    }

    static UnifiedDiff ofNewFile(String path, byte[] after, int mostCharacters) {
        return between(NO_FILE, EMPTY, "b/" + path, after, mostCharacters);
    }

    static UnifiedDiff ofDeletion(String path, byte[] before, int mostCharacters) {
        return between("a/" + path, before, NO_FILE, EMPTY, mostCharacters);
    }

    private static UnifiedDiff between(
            String oldName, byte[] before, String newName, byte[] after, int mostCharacters) {
        if (!(FileContent.of(before) instanceof FileContent.Text old)
                || !(FileContent.of(after) instanceof FileContent.Text now)) {
            return new UnifiedDiff("Binary files " + oldName + " and " + newName + " differ.\n", 0, 0);
        }
        RawText oldLines = new RawText(old.text().getBytes(StandardCharsets.UTF_8));
        RawText newLines = new RawText(now.text().getBytes(StandardCharsets.UTF_8));
        if (oldLines.size() + newLines.size() > MOST_LINES) {
            return new UnifiedDiff("The file is too long to compare line by line.\n", 0, 0);
        }
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, oldLines, newLines);
        int added = edits.stream().mapToInt(Edit::getLengthB).sum();
        int removed = edits.stream().mapToInt(Edit::getLengthA).sum();
        String header = "--- " + oldName + "\n+++ " + newName + "\n";
        String body = format(edits, oldLines, newLines);
        return new UnifiedDiff(body.isEmpty() ? "" : cut(header + body, mostCharacters), added, removed);
    }

    /** One line for lists, for instance {@code +3 -1}. */
    String summary() {
        return "+" + added + " -" + removed;
    }

    private static String format(EditList edits, RawText before, RawText after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.format(edits, before, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String cut(String diff, int most) {
        if (diff.length() <= most) {
            return diff;
        }
        int end = diff.lastIndexOf('\n', most - 1) + 1;
        return diff.substring(0, end) + "… the diff goes on for " + (diff.length() - end) + " more characters.\n";
    }
}
