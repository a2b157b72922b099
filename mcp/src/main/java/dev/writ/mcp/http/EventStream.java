package dev.writ.mcp.http;

import dev.writ.mcp.json.StrictJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Server-sent events. Each write is watched, so that a client that no longer reads does not hold the connection. */
final class EventStream implements AutoCloseable {
    private static final byte[] BEFORE = "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final Watchdog watchdog;
    private final Duration longest;

    /** @param longest how long the client may take to read what is written at once */
    EventStream(ServerResponse response, Watchdog watchdog, Duration longest) {
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        response.header(HeaderNames.create("X-Accel-Buffering"), "no");
        this.out = response.outputStream();
        this.watchdog = watchdog;
        this.longest = longest;
    }

    void write(ObjectNode message) throws IOException {
        byte[] json = StrictJson.bytes(message);
        byte[] event = new byte[BEFORE.length + json.length + AFTER.length];
        System.arraycopy(BEFORE, 0, event, 0, BEFORE.length);
        System.arraycopy(json, 0, event, BEFORE.length, json.length);
        System.arraycopy(AFTER, 0, event, BEFORE.length + json.length, AFTER.length);
        write(event);
    }

    /** A sign of life, by which a client that has gone is noticed. */
    void comment() throws IOException {
        write(COMMENT);
    }

    private void write(byte[] bytes) throws IOException {
        watchdog.during(longest, () -> {
            out.write(bytes);
            out.flush();
            return bytes.length;
        });
    }

    @Override
    public void close() throws IOException {
        watchdog.during(longest, () -> {
            out.close();
            return 0;
        });
    }
}
