package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.tools.Queries.Rows;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rules from rows of Writ's own record to insights and recommendations. */
final class Insights {
    /** Fewer calls than this prove nothing about a rate. */
    private static final int FEW = 5;

    private static final double HIGH_FAILURE_RATE = 0.2;
    private static final double SLOW_CALL_MS = 1_000;

    private final List<Finding> findings = new ArrayList<>();
    private final List<String> recommendations = new ArrayList<>();
    private String headline = "";

    List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    List<String> recommendations() {
        return List.copyOf(recommendations);
    }

    String headline() {
        return headline.isEmpty() ? "This is what the record shows." : headline;
    }

    void add(Rows rows) {
        if (rows.rows().isEmpty()) {
            return;
        }
        switch (rows.query()) {
            case "tool_usage" -> toolUsage(rows);
            case "task_outcomes" -> taskOutcomes(rows);
            case "error_signatures" -> errorSignatures(rows);
            case "recent_failures" -> recentFailures(rows);
            case "tool_durations" -> toolDurations(rows);
            case "slowest_tasks" -> slowestTasks(rows);
            case "denied_calls" -> deniedCalls(rows);
            case "grants_overview" -> grants(rows);
            case "unused_grants" -> unusedGrants(rows);
            case "agent_effectiveness" -> agents(rows);
            case "slow_commands" -> slowCommands(rows);
            case "approvals_overview" -> approvals(rows);
            case "model_usage" -> models(rows);
            default ->
                findings.add(Finding.info(
                        rows.query() + " has " + Layout.count(rows.rows().size(), "row") + ".", "", rows.place()));
        }
    }

    private void toolUsage(Rows rows) {
        long calls = sum(rows, "calls");
        long succeeded = sum(rows, "succeeded");
        long failed = sum(rows, "failed");
        long denied = sum(rows, "denied");
        long open = calls - succeeded - failed - denied;
        headline = "There were " + Layout.count(calls, "tool call") + ": " + succeeded + " succeeded, " + failed
                + " failed, " + denied + " were denied"
                + (open > 0 ? ", " + open + " under way." : ".");
        rows.rows().stream()
                // What every agent calls to ask and to end says nothing about the tools.
                .filter(row -> !row.text("tool").equals("core"))
                .max(Comparator.comparingDouble(row -> row.number("calls")))
                .ifPresent(top -> findings.add(Finding.info(
                        "The most used operation is " + operation(top) + " with "
                                + Layout.count(top.whole("calls"), "call") + ".",
                        percent(top.number("success_rate")) + " of them succeeded.",
                        rows.place())));
        worst(rows, "failed").ifPresent(worst -> {
            double rate = worst.number("failed") / Math.max(1, worst.number("calls"));
            findings.add(Finding.error(
                    operation(worst) + " failed most: " + worst.whole("failed") + " of "
                            + Layout.count(worst.whole("calls"), "call") + " (" + percent(rate) + ").",
                    "",
                    rows.place()));
            if (rate >= HIGH_FAILURE_RATE && worst.whole("calls") >= FEW) {
                recommendations.add("Look into " + operation(worst) + ": " + percent(rate) + " of its "
                        + worst.whole("calls") + " calls fail; its error signatures say why.");
            }
        });
    }

    private void taskOutcomes(Rows rows) {
        long tasks = sum(rows, "tasks");
        long failed = rows.rows().stream()
                .filter(row -> row.text("state").equals("failed"))
                .mapToLong(row -> row.whole("tasks"))
                .sum();
        String text = failed + " of " + Layout.count(tasks, "task") + " failed ("
                + percent((double) failed / Math.max(1, tasks)) + ").";
        findings.add(failed > 0 ? Finding.warning(text, "", rows.place()) : Finding.info(text, "", rows.place()));
        if (headline.isEmpty()) {
            headline = text;
        }
    }

    private void errorSignatures(Rows rows) {
        rows.rows().stream()
                .sorted(Comparator.comparingDouble((Data row) -> row.number("occurrences"))
                        .reversed())
                .limit(3)
                .forEach(row -> {
                    findings.add(Finding.error(
                            "“" + Layout.line(row.text("signature"), 160) + "” occurred "
                                    + times(row.whole("occurrences")) + ".",
                            "From " + row.text("first_at") + " to " + row.text("last_at") + ".",
                            rows.place()));
                    if (row.whole("occurrences") >= 3) {
                        recommendations.add("Remove the cause of “" + Layout.line(row.text("signature"), 120)
                                + "”: it came back " + times(row.whole("occurrences")) + ".");
                    }
                });
    }

    private void recentFailures(Rows rows) {
        Data latest = rows.rows().getFirst();
        String what = latest.text("tool").isEmpty() ? "the task " + latest.text("task") : operation(latest);
        findings.add(Finding.warning(
                "The latest failure was of " + what + " at " + latest.text("at") + ": "
                        + Layout.line(latest.text("message"), 160),
                latest.text("code").isEmpty() ? "" : "Code " + latest.text("code") + ".",
                rows.place()));
    }

