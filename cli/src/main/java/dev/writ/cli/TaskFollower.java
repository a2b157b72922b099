package dev.writ.cli;

import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Prints what happens in the request of a task, from its beginning until the task has ended. */
final class TaskFollower {
    private final Terminal terminal;
    private final String id;
    private final EventPrinter printer;
    private Optional<TaskEvents> events = Optional.empty();

    TaskFollower(Terminal terminal, OutputFormat format, String id) {
        this.terminal = terminal;
        this.id = id;
        this.printer = new EventPrinter(terminal, format);
    }

    /** The report of the ended task. Called again after a break it goes on where it was. */
    JsonNode follow(Api api) {
        JsonNode task = api.get("/tasks/" + Paths.name(id));
        TaskEvents news =
                events.orElseGet(() -> new TaskEvents(task.path("tree").asString()));
        events = Optional.of(news);
        Consumer<JsonNode> show = event -> printer.print(terminal::data, api, event);
        if (!EventPrinter.isFinal(task.path("state").asString())) {
            news.follow(api, show, event -> !TaskEvents.isEnd(event, id));
        }
        news.rest(api, show);
        return api.get("/tasks/" + Paths.name(id) + "/report");
    }
}
