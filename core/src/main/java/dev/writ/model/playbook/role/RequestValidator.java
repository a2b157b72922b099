package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Words;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.tool.reach.SensitiveName;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Judges whether a task's own words need the tool that is asked for. The justification is a claim and decides nothing for it. */
final class RequestValidator {
    private static final Pattern STEERING = Pattern.compile(
            "(?is)\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(?:rules?|instructions?|polic\\w+|previous|above|checks?|validat\\w+|scope|limits?)\\b|"
                    + "\\b(?:you (?:must|should|have to|are to|will|shall)|validator|must be approved|approve (?:this|it|me|the|now|immediately)|already (?:approved|authori[sz]ed|allowed)|has (?:approved|authori[sz]ed|pre-?approved)|pre-?approved|"
                    + "verdict|answer (?:with )?approve|system prompt|administrator|admin (?:mode|override)|as root|emergency|do not (?:ask|check|tell)|without (?:asking|checking|approval))\\b|[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064]|[\\x{E0000}-\\x{E007F}]");
    private static final Pattern DANGEROUS = Pattern.compile(
            "(?i)^(?:rm|dd|mkfs\\S*|shutdown|reboot|sudo|su|chmod|chown|curl|wget|nc|ncat|ssh|scp|bash|sh|zsh|env|eval|kill|killall)$");
    private static final Map<String, String> NEEDED_BY = Map.of(
            "file_system_listing",
                    "find|search|list|show|describ|summar|read|count|look|where|which|how many|replac|chang|edit|file|folder|workspace|project|code|what|analy|explain|fix|tune|optimi|run|test",
            "file_edit",
                    "replac|chang|edit|writ|creat|add|append|delet|remov|renam|mov|copy|fix|repair|set|updat|tun|optimi|faster|correct|insert|undo|debug|improv|make",
            "terminal",
                    "run|execut|command|script|test|build|compil|start|launch|fix|repair|debug|fail|measur|faster|optimi|tun|benchmark|diagnos|why|make|speed",
            "sql_lite",
                    "database|quer|analy|perform|fail|statistic|insight|usage|slow|report|sql|data|metric|how did|error|denied|grant",
            "github", "git|commit|branch|chang|diff|repositor|history|log|stage|push|pull|merge",
            "entity_manager", "agent|task|process|tool|document|event|entit|version",
            "message_user", ".*");

    private RequestValidator() {}

    static Ending run(RoleInput input) {
        Data request = input.data().object("request");
        String task = input.data().object("task").text("request");
        List<String> tools = request.texts("tools");
        if (tools.isEmpty() || task.isBlank()) {
            return verdict("unsure", "The input names no tool or no task, so a person should look.");
        }
        String justification = request.text("justification");
        String claims = withoutQuoted(justification, task);
        if (STEERING.matcher(claims).find()) {
            return verdict("deny", "The justification tries to steer the validation instead of giving a reason.");
        }
        JsonNode scope = request.node().path("scope");
        List<String> parts = Parts.of(scope);
        for (String part : parts) {
            if (SensitiveName.isSecret(part) && !task.contains(part)) {
                return verdict("deny", "The scope reaches " + part + ", which the task does not name.");
            }
        }
        for (String program : Parts.programs(scope)) {
            if (DANGEROUS.matcher(program).matches()
                    && !Pattern.compile("(?<![\\w-])" + Pattern.quote(program) + "(?![\\w-])")
                            .matcher(task)
                            .find()
                    && !shellRunsNamedScript(program, parts, task)) {
                return verdict("deny", "The task does not name the command " + program + ".");
            }
        }
        for (String tool : tools) {
            if (!needed(tool, task)) {
                return verdict(
                        Words.shared(justification, task) == 0 ? "deny" : "unsure",
                        "Nothing in the task's words calls for " + tool + ".");
            }
        }
        if (isWide(scope, task)) {
            return verdict("unsure", "The scope is wider than what the task names.");
        }
        return verdict(
                "approve",
                "The task's own words call for " + String.join(" and ", tools)
                        + ", and the scope is limited to what they need.");
    }

    /** Quoting the user's words is how a reason is given; what stands in them steers nobody. */
    private static String withoutQuoted(String justification, String task) {
        String start = task.length() > 300 ? task.substring(0, 300) : task;
        return justification.replace(start, "");
    }

    private static boolean shellRunsNamedScript(String program, List<String> parts, String task) {
        return program.matches("bash|sh")
                && parts.stream()
                        .anyMatch(part -> part.matches("[\\w./-]+\\.(?:sh|bash)")
                                && task.contains(part.replaceFirst("^\\./", "")));
    }

    private static boolean needed(String tool, String task) {
        String words = NEEDED_BY.getOrDefault(tool, "");
        return words.isEmpty()
                ? Words.shared(tool.replace('_', ' '), task) > 0
                : Pattern.compile("(?i)(?:^|\\W)(?:" + words + ")")
                        .matcher(task)
                        .find();
    }

    /** Writing or running without a limit; reading is wide only where the task is about one thing. */
    private static boolean isWide(JsonNode scope, String task) {
        for (JsonNode own : scope.isObject()
                        && scope.propertyNames().stream()
                                .allMatch(name -> scope.path(name).isObject())
                ? List.copyOf(scope.values())
                : List.of(scope)) {
            boolean writes = own.path("write")
                    .valueStream()
                    .anyMatch(glob -> glob.asString("").contains("**"));
            boolean runs = own.path("commands")
                    .valueStream()
                    .anyMatch(line -> !new CommandScope(List.of(line.valueStream()
                                    .map(token -> token.asString(""))
                                    .toList()))
                            .isExact());
            boolean reaches = own.path("hosts")
                    .valueStream()
                    .anyMatch(host -> !task.contains(host.asString("").replaceFirst(":[0-9]+$", "")));
            boolean publishes = own.path("verbs")
                    .valueStream()
                    .anyMatch(verb -> verb.asString("").matches("push|pull_request|pull|fetch")
                            && !task.toLowerCase(java.util.Locale.ROOT)
                                    .contains(verb.asString("").replace('_', ' ')));
            boolean asksAll = own.path("queries")
                    .valueStream()
                    .anyMatch(query -> query.asString("").equals("*:*"));
            if (writes || runs || reaches || publishes || asksAll) {
                return true;
            }
        }
        return false;
    }

    private static Ending verdict(String verdict, String reason) {
        return RoleInput.answer(reason, Json.object().put("verdict", verdict).put("reason", reason));
    }
}
