package dev.writ.model.playbook.turn;

import dev.writ.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a task ends: the arguments of {@code end_task}.
 *
 * @param result what the user reads
 */
public record Ending(boolean completed, String result, List<Finding> findings, ObjectNode data) {
    /** Name of the function that ends a task. */
    public static final String FUNCTION = "end_task";

    private static final int LONGEST_RESULT = 80_000;
    private static final int MOST_FINDINGS = 500;

    public Ending {
        findings = List.copyOf(findings);
    }

    public static Ending completed(String result) {
        return new Ending(true, result, List.of(), Json.object());
    }

    public static Ending completed(String result, List<Finding> findings, ObjectNode data) {
        return new Ending(true, result, findings, data);
    }

    /** @param code one of the product's failure codes */
    public static Ending failed(String code, String sentence) {
        return new Ending(false, sentence, List.of(), Json.object().put("code", code));
    }

    private String shortened() {
        return result.length() > LONGEST_RESULT ? result.substring(0, LONGEST_RESULT) + "\n… (cut)" : result;
    }

    ObjectNode arguments() {
        ObjectNode arguments =
                Json.object().put("status", completed ? "completed" : "failed").put("result", shortened());
        if (!findings.isEmpty()) {
            ArrayNode list = arguments.putArray("findings");
            findings.stream().limit(MOST_FINDINGS).forEach(finding -> list.add(finding.json()));
        }
        if (!data.isEmpty()) {
            arguments.set("data", data);
        }
        return arguments;
    }
}
