package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.tools.Queries;
import dev.writ.model.playbook.tools.Queries.Query;
import dev.writ.model.playbook.tools.Queries.Rows;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Analyses how this system performed and what failed, from its own record; every number is that of a row. */
public final class AnalyseSkill {
    private static final List<String> USUAL = List.of(
            "tool_usage",
            "task_outcomes",
            "error_signatures",
            "recent_failures",
            "tool_durations",
            "slowest_tasks",
            "denied_calls",
            "grants_overview",
            "agent_effectiveness",
            "slow_commands",
            "approvals_overview",
            "model_usage");
    /** Questions that need a part of the record only: words, and the queries that answer them. */
    private static final Map<String, List<String>> NARROW = new LinkedHashMap<>();

    private static final Pattern WINDOW = Pattern.compile(
            "(?i)\\b(?:last|past|previous)\\s+(?:(?<n>\\d{1,6})\\s+)?(?<unit>minute|hour|day|week)s?\\b");

    static {
        NARROW.put("(?:denied|denials?|refus\\w+|permission\\w*)", List.of("denied_calls"));
        NARROW.put("(?:grants?|assignments?)", List.of("grants_overview", "unused_grants"));
        NARROW.put("(?:approvals?)", List.of("approvals_overview"));
        NARROW.put("(?:tokens?|costs?|spen[dt]|model calls?|models?)", List.of("model_usage"));
        NARROW.put(
                "(?:slow\\w*|durations?|latenc\\w+|bottlenecks?|longest|time)",
                List.of("tool_durations", "slowest_tasks", "slow_commands"));
        NARROW.put(
                "(?:fail\\w*|errors?|went wrong|go(?:es)? wrong|gone wrong|broke\\w*|signatures?)",
                List.of("tool_usage", "task_outcomes", "recent_failures", "error_signatures"));
        NARROW.put("(?:agents?)", List.of("agent_effectiveness"));
        NARROW.put("(?:tool usage|tools?|operations?)", List.of("tool_usage"));
    }

    private final Toolbox toolbox;

    public AnalyseSkill(Toolbox toolbox) {
        this.toolbox = toolbox;
    }

    /** @param request the user's words, which decide which part of the record is looked at */
    Report run(String request) {
        List<String> wanted = wanted(request);
        Queries queries = new Queries(
                toolbox,
                wanted.stream().map(name -> Queries.OWN + ":" + name).toList(),
                "run the named queries " + String.join(", ", wanted) + " over Writ's own record, for reading only");
        List<String> known = queries.list(Queries.OWN).stream().map(Query::name).toList();
        List<String> runnable = wanted.stream().filter(known::contains).toList();
        if (runnable.isEmpty()) {
            throw new SkillStops(
                    "not_found",
                    "None of the queries that an analysis needs is in the catalogue (" + String.join(", ", wanted)
                            + ").");
        }
        List<Rows> answers = new ArrayList<>();
        for (Optional<Rows> answer : queries.runAll(Queries.OWN, runnable, since(request))) {
            answer.ifPresent(answers::add);
        }
        if (answers.isEmpty()) {
            throw new SkillStops("operation_failed", "None of the queries gave an answer.");
        }
        return report(answers, runnable);
    }

    private static List<String> wanted(String request) {
        String text = request.toLowerCase(Locale.ROOT);
        boolean broad = text.matches(
                "(?s).*\\b(?:perform\\w*|analy\\w+|insights?|overview|report|health\\w*|doing|statistics|stats|review)\\b.*");
        List<String> narrow = NARROW.entrySet().stream()
                .filter(entry -> text.matches("(?s).*\\b" + entry.getKey() + "\\b.*"))
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .toList();
        return broad || narrow.isEmpty() ? USUAL : narrow;
    }

    /** "In the last 24 hours" as the parameter that all of these queries have. */
    private static Map<String, Object> since(String request) {
        Matcher window = WINDOW.matcher(request);
        if (window.find()) {
            String number = window.group("n") == null ? "1" : window.group("n");
            return Map.of(
                    "since",
                    number + window.group("unit").toLowerCase(Locale.ROOT).charAt(0));
        }
        return request.matches("(?is).*\\btoday\\b.*") ? Map.of("since", "24h") : Map.of();
    }

    private static Report report(List<Rows> answers, List<String> asked) {
        Insights insights = new Insights();
        answers.forEach(insights::add);
        List<Finding> found = insights.findings();
        List<String> advice = insights.recommendations();
        StringBuilder text = new StringBuilder(insights.headline());
        text.append("\n\nInsights:\n")
                .append(
                        found.isEmpty()
                                ? "  The record holds nothing for these questions yet."
                                : found.stream()
                                        .map(one -> "  - " + one.title()
                                                + (one.detail().isEmpty() ? "" : " " + one.detail()) + " ["
                                                + one.place() + "]")
                                        .collect(Collectors.joining("\n")));
        text.append("\n\nRecommendations:\n")
                .append(
                        advice.isEmpty()
                                ? "  Nothing in these numbers calls for a change."
                                : advice.stream().map(one -> "  - " + one).collect(Collectors.joining("\n")));
        text.append("\n\nThe rows behind it:");
        answers.stream()
                .filter(rows -> !rows.rows().isEmpty())
                .forEach(rows ->
                        text.append("\n\n").append(rows.place()).append('\n').append(DatabaseSkill.table(rows)));
        List<String> failed = asked.stream()
                .filter(name -> answers.stream().noneMatch(rows -> rows.query().equals(name)))
                .toList();
        if (!failed.isEmpty()) {
            text.append("\n\nThese queries gave no answer: ")
                    .append(String.join(", ", failed))
                    .append('.');
        }
        ObjectNode data = Json.object();
        data.set(
                "insights",
                Json.array(found.stream()
                        .map(one -> (one.title() + " " + one.detail()).strip())
                        .toList()));
        data.set("recommendations", Json.array(advice));
        data.set("queries", Json.array(answers.stream().map(Rows::place).toList()));
        return Report.of(text.toString(), found, data);
    }
}
