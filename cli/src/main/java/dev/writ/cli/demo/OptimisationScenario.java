package dev.writ.cli.demo;

import dev.writ.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The review finds a slow command in the record of what ran. The optimizer may change one configuration file; what makes
 * it slower is rolled back, what makes it faster is kept.
 */
final class OptimisationScenario implements Scenario {
    private final Stage stage;

    OptimisationScenario(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String name() {
        return "optimisation";
    }

    @Override
    public List<Check> run() throws InterruptedException {
        ReportSize size = new SlowReport(stage).record();
        String task = stage.requests()
                .submit(
                        "optimisation",
                        "Review what was slow lately, and improve it.",
                        stage.inWorkspace()
                                .put("process", "review")
                                .set("parameters", Json.object().put("kind", "slow_command")),
                        List.of("edit", "run"));
        return checks(task, stage.requests().finish(task), size);
    }

    private List<Check> checks(String task, JsonNode report, ReportSize size) {
        Facts facts = stage.facts();
        Map<String, String> tree = Map.of("tree", task);
        Checks checks = new Checks(name());
        checks.that("the review was completed", report.path("status").asString().equals("completed"), task);
        checks.found(
                "it found the slow command in real events",
                facts.one(
                        "SELECT result FROM process_steps WHERE task = :tree AND name = 'opportunities' "
                                + "AND result LIKE '%report.sh%'",
                        tree));
        checks.found(
                "the optimizer took it on",
                facts.one(
                        "SELECT id FROM tasks WHERE tree = :tree AND agent = 'optimizer_agent' AND state = 'completed'",
                        tree));
        Optional<String> scope =
                facts.one("SELECT scope FROM task_tool_assignments WHERE tree = :tree AND tool = 'file_edit'", tree);
        checks.that(
                "it may write one file only",
                scope.filter(text -> text.contains("\"write\":[\"" + DemoWorkspace.CONFIGURATION + "\"]"))
                        .isPresent(),
                scope.orElse("no grant"));
        checks.found(
                "the change was shown as a diff",
                facts.one(
                        "SELECT content FROM messages m JOIN tasks t ON t.id = m.task WHERE t.tree = :tree "
                                + "AND role = 'result' AND content LIKE '%+preview_buffer=%'",
                        tree));
        long undone = facts.count("SELECT COUNT(*) FROM file_changes WHERE tree = :tree AND state = 'undone'", tree);
        checks.that("a change that did not help was rolled back", undone > 0, undone + " undone");
        long kept = facts.count("SELECT COUNT(*) FROM file_changes WHERE tree = :tree AND state = 'done'", tree);
        String setting = DemoWorkspace.setting(stage.workspace());
        checks.that(
                "a change that helped was kept",
                kept > 0 && !setting.equals(size.setting()),
                size.setting() + ", now " + setting);
        JsonNode measured = facts.one("SELECT result FROM tasks WHERE id = :tree", tree)
                .map(Json::parse)
                .orElse(Json.object())
                .path("data")
                .path("experiment");
        double before = measured.path("before").asDouble(0);
        double after = measured.path("after").asDouble(before);
        checks.that(
                "it was measured before and after, and is faster",
                after < before,
                "shortest of several runs: " + before + " ms, then " + after + " ms");
        return checks.all();
    }
}
