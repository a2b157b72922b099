package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Submits a request and follows it to its end. If the server goes away in between (it may be another command's), the
 * request goes on in a server started here: it is in the data folder.
 */
final class RunFollower {
    private static final long POLL_MILLIS = 100;
    private static final int MOST_RECONNECTS = 5;

    private final GlobalOptions options;
    private final Terminal terminal;
    private final ObjectNode submission;
    private final boolean everything;
    private final boolean quiet;
    private final EventPrinter printer;
    private final ApprovalPrompt prompt;
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
    JsonNode follow() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (Session session = Session.open(options)) {
                return follow(session);
            } catch (WritException e) {
                boolean lost = e.failure().code() == FailureCode.UNAVAILABLE;
                if (!lost || options.server != null || attempt == MOST_RECONNECTS) {
                    throw e;
                }
                terminal.message("The server went away; going on here.");
            }
        }
    }

    private JsonNode follow(Session session) throws InterruptedException {
        Api api = session.api();
        Thread hint = new Thread(this::sayHowToGoOn);
        JsonNode submitted = api.post("/tasks", submission);
        task = submitted.path("id").asString();
        if (session.isEmbedded()) {
            Runtime.getRuntime().addShutdownHook(hint);
        }
        try {
            if (!quiet) {
                terminal.message(terminal.dim("Request " + task + " · model "
                        + api.get("/system").path("model").asString("")));
            }
            String state;
            Optional<String> held;
            do {
                Thread.sleep(POLL_MILLIS);
                state = api.get("/tasks/" + task).path("state").asString();
                news(api);
                prompt.offer(api, task);
                held = heldForGood(api);
            } while (!EventPrinter.isFinal(state) && held.isEmpty());
            news(api);
            JsonNode report = api.get("/tasks/" + task + "/report");
            return EventPrinter.isFinal(state) ? report : held((ObjectNode) report, held.orElse(""));
        } finally {
            if (session.isEmbedded()) {
                removeQuietly(hint);
            }
        }
    }

    private void news(Api api) {
        if (quiet && !everything) {
            return;
        }
        printer.printNewTo(terminal::message, api, task, event -> everything || EventPrinter.isNews(event));
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
        System.err.println("\nInterrupted. Nothing is lost; request " + task
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
