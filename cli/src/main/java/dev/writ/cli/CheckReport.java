package dev.writ.cli;

import dev.writ.Json;
import dev.writ.cli.demo.Check;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** The checks of a demo for people or programs. */
record CheckReport(Terminal terminal) {
    private static final int WIDEST = 180;
    private static final int LEAST_EVIDENCE = 30;
    private static final int MARK_AND_SCENARIO = 15;
    private static final String MARGIN = "  ";

    /** Returns the exit code. */
    int print(List<Check> checks, boolean json) {
        if (json) {
            terminal.data(Json.write(Json.object().put("ok", hold(checks)).set("checks", rows(checks))));
        } else {
            terminal.message("");
            print(checks);
        }
        return hold(checks) ? ExitCode.OK : ExitCode.FAILED;
    }

    static boolean hold(List<Check> checks) {
        return !checks.isEmpty() && checks.stream().allMatch(Check::ok);
    }

    static ArrayNode rows(List<Check> checks) {
        ArrayNode rows = Json.array();
        checks.forEach(check -> rows.add(check.toJson()));
        return rows;
    }

    void print(List<Check> checks) {
        checks.forEach(this::print);
        terminal.data("");
        long held = checks.stream().filter(Check::ok).count();
        terminal.data(held + " of " + checks.size() + " checks hold.");
    }

    /** The check with its evidence beside it, or below it where the window is narrow. */
    private void print(Check check) {
        String line = (check.ok() ? terminal.good("✓") : terminal.bad("✗")) + " "
                + String.format("%-13s", check.scenario()) + check.check();
        String evidence = check.evidence().replaceAll("\\s+", " ").strip();
        int left = Math.min(terminal.columns(), WIDEST)
                - MARK_AND_SCENARIO
                - check.check().length()
                - MARGIN.length();
        if (left >= LEAST_EVIDENCE) {
            terminal.data(line + MARGIN + terminal.dim(terminal.fitted(evidence, left)));
        } else {
            terminal.data(line);
            terminal.data(MARGIN + terminal.dim(terminal.fitted(evidence, terminal.columns() - MARGIN.length())));
        }
    }
}
