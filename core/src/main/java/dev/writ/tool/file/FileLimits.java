package dev.writ.tool.file;

import java.time.Duration;

/**
 * What one call may cost.
 *
 * @param fileBytes largest file that is edited, searched or decoded as a whole
 * @param scanBytes how far into a larger file lines are counted
 * @param textCharacters most text in a result
 * @param diffCharacters most text of a diff
 * @param listed most entries, paths or changes in a result
 * @param matches most places found in a result
 * @param visited most entries looked at by one call
 * @param depth deepest folder below the start
 * @param keptBytes most content kept to undo one change
 * @param keptEntries most files and folders kept to undo one change
 * @param treeBytes most content kept to undo the changes of one request
 * @param treeChanges most changes of one request
 * @param edits most replacements in one call
 * @param searchTime how long one search by content may take
 * @param watchTime longest wait for changes
 */
public record FileLimits(
        int fileBytes,
        long scanBytes,
        int textCharacters,
        int diffCharacters,
        int listed,
        int matches,
        int visited,
        int depth,
        int keptBytes,
        int keptEntries,
        long treeBytes,
        int treeChanges,
        int edits,
        Duration searchTime,
        Duration watchTime) {
    private static final int MEGABYTE = 1_000_000;

    public static FileLimits standard() {
        return new FileLimits(
                10 * MEGABYTE,
                100L * MEGABYTE,
                200_000,
                50_000,
                2_000,
                500,
                200_000,
                100,
                20 * MEGABYTE,
                5_000,
                500L * MEGABYTE,
                20_000,
                500,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }
}
