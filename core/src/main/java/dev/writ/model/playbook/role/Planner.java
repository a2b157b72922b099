package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.request.FollowUp;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.RequestReader.Part;
import dev.writ.model.playbook.turn.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Breaks a request down where different agents are needed; one step otherwise. */
final class Planner {
    private Planner() {}

    private record Step(String instruction, String agent) {}

    static Ending run(RoleInput input) {
        String request = input.request();
        List<String> agents = input.data().list("agents").stream()
                .map(agent -> agent.text("name"))
                .toList();
        if (request.isBlank()) {
            return RoleInput.missing("the request to plan");
        }
        List<Step> steps = steps(request, agents);
        ObjectNode data = Json.object();
        ArrayNode list = data.putArray("steps");
        for (int i = 0; i < steps.size(); i++) {
            ObjectNode step = list.addObject()
                    .put("title", title(steps.get(i).instruction))
                    .put("instruction", steps.get(i).instruction)
                    .put("agent", steps.get(i).agent);
            ArrayNode after = step.putArray("after");
            if (i > 0) {
                after.add(i - 1);
            }
        }
        return RoleInput.answer(
                steps.size() == 1 ? "One step is enough." : steps.size() + " steps, one after the other.", data);
    }

    private static List<Step> steps(String request, List<String> agents) {
        Optional<List<Part>> parts =
                new RequestReader().parts(FollowUp.of(request).rest());
        List<Step> steps = new ArrayList<>();
        for (Part part : parts.orElse(List.of())) {
            String agent = agent(part.intent(), agents);
            // Consecutive work of one agent stays together: "commit them" needs what came before.
            if (!steps.isEmpty() && steps.getLast().agent.equals(agent)) {
                steps.set(steps.size() - 1, new Step(steps.getLast().instruction + "; then " + part.words(), agent));
            } else {
                steps.add(new Step(part.words(), agent));
            }
        }
        if (steps.size() == 1) {
            return List.of(new Step(request, steps.getFirst().agent));
        }
        return steps.isEmpty() ? List.of(new Step(request, known(AgentSelector.GENERAL, agents))) : steps;
    }

    private static String agent(Intent intent, List<String> agents) {
        return known(AgentSelector.owner(intent), agents);
    }

    private static String known(String agent, List<String> agents) {
        return agents.isEmpty() || agents.contains(agent)
                ? agent
                : agents.contains(AgentSelector.GENERAL) ? AgentSelector.GENERAL : agents.getFirst();
    }

    private static String title(String instruction) {
        String flat = instruction.strip().replaceAll("\\s+", " ");
        return flat.length() <= 60 ? flat : flat.substring(0, 59) + "…";
    }
}
