package dev.writ.bench;

import dev.writ.prediction.Offer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A set of requests with the tools they need, and all tools with their descriptions. */
record PredictionSet(String name, Collection<Offer> offers, List<PredictionTask> tasks) {
    /** Requests that choose among all tools. */
    static PredictionSet amongAll(EvaluationData data, String name, String requests, String tools) throws IOException {
        Map<String, Offer> offers = new LinkedHashMap<>();
        for (ObjectNode tool : data.rows(tools)) {
            String id = tool.path("suite").asString("") + tool.path("tool").asString("");
            offers.put(id, new Offer(id, text(tool), true));
        }
        List<PredictionTask> tasks = new ArrayList<>();
        for (ObjectNode row : data.rows(requests)) {
            String suite = row.path("suite").asString("");
            Set<String> needed = new HashSet<>();
            row.path("tools").forEach(tool -> needed.add(tool.asString("")));
            row.path("ground_truth")
                    .forEach(call -> needed.add(suite + call.path("tool").asString("")));
            tasks.add(new PredictionTask(
                    row.path("id").asString(suite + row.path("user_task_id").asString("")),
                    row.path("query").asString(row.path("prompt").asString("")),
                    needed,
                    offers.keySet().stream().filter(id -> id.startsWith(suite)).collect(Collectors.toSet())));
        }
        return new PredictionSet(name, offers.values(), tasks);
    }

    /** Requests with candidates of their own, in an order that mixes the kinds. */
    static PredictionSet amongCandidates(EvaluationData data, String name, String requests) throws IOException {
        Map<String, Offer> offers = new LinkedHashMap<>();
        List<PredictionTask> tasks = new ArrayList<>();
        for (ObjectNode row : data.rows(requests)) {
            Set<String> right = new HashSet<>();
            row.path("tools").forEach(tool -> right.add(tool.asString("")));
            Set<String> candidates = new HashSet<>();
            Set<String> needed = new HashSet<>();
            for (JsonNode candidate : row.path("candidates")) {
                String tool = candidate.path("tool").asString("");
                // One name stands for different tools here.
                String id = tool + "#" + Integer.toHexString(text(candidate).hashCode());
                offers.put(id, new Offer(id, text(candidate), true));
                candidates.add(id);
                if (right.contains(tool)) {
                    needed.add(id);
                }
            }
            tasks.add(new PredictionTask(
                    row.path("id").asString(""), row.path("query").asString(""), needed, candidates));
        }
        Collections.shuffle(tasks, new Random(1));
        return new PredictionSet(name, offers.values(), tasks);
    }

    private static String text(JsonNode tool) {
        StringBuilder text = new StringBuilder(String.join(
                " ",
                tool.path("tool").asString(""),
                tool.path("description").asString(""),
                tool.path("field").asString("")));
        tool.path("schema").properties().forEach(argument -> {
            if (argument.getValue().isObject()) {
                text.append(' ')
                        .append(argument.getKey())
                        .append(' ')
                        .append(argument.getValue().path("description").asString(""));
            }
        });
        return text.toString();
    }
}