    private void toolDurations(Rows rows) {
        worst(rows, "p95_ms").ifPresent(slow -> {
            findings.add(Finding.info(
                    "The slowest operation is " + operation(slow) + ": median " + Layout.number(slow.number("p50_ms"))
                            + " ms, 95th percentile " + Layout.number(slow.number("p95_ms")) + " ms, longest "
                            + Layout.number(slow.number("max_ms")) + " ms.",
                    "Over " + Layout.count(slow.whole("calls"), "call") + ".",
                    rows.place()));
            if (slow.number("p95_ms") >= SLOW_CALL_MS) {
                recommendations.add("Make " + operation(slow) + " faster or call it less: one call in twenty takes "
                        + Layout.milliseconds(slow.number("p95_ms")) + " or longer.");
            }
        });
    }

    private void slowestTasks(Rows rows) {
        worst(rows, "seconds")
                .ifPresent(slow -> findings.add(Finding.info(
                        "The slowest task took " + Layout.number(slow.number("seconds")) + " s: "
                                + Layout.line(slow.text("title"), 100) + " (" + slow.text("agent") + ", "
                                + slow.text("state") + ").",
                        "Task " + slow.text("task") + ".",
                        rows.place())));
    }

    private void deniedCalls(Rows rows) {
        long denied = sum(rows, "calls");
        worst(rows, "calls").ifPresent(most -> {
            findings.add(Finding.warning(
                    Layout.count(denied, "call") + (denied == 1 ? " was" : " were") + " denied, most often "
                            + operation(most) + " by the rule " + most.text("rule") + " (" + most.whole("calls") + ").",
                    "",
                    rows.place()));
            if (most.text("rule").equals("scope") || most.text("rule").equals("not_assigned")) {
                recommendations.add("Let agents ask for " + operation(most) + " before they call it: the rule "
                        + most.text("rule") + " denied " + Layout.count(most.whole("calls"), "call") + ".");
            }
        });
    }

    private void grants(Rows rows) {
        long grants = sum(rows, "grants");
        long unused = sum(rows, "unused");
        findings.add(Finding.info(unused + " of " + Layout.count(grants, "grant") + " went unused.", "", rows.place()));
        worst(rows, "unused")
                .filter(row -> row.whole("unused") * 2 > row.whole("grants") && row.whole("grants") >= FEW)
                .ifPresent(row -> recommendations.add("Grant " + row.text("tool") + " later or not at all: "
                        + row.whole("unused") + " of " + row.whole("grants") + " grants of it were never used."));
    }

    private void unusedGrants(Rows rows) {
        findings.add(Finding.info(
                Layout.count(rows.rows().size(), "grant") + " never used; the newest of "
                        + rows.rows().getFirst().text("tool") + " to "
                        + rows.rows().getFirst().text("agent") + ".",
                "",
                rows.place()));
    }

    private void agents(Rows rows) {
        rows.rows().stream()
                .filter(row -> row.whole("failed") > 0)
                .min(Comparator.comparingDouble((Data row) -> row.number("success_rate")))
                .ifPresent(row -> {
                    findings.add(Finding.warning(
                            row.text("agent") + " succeeds least: " + row.whole("completed") + " of its "
                                    + Layout.count(row.whole("tasks"), "task") + " completed, " + row.whole("failed")
                                    + " failed.",
                            "",
                            rows.place()));
                    if (row.whole("tasks") >= FEW && row.number("success_rate") < 1 - HIGH_FAILURE_RATE) {
                        recommendations.add("Review the instruction and tools of " + row.text("agent") + ": "
                                + percent(row.number("success_rate")) + " of its ended tasks succeed.");
                    }
                });
    }

    private void slowCommands(Rows rows) {
        worst(rows, "average_ms")
                .ifPresent(slow -> findings.add(Finding.info(
                        "The slowest command is `" + Layout.line(slow.text("command"), 100) + "` with "
                                + Layout.number(slow.number("average_ms")) + " ms on average over "
                                + Layout.count(slow.whole("calls"), "call") + ".",
                        "",
                        rows.place())));
    }

    private void approvals(Rows rows) {
        long expired = rows.rows().stream()
                .filter(row -> row.text("state").equals("expired"))
                .mapToLong(row -> row.whole("approvals"))
                .sum();
        findings.add(Finding.info(
                Layout.count(sum(rows, "approvals"), "approval") + " asked of people, " + expired + " of them expired.",
                "",
                rows.place()));
        if (expired > 0) {
            recommendations.add("Answer approvals in time or allow at submission what is always approved: " + expired
                    + " expired.");
        }
    }

    private void models(Rows rows) {
        findings.add(Finding.info(
                Layout.count(sum(rows, "calls"), "model call") + " took " + sum(rows, "input_tokens")
                        + " tokens in and " + sum(rows, "output_tokens") + " out, costing "
                        + String.format(Locale.ROOT, "%.4f", sum(rows, "cost_micros") / 1e6) + " US dollars.",
                "",
                rows.place()));
    }

    private static Optional<Data> worst(Rows rows, String column) {
        return rows.rows().stream()
                .filter(row -> row.number(column) > 0)
                .max(Comparator.comparingDouble(row -> row.number(column)));
    }

    private static long sum(Rows rows, String column) {
        return rows.rows().stream().mapToLong(row -> row.whole(column)).sum();
    }

    private static String operation(Data row) {
        return row.text("tool") + "." + row.text("operation");
    }

    private static String times(long number) {
        return number == 1 ? "once" : number + " times";
    }

    private static String percent(double rate) {
        double percent = rate * 100;
        return percent == Math.rint(percent) ? (long) percent + " %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }
}
