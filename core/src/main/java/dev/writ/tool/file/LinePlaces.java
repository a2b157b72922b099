package dev.writ.tool.file;

import dev.writ.sandbox.OpenFile;
import dev.writ.tool.AuthorizedCall;

/**
 * Where some lines of a file lie.
 *
 * @param from first byte
 * @param to byte after the last
 * @param counted whether {@code totalLines} is the number of lines in the whole file
 * @param cut whether the file goes on after {@code to}
 */
record LinePlaces(long from, long to, long totalLines, boolean counted, boolean cut) {
    private static final int CHUNK = 64 * 1024;
    /** No character takes more bytes in an encoding whose lines are found by bytes. */
    private static final int BYTES_A_CHARACTER = 4;

    /** Finds lines from {@code first} (1-based) on, {@code count} at the most, by counting newlines. */
    static LinePlaces find(OpenFile file, long first, long count, FileLimits limits, AuthorizedCall call) {
        long most = (long) limits.textCharacters() * BYTES_A_CHARACTER;
        byte[] chunk = new byte[CHUNK];
        long position = 0;
        long newlines = 0;
        long from = first <= 1 ? 0 : -1;
        long to = -1;
        byte last = '\n';
        while (position < limits.scanBytes()) {
            call.checkStopped();
            int length = file.read(position, chunk);
            if (length == 0) {
                break;
            }
            for (int i = 0; i < length; i++) {
                if (chunk[i] == '\n') {
                    newlines++;
                    if (newlines == first - 1) {
                        from = position + i + 1;
                    }
                    if (newlines == first - 1 + count) {
                        to = position + i + 1;
                    }
                }
            }
            position += length;
            last = chunk[length - 1];
        }
        boolean counted = position >= file.info().size();
        long start = from < 0 ? position : from;
        long end = Math.min(to < 0 ? position : to, start + most);
        long total = last == '\n' ? newlines : newlines + 1;
        return new LinePlaces(start, end, total, counted, end < position || !counted);
    }
}
