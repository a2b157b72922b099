package dev.writ.tool.file;

import java.util.Optional;

/** What the bytes of a file are. */
sealed interface FileContent {
    /** @param text without the byte order mark */
    record Text(String text, TextEncoding encoding) implements FileContent {}

    /** Not text; never shown. */
    record Binary() implements FileContent {}

    /** Decides for the bytes of a whole file, or of its start. */
    static FileContent of(byte[] bytes) {
        Optional<TextEncoding> marked = TextEncoding.marked(bytes);
        if (marked.isPresent()) {
            Optional<FileContent> text = marked.get()
                    .decode(bytes, marked.get().markLength())
                    .map(content -> new Text(content, marked.get()));
            if (text.isPresent()) {
                return text.get();
            }
        }
        if (holdsZero(bytes)) {
            return new Binary();
        }
        Optional<String> utf8 = TextEncoding.UTF_8.decode(bytes, 0);
        if (utf8.isPresent()) {
            return new Text(utf8.get(), TextEncoding.UTF_8);
        }
        return looksBinary(bytes)
                ? new Binary()
                : new Text(TextEncoding.ISO_8859_1.decode(bytes, 0).orElseThrow(), TextEncoding.ISO_8859_1);
    }

    static boolean holdsZero(byte[] bytes) {
        for (byte value : bytes) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }

    /** Text in an old encoding has few control characters; compressed data has one byte in ten of them. */
    private static boolean looksBinary(byte[] bytes) {
        int controls = 0;
        for (byte value : bytes) {
            boolean usual = value == '\t' || value == '\n' || value == '\r' || value == '\f' || value == 0x1b;
            if (value >= 0 && value < 0x20 && !usual) {
                controls++;
            }
        }
        return controls * 50L > bytes.length;
    }
}
