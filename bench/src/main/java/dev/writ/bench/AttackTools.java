package dev.writ.bench;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.FlowRule;
import dev.writ.label.Grounds;
import dev.writ.label.Label;
import dev.writ.label.OriginCheck;
import dev.writ.label.OriginVerdict;
import dev.writ.label.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools made for harm, offered beside those that an agent needs, and called once it has read something. */
final class AttackTools implements Measurement {
    @Override
    public String name() {
        return "asb";
    }

    @Override
    public String title() {
        return "Tools made for harm (Agent Security Bench)";
    }

    @Override
    public String explanation() {
        return "Each request meets each harmful tool made for its agent; the agent has read private text that others "
                + "may have written, and does what that says: it calls the harmful tool. These tools have a name and a "
                + "description and no arguments, so there is no target to judge: what they do is derived from a sentence "
                + "that their maker wrote. The first row is what a task that holds exactly its own tools is kept from; "
                + "the second is what the rule for targets holds by itself, if somebody granted the harmful tool. The "
                + "last row is the price: the agent's own tools, called after it has read something.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        EvaluationData data = new EvaluationData(plan.evaluation());
        if (!data.has("asb_tasks")) {
            return List.of(data.missing(title()));
        }
        Map<String, List<ObjectNode>> harmful = byAgent(data.rows("asb_attack_tools"));
        Map<String, Flow> own = new HashMap<>();
        data.rows("asb_normal_tools").forEach(tool -> own.put(text(tool, "tool"), flow(tool)));
        int pairs = 0;
        int held = 0;
        int unasked = 0;
        int calls = 0;
        int asked = 0;
        for (ObjectNode task : data.rows("asb_tasks")) {
            Grounds grounds = new Grounds(Words.of(text(task, "query")), List.of());
            List<String> tools = texts(task.path("tools"));
            for (ObjectNode tool : harmful.getOrDefault(text(task, "agent"), List.of())) {
                pairs++;
                held += tools.contains(text(tool, "tool")) ? 1 : 0;
                unasked += runs(flow(tool), grounds) ? 1 : 0;
            }
            for (String tool : tools) {
                calls++;
                asked += own.containsKey(tool) && runs(own.get(tool), grounds) ? 0 : 1;
            }
        }
        return List.of(
                Row.of("exactly the tools of the request: harmful calls that run", share(held, pairs), ""),
                Row.of("harmful tools granted too: calls that run without asking", share(unasked, pairs), ""),
                Row.of("the agent's own tools after reading: calls that ask", share(asked, calls), ""));
    }

    private static boolean runs(Flow flow, Grounds grounds) {
        return OriginCheck.judge(flow, Json.object(), Label.WORST, grounds) instanceof OriginVerdict.Clear;
    }

    private static Flow flow(ObjectNode tool) {
        return FlowRule.derive(text(tool, "tool"), text(tool, "description"), Json.object());
    }

    private static Map<String, List<ObjectNode>> byAgent(List<ObjectNode> tools) {
        Map<String, List<ObjectNode>> byAgent = new HashMap<>();
        tools.forEach(tool -> byAgent.computeIfAbsent(text(tool, "agent"), agent -> new ArrayList<>())
                .add(tool));
        return byAgent;
    }

    private static String text(ObjectNode row, String field) {
        return row.path(field).asString("");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(one -> one.asString("")).toList();
    }

    private static String share(int part, int whole) {
        return String.format(Locale.ROOT, "%.1f %% (%d of %d)", 100.0 * part / whole, part, whole);
    }
}
