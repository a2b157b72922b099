package dev.writ.model.provider;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML, section 9.2) read one by one, and whether the provider said that its answer is complete:
 * a connection that merely ends is an answer that broke off.
 */
final class EventStream {
    private static final int MOST_CHARACTERS = 32 * 1024 * 1024;
    private static final int OPENING = 2_000;
    private static final Pattern FINISHED = Pattern.compile("\"finish_reason\"\\s*:\\s*\"");

    private final BufferedReader reader;
    /** How the body begins, for a message if it turns out to hold no events. */
    private final StringBuilder opening = new StringBuilder();

    private long characters;
    private boolean any;
    private boolean complete;

    /** The body is longer than any answer. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    EventStream(InputStream body) {
        this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event, empty at the end of the body. */
    Optional<ServerSentEvent> next() throws IOException {
        String event = null;
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(seen(event, data.toString()));
                }
                event = null;
            } else if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                String content = line.substring("data:".length());
                data.append(data.isEmpty() ? "" : "\n")
                        .append(content.startsWith(" ") ? content.substring(1) : content);
            }
        }
        return data.isEmpty() ? Optional.empty() : Optional.of(seen(event, data.toString()));
    }

    private ServerSentEvent seen(@Nullable String event, String data) {
        any = true;
        complete |= data.equals("[DONE]")
                || "message_stop".equals(event)
                || FINISHED.matcher(data).find();
        return new ServerSentEvent(event, data);
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int read = reader.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = reader.read()) {
            if (++characters > MOST_CHARACTERS) {
                throw new TooLong();
            }
            line.append((char) read);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        if (opening.length() < OPENING) {
            opening.append(line, 0, Math.min(line.length(), OPENING)).append('\n');
        }
        return line.toString();
    }

    /** Whether there was any event. */
    boolean any() {
        return any;
    }

    /** Whether the provider marked the end of its answer. */
    boolean complete() {
        return complete;
    }

    String opening() {
        return opening.toString();
    }
}
