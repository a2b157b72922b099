package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What an event says, in one line for people. */
final class EventText {
    private static final Set<String> LEFT_OUT = Set.of("agent", "parent", "call", "effect", "attempt");
    private static final int CLOCK_FROM = 11;
    private static final int CLOCK_UNTIL = 19;

    private EventText() {}

    static String of(JsonNode event) {
        JsonNode data = event.path("data");
        String line =
                switch (event.path("type").asString("")) {
                    case "task.created" -> text(data, "title");
                    case "task.agent_selected" -> text(data, "agent");
                    case "task.completed" -> doer(data);
                    case "task.failed" -> said(doer(data), text(data, "message"));
                    case "task.held" -> text(data, "reason");
                    case "grant.requested" ->
                        said(agent(event) + " asks for " + asked(data), text(data, "justification"));
                    case "grant.issued" -> issued(data);
                    case "model.retrying" ->
                        said(
                                agent(event) + "  "
                                        + RetryWords.event(
                                                data, event.path("at").asString("")),
                                text(data, "message"));
                    case "model.retried" ->
                        agent(event) + "  " + event.path("outcome").asString("") + " after " + text(data, "attempts")
                                + " attempts";
                    case "approval.requested" -> said("a person is asked for " + limited(data), text(data, "why"));
                    case "tool.succeeded" -> agent(event) + "  " + operation(data);
                    case "tool.failed" -> said(agent(event) + "  " + operation(data), text(data, "message"));
                    case "tool.denied" -> said(agent(event) + "  " + operation(data), text(data, "sentence"));
                    case "file.changed", "file.undone" -> fileChange(data);
                    case "message.sent", "message.asked" -> agent(event) + "  " + text(data, "type");
                    default ->
                        data.has("tool") && event.path("type").asString("").startsWith("grant.")
                                ? said(ofAgent(data), text(data, "reason"))
                                : everything(event, data);
                };
        return line.replaceAll("\\s+", " ").replace("  ", " ").strip();
    }

    private static String said(String subject, String words) {
        return words.isEmpty() ? subject : subject + " — " + words;
    }

    /** Who did a task: its agent, else its process. */
    private static String doer(JsonNode data) {
        String agent = text(data, "agent");
        return agent.isEmpty() ? text(data, "process") : agent;
    }

    private static String ofAgent(JsonNode data) {
        String agent = text(data, "agent");
        return text(data, "tool") + (agent.isEmpty() ? "" : " of " + agent);
    }

    private static String asked(JsonNode data) {
        List<String> tools = new ArrayList<>();
        for (JsonNode tool : data.path("tools")) {
            tools.add(limited(tool));
        }
        return String.join(" and ", tools);
    }

    private static String issued(JsonNode data) {
        String until = text(data, "expires_at");
        return limited(data)
                + (until.length() > CLOCK_UNTIL ? " until " + until.substring(CLOCK_FROM, CLOCK_UNTIL) : "")
                + " for " + text(data, "agent");
    }

    private static String limited(JsonNode grant) {
        String scope = ScopeWords.of(grant.path("scope"));
        return text(grant, "tool") + (scope.isEmpty() ? "" : " (" + scope + ")");
    }

    private static String operation(JsonNode data) {
        String tool = text(data, "tool");
        return (tool.isEmpty() ? "" : tool + ".") + text(data, "operation");
    }

    private static String fileChange(JsonNode data) {
        String other = text(data, "other_path");
        return text(data, "path") + (other.isEmpty() ? "" : " → " + other) + " " + text(data, "action") + " +"
                + text(data, "lines_added") + " −" + text(data, "lines_removed");
    }

    private static String everything(JsonNode event, JsonNode data) {
        List<String> parts = new ArrayList<>();
        if (!agent(event).isEmpty()) {
            parts.add(agent(event));
        }
        boolean call = data.has("tool") && data.has("operation");
        if (call) {
            parts.add(operation(data));
        }
        for (String name : data.propertyNames()) {
            boolean shown = call && (name.equals("tool") || name.equals("operation"));
            if (!shown && !LEFT_OUT.contains(name)) {
                String value = name.equals("scope")
                        ? ScopeWords.of(data.path(name))
                        : data.path(name).isValueNode() ? text(data, name) : Json.write(data.path(name));
                if (!value.isEmpty()) {
                    parts.add(name.equals("text") ? value : name + "=" + value);
                }
            }
        }
        return String.join(" ", parts);
    }

    private static String agent(JsonNode event) {
        String actor = event.path("actor").asString("");
        return actor.startsWith("agent:") ? actor.substring("agent:".length()) : "";
    }

    private static String text(JsonNode data, String name) {
        return data.path(name).asString("");
    }
}
