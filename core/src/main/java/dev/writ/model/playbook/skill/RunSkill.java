package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.TestReports;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.tools.Commands;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.turn.SkillStops;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Runs one command line, and where it fails reports the failing part with its place. */
final class RunSkill {
    private static final int LINES_SHOWN = 30;

    private final Commands commands;
    private final Files files;

    RunSkill(Commands commands, Files files) {
        this.commands = commands;
        this.files = files;
    }

    Report run(Intent.RunCommand wanted) {
        Commands.Run run = commands.run(wanted.argv(), wanted.cwd(), wanted.timeoutSeconds());
        ObjectNode data = Json.object()
                .put("command", run.line())
                .put("exit_code", run.exitCode())
                .put("timed_out", run.timedOut())
                .put("duration_ms", run.milliseconds());
        if (!run.ok()) {
            FailedRun failed = FailedRun.read(run, files);
            return Report.of(failed.text(), failed.findings(), data).notOk();
        }
        String output = run.stdout().isBlank() ? run.stderr() : run.stdout();
        List<String> summaries = TestReports.summaries(run.stdout() + "\n" + run.stderr());
        StringBuilder text = new StringBuilder(
                "`" + run.line() + "` succeeded with exit code 0 in " + Layout.milliseconds(run.milliseconds()) + ".");
        if (!summaries.isEmpty()) {
            text.append("\nSummary of the run:\n  ").append(String.join("\n  ", summaries));
        }
        text.append(
                output.isBlank()
                        ? "\nIt printed nothing."
                        : "\nThe end of its output:\n"
                                + Layout.block("", Layout.cut(Layout.tail(output, LINES_SHOWN), 4_000)));
        return Report.of(text.toString(), List.of(), data);
    }

    /** Finds out how this project runs its tests or its build, and does that. */
    Report verify(Intent.Verify wanted) {
        List<String> argv = command(wanted.goal(), wanted.cwd());
        return run(new Intent.RunCommand(argv, wanted.cwd(), 600));
    }

    /** The project's own command for the goal. */
    List<String> command(Intent.Verify.Goal goal, String cwd) {
        String folder = cwd.isEmpty() ? "." : cwd;
        Set<String> names =
                files.list(folder).entries().stream().map(Files.Entry::path).collect(Collectors.toSet());
        boolean test = goal == Intent.Verify.Goal.TEST;
        String prefix = cwd.isEmpty() ? "" : cwd + "/";
        for (String makefile : List.of("Makefile", "makefile", "GNUmakefile")) {
            if (names.contains(makefile)) {
                String content = files.require(prefix + makefile).content();
                if (content.matches("(?s)(?:.*\\n)?" + (test ? "(?:test|check)" : "(?:all|build)") + "\\s*:(?!=).*")) {
                    return test
                            ? List.of("make", content.matches("(?s)(?:.*\\n)?test\\s*:.*") ? "test" : "check")
                            : List.of("make");
                }
            }
        }
        if (names.contains("package.json")
                && files.require(prefix + "package.json").content().contains(test ? "\"test\"" : "\"build\"")) {
            return test ? List.of("npm", "test") : List.of("npm", "run", "build");
        }
        if (names.contains("pom.xml")) {
            return List.of(names.contains("mvnw") ? "./mvnw" : "mvn", "-q", test ? "test" : "package");
        }
        if (names.contains("build.gradle") || names.contains("build.gradle.kts")) {
            return List.of(names.contains("gradlew") ? "./gradlew" : "gradle", test ? "test" : "build");
        }
        if (names.contains("Cargo.toml")) {
            return List.of("cargo", test ? "test" : "build");
        }
        if (names.contains("go.mod")) {
            return List.of("go", test ? "test" : "build", "./...");
        }
        for (String script : test ? List.of("test.sh", "run_tests.sh", "tests.sh") : List.of("build.sh")) {
            if (names.contains(script)) {
                return List.of("bash", script);
            }
        }
        boolean python = names.stream()
                .anyMatch(name -> name.endsWith(".py") || name.equals("pyproject.toml") || name.equals("tests"));
        if (test && python) {
            boolean pytest = names.contains("pytest.ini")
                    || names.contains("conftest.py")
                    || names.contains("pyproject.toml")
                    || names.contains("tox.ini");
            return pytest ? List.of("python3", "-m", "pytest") : List.of("python3", "-m", "unittest");
        }
        throw new SkillStops(
                "not_found",
                "I found no way to " + (test ? "run tests" : "build")
                        + " here (no Makefile target, package.json, pom.xml, Cargo.toml, go.mod or the like); name the command to run.");
    }
}
