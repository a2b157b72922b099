package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Picks the one opportunity with the largest effect that enough cases back, or none. */
final class Reviewer {
    private static final double FEW = 3;

    private Reviewer() {}

    static Ending run(RoleInput input) {
        List<Data> opportunities = input.data().list("opportunities");
        Optional<Data> best = opportunities.stream()
                .filter(each -> cases(each) >= FEW || !hasCases(each))
                .filter(each -> weight(each) > 0)
                .max(Comparator.comparingDouble(Reviewer::weight));
        if (best.isEmpty()) {
            String reason = opportunities.isEmpty()
                    ? "No opportunity was found in these numbers."
                    : "None of the " + opportunities.size() + " opportunities rests on enough cases.";
            ObjectNode none = Json.object()
                    .putNull("opportunity")
                    .put("reason", reason)
                    .put("recommendation", "Change nothing, and review again when there is more experience.");
            return RoleInput.answer(reason, none);
        }
        Data chosen = best.get();
        String name = name(chosen);
        String reason = name + " promises most: " + numbers(chosen) + ".";
        String recommendation = chosen.has("recommendation")
                ? chosen.text("recommendation")
                : chosen.has("suggestion") ? chosen.text("suggestion") : recommendation(chosen, name);
        ObjectNode answer = Json.object();
        answer.set("opportunity", chosen.node());
        answer.put("reason", reason).put("recommendation", recommendation);
        return RoleInput.answer(reason + " " + recommendation, answer);
    }

    private static String recommendation(Data chosen, String name) {
        return "Try one change to "
                + (chosen.has("subject") ? chosen.text("subject") : chosen.has("target") ? chosen.text("target") : name)
                + " as an experiment, measure the same numbers again, and roll it back unless they improve.";
    }

    private static String name(Data each) {
        for (String field : List.of("title", "kind", "name", "type", "id")) {
            if (each.has(field)) {
                return each.text(field);
            }
        }
        return "The opportunity";
    }

    private static boolean hasCases(Data each) {
        return each.has("cases")
                || each.has("occurrences")
                || each.has("count")
                || each.has("calls")
                || each.has("samples");
    }

    private static double cases(Data each) {
        double stated = List.of("cases", "occurrences", "count", "calls", "samples").stream()
                .mapToDouble(each::number)
                .max()
                .orElse(0);
        return Math.max(stated, each.node().path("evidence").size());
    }

    /** A stated effect, times how sure it is; else how often it occurs. */
    private static double weight(Data each) {
        double effect = List.of("effect", "impact", "gain", "score", "saving", "weight").stream()
                .mapToDouble(each::number)
                .max()
                .orElse(0);
        double sure = each.has("confidence") ? each.number("confidence") : 1;
        double milliseconds =
                each.node().path("before").path("unit").asString("").equals("ms")
                        ? each.node().path("before").path("value").asDouble(0)
                        : 0;
        if (effect == 0 && milliseconds > 0) {
            return cases(each) * (1 + milliseconds / 1_000) * sure;
        }
        return effect > 0 ? effect * sure : Math.max(cases(each), each.has("severity") ? 1 : 0) * sure;
    }

    private static String numbers(Data each) {
        StringBuilder numbers = new StringBuilder();
        JsonNode before = each.node().path("before");
        if (before.isObject()) {
            numbers.append(before.path("name").asString("measure").replace('_', ' '))
                    .append(' ')
                    .append(text(before.path("value")))
                    .append(' ')
                    .append(before.path("unit").asString(""))
                    .append(" in ")
                    .append((long) cases(each))
                    .append(" cases");
        }
        each.node().properties().stream()
                .filter(field -> field.getValue().isNumber())
                .limit(5)
                .forEach(field -> numbers.append(numbers.isEmpty() ? "" : ", ")
                        .append(field.getKey().replace('_', ' '))
                        .append(' ')
                        .append(text(field.getValue())));
        return numbers.isEmpty() ? "it is the only one with evidence" : numbers.toString();
    }

    private static String text(JsonNode number) {
        double value = number.doubleValue();
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
