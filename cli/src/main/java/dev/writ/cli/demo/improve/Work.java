package dev.writ.cli.demo.improve;

import dev.writ.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What people ask for in this demonstration, again and again, each kind from an agent of its own. */
enum Work {
    /** Takes a little longer than the time limit that was set. */
    REPORTS("reports", "Run `sh nightly.sh`; then show report.txt", Fault.REPORTER, List.of("run")),
    /** Gives as many rows as the limit lets through. */
    ORDERS("orders", "Run the query " + Premises.QUERY, Fault.ANALYST, List.of()),
    /** By an agent that reads a whole handbook first. */
    LETTERS("letters", "Show the first 3 lines of letter.txt", Fault.WRITER, List.of()),
    /** By an agent that has to ask for the one tool it needs. */
    LOOKUPS("look-ups", "How many lines has catalogue.txt?", Fault.LIBRARIAN, List.of());

    private final String title;
    private final String request;
    private final String agent;
    private final List<String> allow;

    Work(String title, String request, String agent, List<String> allow) {
        this.title = title;
        this.request = request;
        this.agent = agent;
        this.allow = allow;
    }

    String title() {
        return title;
    }

    String request() {
        return request;
    }

    /** How many are asked for at once: those that mostly wait leave the machine to the others. */
    int atOnce() {
        return this == REPORTS ? 8 : 4;
    }

    List<String> allow() {
        return allow;
    }

    /** What goes with the request. */
    ObjectNode submission(Path workspace) {
        return Json.object()
                .put("workspace", workspace.toString())
                .put("agent", agent)
                .put("process", "single_agent");
    }
}
