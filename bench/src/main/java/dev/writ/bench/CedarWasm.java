package dev.writ.bench;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cedar as WebAssembly in Node.js, in a process of its own: the same policies and questions as {@link CedarAuthorizer},
 * timed and checked over there.
 */
final class CedarWasm {
    static final String PACKAGE = "@cedar-policy/cedar-wasm@4.13.0";

    private CedarWasm() {}

    /** @throws Missing where there is no Node.js, or the package cannot be installed */
    static Series ofAll(Plan plan, Rules rules, Question[] questions, int most, Duration time) throws Exception {
        return series(plan, IntStream.range(0, rules.tasks()), questions, most, time);
    }

    /** As {@link #ofAll}, with the policies of one task alone. */
    static Series of(Plan plan, int task, Question[] questions, int most, Duration time) throws Exception {
        return series(plan, IntStream.of(task), questions, most, time);
    }

    private static Series series(Plan plan, IntStream tasks, Question[] questions, int most, Duration time)
            throws Exception {
        NodePackages packages = NodePackages.install(plan, "cedar", List.of(PACKAGE), List.of());
        ObjectNode policies = Json.object();
        tasks.forEach(task -> {
            for (Rules.Verb verb : Rules.Verb.values()) {
                policies.put(verb.id() + task, CedarAuthorizer.policy(task, verb));
            }
        });
        ArrayNode asked = Json.array();
        for (Question question : questions) {
            asked.addObject()
                    .put("task", question.task())
                    .put("action", question.verb().id())
                    .put("path", question.path())
                    .put("allowed", question.allowed());
        }
        ObjectNode work = Json.object()
                .put("most", most)
                .put("milliseconds", time.toMillis())
                .put("repeats", plan.repeats());
        work.set("policies", policies);
        work.set("questions", asked);
        Path file = plan.newFolder("cedar").resolve("work.json");
        Files.writeString(file, Json.write(work));
        return read(answer(packages.program("cedar-checks.mjs", List.of(file.toString()))));
    }

    private static String answer(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var says = process.inputReader()) {
            String line = says.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("cedar-wasm ended with " + process.exitValue() + ".");
            }
            return line;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Series read(String answer) {
        List<Samples> repeats = new ArrayList<>();
        for (JsonNode repeat : Json.parse(answer).path("repeats")) {
            repeats.add(new Samples(StreamSupport.stream(repeat.spliterator(), false)
                    .mapToLong(JsonNode::longValue)
                    .toArray()));
        }
        return new Series(repeats);
    }
}
