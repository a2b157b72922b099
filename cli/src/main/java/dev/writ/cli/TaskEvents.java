package dev.writ.cli;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The events of a request as they happen, each once and in order, over as many connections as it takes. */
final class TaskEvents {
    private static final Set<String> ENDS = Set.of("task.completed", "task.failed", "task.cancelled");

    private static final int PAGE = 500;

    private final String tree;
    private long seen;

    /** @param tree the request */
    TaskEvents(String tree) {
        this.tree = tree;
    }

    /**
     * Goes on after the last event that was shown.
     *
     * @param show is given each event; one that it could not show it gets again
     * @param goesOn is given each event that was shown, and says whether to go on
     * @throws dev.writ.WritException with {@code unavailable} when the connection ends; it can be called again then
     */
    void follow(Api api, Consumer<JsonNode> show, Predicate<JsonNode> goesOn) {
        try (EventStream stream = api.stream("/stream?named=false&after=" + seen + "&tree=" + Paths.encode(tree))) {
            boolean more = true;
            while (more) {
                JsonNode event = stream.next();
                more = !take(event, show) || goesOn.test(event);
            }
        }
    }

    /** Shows what has happened since and was not shown, without waiting for more. */
    void rest(Api api, Consumer<JsonNode> show) {
        JsonNode page;
        do {
            page = api.get("/tasks/" + Paths.encode(tree) + "/log?after=" + seen + "&limit=" + PAGE);
            page.forEach(event -> take(event, show));
        } while (page.size() == PAGE);
    }

    private boolean take(JsonNode event, Consumer<JsonNode> show) {
        long number = event.path("seq").asLong();
        if (number <= seen) {
            return false;
        }
        show.accept(event);
        seen = number;
        return true;
    }

    /** Whether the event tells of the end of this task. */
    static boolean isEnd(JsonNode event, String task) {
        return ENDS.contains(event.path("type").asString(""))
                && event.path("entity").asString("").equals(task);
    }
}
