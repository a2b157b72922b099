package dev.writ.cli;

import dev.writ.Json;
import dev.writ.cli.demo.improve.Figures;
import dev.writ.cli.demo.improve.ImprovementDemo.Comparison;
import dev.writ.cli.demo.improve.ImprovementDemo.Result;
import dev.writ.cli.demo.improve.ImprovementDemo.Tried;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of {@code writ demo --improve}: before and after, what was tried, and the checks. */
record ImprovementReport(Terminal terminal, boolean json) {
    /** Returns the exit code. */
    int print(Result result) {
        if (json) {
            terminal.data(Json.write(toJson(result)));
        } else {
            terminal.message("");
            table(List.of("WORK", "FAILED", "SECONDS", "TOKENS", "MODEL CALLS", "TOOL CALLS"), rows(result));
            terminal.data(terminal.dim("Before → after: failed of all; median time of a task; means of a task."));
            terminal.data("");
            table(List.of("DEFINITION", "WHAT", "FROM", "TO", "OUTCOME"), tried(result));
            terminal.data("");
            new CheckReport(terminal).print(result.checks());
        }
        return CheckReport.hold(result.checks()) ? ExitCode.OK : ExitCode.FAILED;
    }

    private void table(List<String> headings, List<List<String>> rows) {
        List<List<String>> cells = new ArrayList<>(List.of(headings));
        cells.addAll(rows);
        Table.lines(cells, terminal.columns()).forEach(terminal::data);
    }

    private static List<List<String>> rows(Result result) {
        return result.comparisons().stream()
                .map(one -> List.of(
                        one.work(),
                        both(one, figures -> figures.failed() + "/" + figures.tasks()),
                        both(one, figures -> number("%.2f", figures.seconds())),
                        both(one, figures -> number("%.0f", figures.tokens())),
                        both(one, figures -> number("%.1f", figures.modelCalls())),
                        both(one, figures -> number("%.1f", figures.toolCalls()))))
                .toList();
    }

    private static String both(Comparison one, Function<Figures, String> what) {
        return what.apply(one.before()) + " → " + what.apply(one.after());
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }

    private static List<List<String>> tried(Result result) {
        return result.tried().stream()
                .map(one -> List.of(one.definition(), one.what(), one.from(), one.to(), one.outcome()))
                .toList();
    }

    private static ObjectNode toJson(Result result) {
        ObjectNode json = Json.object().put("ok", CheckReport.hold(result.checks()));
        ArrayNode work = json.putArray("work");
        for (Comparison one : result.comparisons()) {
            ObjectNode row = work.addObject().put("work", one.work());
            row.set("before", figures(one.before()));
            row.set("after", figures(one.after()));
        }
        ArrayNode tried = json.putArray("tried");
        for (Tried one : result.tried()) {
            tried.addObject()
                    .put("definition", one.definition())
                    .put("what", one.what())
                    .put("from", one.from())
                    .put("to", one.to())
                    .put("by", one.by())
                    .put("outcome", one.outcome());
        }
        json.set("checks", CheckReport.rows(result.checks()));
        return json;
    }

    private static ObjectNode figures(Figures figures) {
        return Json.object()
                .put("tasks", figures.tasks())
                .put("failed", figures.failed())
                .put("seconds", figures.seconds())
                .put("tokens", figures.tokens())
                .put("model_calls", figures.modelCalls())
                .put("tool_calls", figures.toolCalls());
    }
}
