package dev.writ.cli;

import dev.writ.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Prints the events of a request, one line each, in order and without gaps. */
final class EventPrinter {
    private static final int PAGE = 500;
    private static final int NARROWEST = 30;
    private static final int MOST_LINES = 60;
    private static final String GAP = "  ";
    private static final String MARGIN = "          │ ";
    private static final Set<String> INTERNAL =
            Set.of("end_task", "need_more_tools", "need_more_context", "flag_for_review", "request_improvement");

    private final Terminal terminal;
    private final OutputFormat format;
    private long seen;

    EventPrinter(Terminal terminal, OutputFormat format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** Prints what is new since the last call. */
    void printNewTo(Consumer<String> sink, Api api, String id, Predicate<JsonNode> wanted) {
        JsonNode events;
        do {
            events = api.get("/tasks/" + Paths.name(id) + "/log?after=" + seen + "&limit=" + PAGE);
            for (JsonNode event : events) {
                seen = event.path("seq").asLong();
                if (wanted.test(event)) {
                    print(sink, api, event);
                }
            }
        } while (events.size() == PAGE);
    }

    /** Prints one event, with what an agent said to whoever looks at the terminal. */
    void print(Consumer<String> sink, Api api, JsonNode event) {
        if (format != OutputFormat.TABLE) {
            sink.accept(Json.write(event));
            return;
        }
        // Asked for first: an event is printed whole or, where the server goes away meanwhile, not at all.
        Optional<String> words = words(api, event);
        String line = line(event);
        sink.accept(line);
        words.ifPresent(sink);
        if (event.path("type").asString("").equals("model.retrying") && RetryWords.isToCome(event, Instant.now())) {
            // The time until the next attempt runs down.
            terminal.keepLive(line, () -> line(event, EventText.of(RetryWords.seenAt(event, Instant.now()))));
        }
    }

    static boolean isFinal(String state) {
        return Set.of("completed", "failed", "cancelled").contains(state);
    }

    /** Whether a person following a request wants to see the event: turns, tools, grants, approvals, messages, ends. */
    static boolean isNews(JsonNode event) {
        String type = event.path("type").asString();
        if (type.startsWith("task.")) {
            return !type.equals("task.state_changed")
                    && !INTERNAL.contains(event.path("data").path("process").asString(""));
        }
        String tool = event.path("data").path("tool").asString("");
        // What was said is shown itself.
        boolean told = tool.equals("message_user") && type.equals("tool.succeeded");
        return !tool.equals("core")
                && !told
                && (type.startsWith("tool.") && !type.equals("tool.started")
                        || type.startsWith("grant.") && !type.equals("grant.ended")
                        || type.startsWith("approval.")
                        || type.startsWith("message.")
                        || type.startsWith("file.")
                        || type.startsWith("model.retr"));
    }

    /** The event as one line, no longer than the terminal is wide. */
    String line(JsonNode event) {
        return line(event, EventText.of(event));
    }

    private String line(JsonNode event, String text) {
        String time = event.path("at").asString("");
        String clock = time.length() >= 19 ? time.substring(11, 19) : time;
        String type = event.path("type").asString();
        String padded = String.format("%-19s", type);
        int left = terminal.columns() - clock.length() - padded.length() - 2 * GAP.length();
        return terminal.dim(clock)
                + GAP
                + coloured(type, padded)
                + GAP
                + terminal.fitted(text, Math.max(NARROWEST, left));
    }

    /** What an agent says to whoever looks at the terminal, below the event that tells of it. */
    private Optional<String> words(Api api, JsonNode event) {
        if (!List.of(event.path("data").path("routes").asString("").split(",")).contains("terminal")) {
            return Optional.empty();
        }
        JsonNode message = api.get("/inbox/" + Paths.name(event.path("entity").asString()));
        List<String> lines = new ArrayList<>();
        for (String line : message.path("text").asString("").split("\n", -1)) {
            if (lines.size() == MOST_LINES) {
                lines.add("…");
                break;
            }
            lines.add(line);
        }
        if (message.path("state").asString().equals("asked")) {
            lines.add("Answer with: writ task reply " + message.path("task").asString() + " \"…\"");
        }
        return Optional.of(MARGIN + String.join("\n" + MARGIN, lines));
    }

    private String coloured(String type, String padded) {
        if (type.endsWith("failed") || type.endsWith("denied") || type.endsWith("refused")) {
            return terminal.bad(padded);
        }
        if (type.startsWith("approval.")
                || type.startsWith("grant.")
                || type.endsWith("held")
                || type.equals("model.retrying")) {
            return terminal.wait(padded);
        }
        return type.endsWith("completed") || type.endsWith("succeeded") ? terminal.good(padded) : padded;
    }
}
