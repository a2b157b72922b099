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
import java.util.concurrent.TimeoutException;

/**
 * Events as server-sent events, written by hand: the library's own sink cannot write a comment alone. Of what a client has
 * yet to read, little more than one piece is held here.
 */
final class EventMessages implements AutoCloseable {
    /** Characters that are written at a time; an event that is longer is written at once. */
    private static final int PIECE = 16 << 10;

    private final OutputStream out;
    private final boolean named;
    private final ReadingTime time;

    /** @param named whether messages have the type of their event as their name; browsers give those without one to one listener */
    EventMessages(ServerResponse response, boolean named, ReadingTime time) {
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("X-Accel-Buffering"), "no");
        this.out = response.outputStream();
        this.named = named;
        this.time = time;
    }

    /**
     * All of them, one after the other.
     *
     * @throws UncheckedIOException when the client has gone
     * @throws TimeoutException when it does not read
     */
    void send(List<Event> events) throws TimeoutException {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            if (text.length() >= PIECE) {
                write(text.toString());
                text = new StringBuilder();
            }
            text.append("id:").append(event.seq()).append('\n');
            if (named) {
                text.append("event:").append(event.type()).append('\n');
            }
            text.append("data:").append(Json.write(EventJson.of(event))).append("\n\n");
        }
        write(text.toString());
    }

    /** A sign of life, by which either side notices that the other one has gone. */
    void comment() throws TimeoutException {
        write(":\n\n");
    }

    private void write(String text) throws TimeoutException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            time.during(() -> {
                out.write(bytes);
                out.flush();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws TimeoutException {
        try {
            time.during(out::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
