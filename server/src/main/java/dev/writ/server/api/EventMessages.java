package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.event.Event;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Events as server-sent events, written by hand: the library's own sink cannot write a comment alone. */
final class EventMessages implements AutoCloseable {
    private final OutputStream out;
    private final boolean named;

    /** @param named whether messages have the type of their event as their name; browsers give those without one to one listener */
    EventMessages(ServerResponse response, boolean named) {
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("X-Accel-Buffering"), "no");
        this.out = response.outputStream();
        this.named = named;
    }

    /**
     * All of them in one go.
     *
     * @throws UncheckedIOException when the client has gone
     */
    void send(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            text.append("id:").append(event.seq()).append('\n');
            if (named) {
                text.append("event:").append(event.type()).append('\n');
            }
            text.append("data:").append(Json.write(EventJson.of(event))).append("\n\n");
        }
        write(text.toString());
    }

    /** A sign of life, by which either side notices that the other one has gone. */
    void comment() {
        write(":\n\n");
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
