package dev.writ.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A script fails. The recovery agent gets the one command, finds the cause, fixes it, proves it; then its power ends. */
final class DebuggingScenario implements Scenario {
    private static final Duration SIX_HOURS = Duration.ofHours(6);

    private final Stage stage;
    private final LaterUse later;

    DebuggingScenario(Stage stage) {
        this.stage = stage;
        this.later = new LaterUse(stage, "terminal");
    }

    @Override
    public String name() {
        return "debugging";
    }

    @Override
    public List<Check> run() throws InterruptedException {
        String task = stage.requests()
                .submit(
                        "debugging",
                        "`" + DemoWorkspace.BROKEN + "` fails. Find out why and fix it; "
                                + "then ask me whether to run it again.",
                        stage.inWorkspace(),
                        List.of("edit", "run"));
        later.letHappen(task, "yes, run it again");
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
                "the recovery agent worked on it",
                facts.one("SELECT agent FROM tasks WHERE tree = :tree AND agent = 'recovery_agent'", tree));
        Optional<String> commands =
                facts.one("SELECT scope FROM task_tool_assignments WHERE tree = :tree AND tool = 'terminal'", tree);
        checks.that(
                "it was granted one command line",
                commands.isPresent() && !commands.get().contains("*"),
                commands.orElse("no grant"));
        long lifetime = later.lifetime(task);
        checks.that("for 6 hours", lifetime == SIX_HOURS.toMillis(), lifetime / 3_600_000.0 + " h");
        checks.found(
                "the command ran in the sandbox",
                facts.one(
                        "SELECT layers FROM tool_usage_events WHERE tree = :tree AND operation = 'execute_command' "
                                + "AND outcome = 'succeeded' AND layers LIKE '%namespace%'",
                        tree));
        List<String> codes = facts.rows(
                "SELECT content FROM messages m JOIN tasks t ON t.id = m.task WHERE t.tree = :tree AND role = 'result' "
                        + "AND content LIKE '%terminal__execute_command%' AND content LIKE '%exit_code%' "
                        + "AND content LIKE '%layers%' ORDER BY t.created_at, position",
                tree);
        checks.that(
                "it failed before the fix and succeeded after it",
                codes.size() >= 2
                        && !codes.getFirst().contains("\"exit_code\":0")
                        && codes.getLast().contains("\"exit_code\":0"),
                codes.size() + " runs");
        checks.that(
                "one file was changed",
                changed(report),
                report.path("files_changed").toString());
        checks.that("the script is right now", fixed(), DemoWorkspace.BROKEN_SCRIPT);
        checks.found(
                "the work is documented",
                facts.one(
                        "SELECT name FROM entities WHERE kind = 'document' AND name = :name",
                        Map.of("name", "record-" + task)));
        checks.found(
                "the terminal was gone after 6 hours, and the next command denied",
                facts.one(
                        "SELECT call || ': rule ' || rule FROM tool_usage_events "
                                + "WHERE tree = :tree AND tool = 'terminal' AND outcome = 'denied'",
                        tree));
        return checks.all();
    }

    private static boolean changed(JsonNode report) {
        JsonNode files = report.path("files_changed");
        return files.size() == 1 && files.get(0).asString().equals(DemoWorkspace.BROKEN_SCRIPT);
    }

    private boolean fixed() {
        try {
            return Files.readString(stage.workspace().resolve(DemoWorkspace.BROKEN_SCRIPT))
                    .contains("data/stock.csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
