package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * The live events of a server: server-sent events (HTML standard, section 9.2), each with an event as its data. Not for
 * use by several threads, but for {@link #close()}, which ends a wait in another one.
 */
final class EventStream implements AutoCloseable {
    private final BufferedReader lines;
    private final Runnable disconnect;

    /** @param disconnect ends the connection at once, whatever is still to come */
    EventStream(InputStream stream, Runnable disconnect) {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.disconnect = disconnect;
    }

    /**
     * The next event, once it happens.
     *
     * @throws WritException with {@code unavailable} when the connection ends, in the midst of an event or not
     */
    JsonNode next() {
        StringBuilder data = new StringBuilder();
        try {
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw gone();
                }
                if (line.startsWith("data:")) {
                    data.append(line, line.startsWith("data: ") ? 6 : 5, line.length())
                            .append('\n');
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return Json.parse(data.toString());
                }
            }
        } catch (IOException e) {
            throw gone();
        }
    }

    private static WritException gone() {
        return new WritException(
                FailureCode.UNAVAILABLE,
                "The server has ended the connection.",
                "See whether `writ serve` still runs.");
    }

    @Override
    public void close() {
        disconnect.run();
    }
}
