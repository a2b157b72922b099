package dev.writ.mcp.stdio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The lines of a stream, each of a limited length: one that is longer is skipped and reported. */
public final class Lines {
    private final InputStream in;
    private final int longest;

    public Lines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.longest = longest;
    }

    /** What came next. */
    public sealed interface Line {}

    /** Never empty. */
    public static final class Whole implements Line {
        private final byte[] bytes;

        private Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Without the line break. */
        public byte[] bytes() {
            return bytes;
        }
    }

    public record TooLong() implements Line {}

    public record End() implements Line {}

    /** Waits for the next line that is not empty; a last one without a line break counts too. */
    public Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        while (true) {
            int next = in.read();
            if (next == '\r') {
                continue;
            }
            if (next == '\n' || next < 0) {
                if (tooLong) {
                    return new TooLong();
                }
                if (line.size() > 0) {
                    return new Whole(line.toByteArray());
                }
                if (next < 0) {
                    return new End();
                }
            } else if (!tooLong && line.size() < longest) {
                line.write(next);
            } else {
                tooLong = true;
                line.reset();
            }
        }
    }
}
