package dev.writ.cli.demo;

import dev.writ.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A user asks how the system did. The investigator gets named, read-only queries, and nothing else, for 24 hours; a day
 * later its next use is denied with a receipt.
 */
final class AnalysisScenario implements Scenario {
    private static final Duration DAY = Duration.ofHours(24);

    private final Stage stage;
    private final LaterUse later;

    AnalysisScenario(Stage stage) {
        this.stage = stage;
        this.later = new LaterUse(stage, "sql_lite");
    }

    @Override
    public String name() {
        return "analysis";
    }

    @Override
    public List<Check> run() throws InterruptedException {
        String task = stage.requests()
                .submit(
                        "analysis",
                        "Analyse the performance of this system and what failed, from its own database; "
                                + "then ask me whether to look again.",
                        Json.object(),
                        List.of());
        later.letHappen(task, "yes, look again");
        JsonNode report = stage.requests().finish(task);
        return checks(task, report);
    }

    private List<Check> checks(String task, JsonNode report) {
        Facts facts = stage.facts();
        Map<String, String> tree = Map.of("tree", task);
        Checks checks = new Checks(name());
        checks.that(
                "the request was completed", report.path("status").asString().equals("completed"), task);
        checks.found(
                "the planning agent planned it",
                facts.one(
                        "SELECT id FROM tasks WHERE tree = :tree AND agent = 'planning_agent' AND state = 'completed'",
                        tree));
        checks.found(
                "the investigator asked for the database with a reason",
                facts.one(
                        "SELECT data FROM events WHERE tree = :tree AND type = 'grant.requested' "
                                + "AND actor = 'agent:investigator_agent'",
                        tree));
        Optional<String> scope =
                facts.one("SELECT scope FROM task_tool_assignments WHERE tree = :tree AND tool = 'sql_lite'", tree);
        checks.that(
                "the grant names single queries, no wildcard",
                scope.isPresent() && !scope.get().contains("*"),
                scope.orElse("no grant"));
        long lifetime = later.lifetime(task);
        checks.that("the grant lasts 24 hours", lifetime == DAY.toMillis(), lifetime / 3_600_000.0 + " h");
        numbersMatch(checks, report, task);
        checks.found(
                "the grant expired",
                facts.one(
                        "SELECT state || ': ' || end_reason FROM task_tool_assignments "
                                + "WHERE tree = :tree AND tool = 'sql_lite' AND state = 'expired'",
                        tree));
        checks.found(
                "the next use was denied and recorded",
                facts.one(
                        "SELECT call || ': rule ' || rule FROM tool_usage_events "
                                + "WHERE tree = :tree AND tool = 'sql_lite' AND outcome = 'denied'",
                        tree));
        checks.found(
                "the denial gave a receipt with the smallest request that would help",
                facts.one(
                        "SELECT content FROM messages m JOIN tasks t ON t.id = m.task WHERE t.tree = :tree "
                                + "AND role = 'result' AND content LIKE '%smallest_request%queries%'",
                        tree));
        return checks.all();
    }

    /** A number of the report against the table it is about, counted here by other SQL. */
    private void numbersMatch(Checks checks, JsonNode report, String task) {
        long before = stage.facts()
                .count(
                        "SELECT MIN(started_at) FROM tool_usage_events WHERE tree = :tree AND tool = 'sql_lite'",
                        Map.of("tree", task));
        long failures = stage.facts()
                .count(
                        "SELECT COUNT(*) FROM tool_usage_events WHERE tool = 'terminal' AND operation = 'execute_command' "
                                + "AND outcome <> 'started' AND started_at < :before",
                        Map.of("before", before));
        String result = report.path("result").asString("");
        String row = result.lines()
                .filter(line -> line.contains("execute_command"))
                .filter(line -> line.matches(".*\\b" + failures + "\\b.*"))
                .findFirst()
                .orElse("");
        checks.that(
                "its numbers match the data",
                !row.isEmpty(),
                "execute_command calls counted independently: " + failures + "; reported: " + row.strip());
    }
}
