package dev.writ.tool.file;

import dev.writ.sandbox.OpenFile;
import dev.writ.tool.AuthorizedCall;
import java.util.Arrays;
import java.util.Optional;

/**
 * Some lines of a file, read without holding more of it than needed.
 *
 * @param content with the ends of the lines as in the file
 * @param encoding empty for a binary file
 * @param totalLines how many lines the file has, or at least has where {@code counted} is false
 * @param lines how many lines {@code content} touches
 * @param counted whether the whole file was counted
 * @param cut whether the file goes on after {@code content}
 */
record LineSlice(
        String content, Optional<TextEncoding> encoding, long totalLines, long lines, boolean counted, boolean cut) {
    private static final int SAMPLE = 64 * 1024;
    private static final LineSlice BINARY = new LineSlice("", Optional.empty(), 0, 0, true, false);

    /** Lines from {@code first} (1-based) on, {@code count} at the most. */
    static LineSlice read(OpenFile file, long first, long count, FileLimits limits, AuthorizedCall call) {
        byte[] start = sample(file);
        Optional<TextEncoding> marked = TextEncoding.marked(start);
        if (marked.isPresent() && !marked.get().hasByteLines()) {
            return FileContent.of(file.readAll(limits.fileBytes())) instanceof FileContent.Text text
                    ? ofText(text, first, count, limits)
                    : BINARY;
        }
        if (!(FileContent.of(start) instanceof FileContent.Text sampled)) {
            return BINARY;
        }
        LinePlaces places = LinePlaces.find(file, first, count, limits, call);
        byte[] bytes = bytes(file, places);
        if (FileContent.holdsZero(bytes)) {
            return BINARY;
        }
        TextEncoding encoding = sampled.encoding();
        int skipped = places.from() == 0 ? encoding.markLength() : 0;
        Optional<String> text = encoding.decode(bytes, Math.min(skipped, bytes.length));
        if (text.isEmpty()) {
            encoding = TextEncoding.ISO_8859_1;
            text = encoding.decode(bytes, 0);
        }
        return cut(text.orElseThrow(), encoding, places, limits.textCharacters());
    }

    private static LineSlice cut(String text, TextEncoding encoding, LinePlaces places, int most) {
        boolean cut = places.cut();
        String content = text;
        if (content.length() > most) {
            int lineEnd = content.lastIndexOf('\n', most - 1) + 1;
            int end = lineEnd > 0 ? lineEnd : most;
            content = content.substring(0, Character.isHighSurrogate(content.charAt(end - 1)) ? end - 1 : end);
            cut = true;
        }
        return new LineSlice(
                content, Optional.of(encoding), places.totalLines(), lineCount(content), places.counted(), cut);
    }

    private static LineSlice ofText(FileContent.Text file, long first, long count, FileLimits limits) {
        String text = file.text();
        int from = 0;
        for (long line = 1; line < first && from < text.length(); line++) {
            from = afterLine(text, from);
        }
        int to = from;
        for (long line = 0; line < count && to < text.length(); line++) {
            to = afterLine(text, to);
        }
        LinePlaces places = new LinePlaces(from, to, lineCount(text), true, to < text.length());
        return cut(text.substring(from, to), file.encoding(), places, limits.textCharacters());
    }

    private static int afterLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    private static long lineCount(String text) {
        long newlines = text.chars().filter(character -> character == '\n').count();
        return text.isEmpty() || text.endsWith("\n") ? newlines : newlines + 1;
    }

    /** The start of the file, ending with a whole character. */
    private static byte[] sample(OpenFile file) {
        byte[] start = new byte[SAMPLE];
        int length = file.read(0, start);
        return length == SAMPLE ? withoutPart(start) : Arrays.copyOf(start, length);
    }

    /** Without the last character where it is not ASCII: its bytes may go on after these. */
    private static byte[] withoutPart(byte[] bytes) {
        int end = bytes.length;
        while (end > bytes.length - 4 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, (bytes[end - 1] & 0x80) != 0 ? end - 1 : bytes.length);
    }

    private static byte[] bytes(OpenFile file, LinePlaces places) {
        byte[] bytes = new byte[(int) (places.to() - places.from())];
        byte[] chunk = new byte[SAMPLE];
        int length = 0;
        while (length < bytes.length) {
            int count = Math.min(file.read(places.from() + length, chunk), bytes.length - length);
            if (count == 0) {
                // The file became shorter meanwhile.
                return Arrays.copyOf(bytes, length);
            }
            System.arraycopy(chunk, 0, bytes, length, count);
            length += count;
        }
        return places.cut() && bytes.length > SAMPLE ? withoutPart(bytes) : bytes;
    }
}
