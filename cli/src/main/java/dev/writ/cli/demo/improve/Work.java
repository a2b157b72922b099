package dev.writ.cli.demo.improve;

import dev.writ.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What people ask for in this demonstration, again and again, each kind from an agent of its own. */
enum Work {
    /** Takes a little longer than the time limit that was set. */
    REPORTS("reports", "Run `sh nightly.sh`; then show report.txt", Fault.REPORTER, true),
    /** Gives as many rows as the limit lets through. */
    ORDERS("orders", "Run the query " + Premises.QUERY, Fault.ANALYST, false),
    /** By an agent that reads a whole handbook first. */
    LETTERS("letters", "Show the first 3 lines of letter.txt", Fault.WRITER, false),
    /** By an agent that has to ask for the one tool it needs. */
    LOOKUPS("look-ups", "How many lines has catalogue.txt?", Fault.LIBRARIAN, false);

    private final String title;
    private final String request;
    private final String agent;
    private final boolean runs;

    Work(String title, String request, String agent, boolean runs) {
        this.title = title;
        this.request = request;
        this.agent = agent;
        this.runs = runs;
    }

    String title() {
        return title;
    }

    String request() {
        return request;
    }

    /** How many are asked for before Writ looks again: those that mostly wait leave the machine to the others. */
    int aRound() {
        return this == REPORTS ? 8 : 4;
    }

    /** How many of them at once: those that compute take each other's time, and what one saves the others would gain. */
    int atOnce() {
        return this == ORDERS ? 1 : aRound();
    }

    List<String> allow() {
        return runs ? List.of("run") : List.of();
    }

    /** What goes with the request. */
    ObjectNode submission(Path workspace) {
        return Json.object()
                .put("workspace", workspace.toString())
                .put("agent", agent)
                .put("process", "single_agent");
    }
}
