package dev.writ.improvement.pattern;

import dev.writ.Json;
import dev.writ.process.StepTemplate;
import dev.writ.tool.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What several trees did alike. Where their arguments are the same they stand as they are; where they differ, a parameter
 * stands for them, one for all places that always differ together.
 *
 * @param schema of the parameters, by name
 */
record MinedProcess(String agent, List<StepTemplate> steps, Map<String, ObjectNode> schema, List<String> trees) {
    private static final int MOST_PARAMETERS = 6;
    private static final int NAME_LENGTH = 30;

    /** The place of a value: in which call, and the path of fields and positions to it. */
    private record Place(int call, List<String> path) {
        String name() {
            return path.reversed().stream()
                    .filter(part -> !part.isEmpty() && !Character.isDigit(part.charAt(0)))
                    .findFirst()
                    .orElse("value");
        }
    }

    /** Of trees with the same operations; empty where they differ in more than a few values. */
    static Optional<MinedProcess> of(List<RecordedTree> trees) {
        List<Map<Place, JsonNode>> values =
                trees.stream().map(MinedProcess::leaves).toList();
        Map<Place, JsonNode> first = values.getFirst();
        if (values.stream().anyMatch(one -> !one.keySet().equals(first.keySet()))) {
            return Optional.empty();
        }
        Map<List<JsonNode>, String> parameters = new LinkedHashMap<>();
        Map<String, ObjectNode> schema = new LinkedHashMap<>();
        Map<Place, String> named = new LinkedHashMap<>();
        for (Place place : first.keySet()) {
            List<JsonNode> column = values.stream().map(one -> one.get(place)).toList();
            if (column.stream().distinct().count() == 1) {
                continue;
            }
            Optional<String> type = type(column);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            String name = parameters.computeIfAbsent(column, key -> fresh(place.name(), schema));
            schema.put(name, Json.object().put("type", type.get()));
            named.put(place, name);
        }
        if (schema.size() > MOST_PARAMETERS) {
            return Optional.empty();
        }
        RecordedTree pattern = trees.getFirst();
        List<StepTemplate> steps = new ArrayList<>();
        for (int call = 0; call < pattern.calls().size(); call++) {
            RecordedTree.Made made = pattern.calls().get(call);
            ObjectNode arguments = (ObjectNode) generalised(made.arguments(), new Place(call, List.of()), named);
            steps.add(new StepTemplate(made.operation(), arguments));
        }
        return Optional.of(new MinedProcess(
                pattern.agent(),
                steps,
                schema,
                trees.stream().map(RecordedTree::task).toList()));
    }

    /**
     * The values with which the steps are exactly the calls of this tree, compared by the hashes on record; empty where
     * there are none.
     */
    Optional<ObjectNode> replay(RecordedTree tree) {
        ObjectNode found = Json.object();
        for (int call = 0; call < steps.size(); call++) {
            values(steps.get(call).arguments(), tree.calls().get(call).arguments(), found);
        }
        for (int call = 0; call < steps.size(); call++) {
            StepTemplate step = steps.get(call);
            RecordedTree.Made made = tree.calls().get(call);
            boolean complete = step.parameters().stream().allMatch(found::has);
            if (!complete
                    || !step.operation().equals(made.operation())
                    || !Sha256.of(Json.canonical(step.fill(found))).equals(made.hash())) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static void values(JsonNode template, JsonNode made, ObjectNode found) {
        if (template instanceof ObjectNode object && object.has("$parameter")) {
            found.set(object.path("$parameter").asString(""), made);
        } else if (template instanceof ObjectNode object) {
            object.properties().forEach(field -> values(field.getValue(), made.path(field.getKey()), found));
        } else if (template instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                values(array.get(i), made.path(i), found);
            }
        }
    }

    /** The same steps have the same name, whichever trees they were seen in. */
    String name() {
        String operations = steps.stream()
                .map(step -> step.operation().substring(step.operation().indexOf('.') + 1))
                .distinct()
                .limit(3)
                .collect(Collectors.joining("-"));
        ArrayNode all = Json.array();
        steps.forEach(step -> all.add(step.toJson()));
        return "pattern-" + operations + "-" + Sha256.of(Json.canonical(all)).substring(0, 8);
    }

    ObjectNode content() {
        ObjectNode content = Json.object()
                .put(
                        "summary",
                        "Does without a model what %d requests led to: %s."
                                .formatted(
                                        trees.size(),
                                        steps.stream()
                                                .map(StepTemplate::operation)
                                                .collect(Collectors.joining(", then "))));
        ObjectNode parameters = content.putObject("parameters").put("type", "object");
        parameters.put("additionalProperties", false);
        ObjectNode properties = parameters.putObject("properties");
        schema.forEach((name, type) -> properties.set(name, type.deepCopy()));
        if (!schema.isEmpty()) {
            parameters.set("required", Json.array(List.copyOf(schema.keySet())));
        }
        content.put("agent", agent);
        ArrayNode list = content.putArray("steps");
        steps.forEach(step -> list.add(step.toJson()));
        content.set("mined_from", Json.array(trees));
        return content;
    }

    private static Map<Place, JsonNode> leaves(RecordedTree tree) {
        Map<Place, JsonNode> leaves = new LinkedHashMap<>();
        for (int call = 0; call < tree.calls().size(); call++) {
            collect(tree.calls().get(call).arguments(), new Place(call, List.of()), leaves);
        }
        return leaves;
    }

    private static void collect(JsonNode node, Place place, Map<Place, JsonNode> leaves) {
        switch (node) {
            case ObjectNode object
            when !object.isEmpty() ->
                object.properties().forEach(field -> collect(field.getValue(), below(place, field.getKey()), leaves));
            case ArrayNode array
            when !array.isEmpty() -> {
                for (int i = 0; i < array.size(); i++) {
                    collect(array.get(i), below(place, Integer.toString(i)), leaves);
                }
            }
            case JsonNode plain -> leaves.put(place, plain);
        }
    }

    private static JsonNode generalised(JsonNode node, Place place, Map<Place, String> named) {
        String name = named.get(place);
        if (name != null) {
            return StepTemplate.parameter(name);
        }
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.properties()
                        .forEach(field -> copy.set(
                                field.getKey(), generalised(field.getValue(), below(place, field.getKey()), named)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                for (int i = 0; i < array.size(); i++) {
                    copy.add(generalised(array.get(i), below(place, Integer.toString(i)), named));
                }
                yield copy;
            }
            case JsonNode plain -> plain;
        };
    }

    private static Place below(Place place, String part) {
        List<String> path = new ArrayList<>(place.path());
        path.add(part);
        return new Place(place.call(), List.copyOf(path));
    }

    private static Optional<String> type(List<JsonNode> column) {
        if (column.stream().allMatch(JsonNode::isString)) {
            return Optional.of("string");
        }
        if (column.stream().allMatch(JsonNode::isIntegralNumber)) {
            return Optional.of("integer");
        }
        return column.stream().allMatch(JsonNode::isBoolean) ? Optional.of("boolean") : Optional.empty();
    }

    private static String fresh(String wanted, Map<String, ObjectNode> taken) {
        String plain = wanted.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String name = Character.isLetter(plain.charAt(0)) ? plain : "p_" + plain;
        String shortened = name.substring(0, Math.min(name.length(), NAME_LENGTH));
        String free = shortened;
        for (int number = 2; taken.containsKey(free); number++) {
            free = shortened + "_" + number;
        }
        return free;
    }
}
