package dev.writ.mcp.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream, empty ones too. One that is too long ends the reading. */
final class ByteLines {
    private final InputStream in;
    private final int longest;

    ByteLines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 1 << 14);
        this.longest = longest;
    }

    /**
     * Waits for the next line, given without its line break; empty at the end. What stands after the last line break is
     * no line.
     *
     * @throws ServerFailure for a line that is too long
     */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (next == '\r') {
                continue;
            }
            if (line.size() == longest) {
                throw new ServerFailure(
                        ServerFailure.Kind.TOO_LARGE, "It sent a message of more than " + longest + " bytes.");
            }
            line.write(next);
        }
        return Optional.empty();
    }
}
