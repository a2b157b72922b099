package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Submits a request and follows it to its end. If the server goes away in between (it may be another command's), the
 * request goes on in a server started here: it is in the data folder.
 */
final class RunFollower {
    private final GlobalOptions options;
    private final Terminal terminal;
    private final ObjectNode submission;
    private final boolean everything;
    private final boolean quiet;
    private final EventPrinter printer;
    private final ApprovalPrompt prompt;
    private Optional<TaskEvents> events = Optional.empty();
    private volatile String task = "";

    RunFollower(GlobalOptions options, Terminal terminal, ObjectNode submission, boolean everything, boolean quiet) {
        this.options = options;
        this.terminal = terminal;
        this.submission = submission.deepCopy().put("key", UUID.randomUUID().toString());
        this.everything = everything;
        this.quiet = quiet;
        this.printer = new EventPrinter(terminal, OutputFormat.TABLE);
        this.prompt = new ApprovalPrompt(terminal);
    }

    /** The report of the ended request, or of one that is held and goes no further by itself. */
    JsonNode follow() {
        return new Connection(options, terminal).with(this::follow);
    }

    private JsonNode follow(Session session) {
        Api api = session.api();
        Thread hint = new Thread(this::sayHowToGoOn);
        JsonNode submitted = api.post("/tasks", submission);
        boolean known = !task.isEmpty();
        task = submitted.path("id").asString();
        if (session.isEmbedded()) {
            Runtime.getRuntime().addShutdownHook(hint);
        }
        try {
            if (!quiet && !known) {
                terminal.message(terminal.dim("Request " + task + " · model "
                        + api.get("/system").path("model").asString("")));
            }
            // What was asked before the connection was lost may be asked still.
            prompt.offer(api, task);
            Optional<String> held = followToEnd(api, submitted.path("state").asString());
            JsonNode report = api.get("/tasks/" + task + "/report");
            return held.isEmpty() ? report : held((ObjectNode) report, held.orElse(""));
        } finally {
            if (session.isEmbedded()) {
                removeQuietly(hint);
            }
        }
    }

    /** Why the request is held, where it is and goes no further by itself; empty where it has ended. */
    private Optional<String> followToEnd(Api api, String state) {
        TaskEvents news = events.orElseGet(() -> new TaskEvents(task));
        events = Optional.of(news);
        AtomicReference<Optional<String>> held = new AtomicReference<>(heldForGood(api));
        if (held.get().isEmpty() && !EventPrinter.isFinal(state)) {
            news.follow(api, event -> show(api, event), event -> {
                switch (event.path("type").asString("")) {
                    case "approval.requested", "message.asked" -> prompt.offer(api, task);
                    case "task.held" -> held.set(heldForGood(api));
                    default -> {
                        // Only to be seen.
                    }
                }
                return held.get().isEmpty() && !TaskEvents.isEnd(event, task);
            });
        }
        news.rest(api, event -> show(api, event));
        return held.get();
    }

    private void show(Api api, JsonNode event) {
        if (everything || (!quiet && EventPrinter.isNews(event))) {
            printer.print(terminal::message, api, event);
        }
    }

    /** A task held for a step, a pause or a limit waits for a person; without one, this command ends. */
    private Optional<String> heldForGood(Api api) {
        if (terminal.isInteractive()) {
            return Optional.empty();
        }
        for (JsonNode one : api.get("/tasks/" + task + "/tree")) {
            if (one.path("state").asString().equals("manual_hold")) {
                return Optional.of(one.path("hold_reason").asString(""));
            }
        }
        return Optional.empty();
    }

    /** For whoever started the command the request has failed so far; it can go on. */
    private ObjectNode held(ObjectNode report, String reason) {
        report.put("status", "failed");
        report.set(
                "error",
                Json.object()
                        .put("code", FailureCode.LIMIT_REACHED.id())
                        .put("message", "The request is held: " + reason + ".")
                        .put(
                                "hint",
                                "Let it go on with `writ task resume " + task + "`, or end it with `writ task cancel "
                                        + task + "`."));
        return report;
    }

    private void sayHowToGoOn() {
        terminal.message("\nInterrupted. Nothing is lost; request " + task
                + " goes on when a server runs: writ serve, or writ task log -f " + task);
    }

    private static void removeQuietly(Thread hint) {
        try {
            Runtime.getRuntime().removeShutdownHook(hint);
        } catch (IllegalStateException e) {
            // The shutdown is under way, and the hook is what it should run.
            return;
        }
    }
}
