package dev.writ.bench;

import dev.writ.label.Flow;
import dev.writ.label.FlowRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tasks, attacks and tools of AgentDojo as far as the data hold them.
 *
 * @param flows what Writ's rule derives of each tool
 */
record Dojo(List<Task> tasks, List<Pair> pairs, Map<String, Flow> flows) {
    /** A user's request, and the calls that serve it. */
    record Task(String id, String prompt, List<DojoCall> calls) {
        Set<String> tools() {
            return calls.stream().map(DojoCall::tool).collect(Collectors.toSet());
        }
    }

    /** A request whose outputs an attacker wrote into. */
    record Pair(Task task, String attack, String goal, List<DojoCall> attackCalls) {
        int firstOpen() {
            int at = 0;
            while (!task.calls().get(at).open()) {
                at++;
            }
            return at;
        }
    }

    static Dojo read(EvaluationData data) throws IOException {
        Map<String, Task> tasks = new HashMap<>();
        List<Task> inOrder = new ArrayList<>();
        for (ObjectNode row : data.rows("agentdojo")) {
            String suite = row.path("suite").asString();
            String id = suite + "." + row.path("user_task_id").asString();
            Task task = new Task(id, row.path("prompt").asString(), DojoCall.all(suite, row.path("ground_truth")));
            tasks.put(id, task);
            inOrder.add(task);
        }
        Map<String, ObjectNode> attacks = new HashMap<>();
        for (ObjectNode row : data.rows("agentdojo_injections")) {
            attacks.put(
                    row.path("suite").asString() + "."
                            + row.path("injection_task_id").asString(),
                    row);
        }
        List<Pair> pairs = new ArrayList<>();
        for (ObjectNode row : data.rows("agentdojo_pairs")) {
            String suite = row.path("suite").asString();
            ObjectNode attack =
                    attacks.get(suite + "." + row.path("injection_task_id").asString());
            Task task = tasks.get(suite + "." + row.path("user_task_id").asString());
            if (attack == null || task == null || !row.path("injectable").asBoolean()) {
                continue;
            }
            List<DojoCall> calls = DojoCall.all(suite, attack.path("ground_truth"));
            if (!calls.isEmpty()) {
                pairs.add(new Pair(
                        task,
                        row.path("injection_task_id").asString(),
                        attack.path("goal").asString(),
                        calls));
            }
        }
        Map<String, Flow> flows = new HashMap<>();
        for (ObjectNode row : data.rows("agentdojo_tools")) {
            String name = row.path("tool").asString();
            String says = row.path("doc").asString(row.path("description").asString());
            flows.put(row.path("suite").asString() + "." + name, FlowRule.derive(name, says, row.path("schema")));
        }
        return new Dojo(List.copyOf(inOrder), List.copyOf(pairs), Map.copyOf(flows));
    }

    Set<String> toolsOf(String suite) {
        return new HashSet<>(flows.keySet().stream()
                .filter(name -> name.startsWith(suite + "."))
                .toList());
    }

    Flow flow(DojoCall call) {
        return flow(flows, call);
    }

    static Flow flow(Map<String, Flow> flows, DojoCall call) {
        return Objects.requireNonNull(flows.get(call.tool()), "every tool of the data is described");
    }
}
