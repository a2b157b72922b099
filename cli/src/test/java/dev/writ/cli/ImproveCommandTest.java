package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventLog;
import dev.writ.improvement.Proposal;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import dev.writ.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is printed of experiments, and deciding about them. */
class ImproveCommandTest {
    private static final String ONE = """
            {"id": "experiment_1", "kind": "tool", "name": "terminal", "incumbent": 3, "candidate": 4, "state": "running",
             "stage": "canary", "hypothesis": "idle\\u001b[2J grants", "expected_effect": "fewer", "proposed_by": "catalogue",
             "standing": "It is on trial. The evidence for it is 1.2 of the 3.0 that a verdict takes.",
             "diff": "--- terminal version 3\\n+++ terminal version 4\\n-default_hours: 6\\n+default_hours: 3\\n",
             "effects": [{"stage": "all", "pairs": 12, "measures": [
               {"id": "score", "better": "more", "reading": "better", "before": {"count": 12, "mean": 0.61},
                "after": {"count": 12, "mean": 0.65}, "difference": {"count": 12, "mean": 0.04, "low": 0.01, "high": 0.07}},
               {"id": "cost", "better": "less", "reading": "open", "before": {"count": 12, "mean": 15200},
                "after": {"count": 11, "mean": 14800}, "difference": {"count": 11, "mean": -400}}]}],
             "evidence": {"keep_at": 3, "drop_at": 3, "looks": [], "guardrails": [
               {"name": "errors", "rule": "No more than 2 % more errors.", "wealth": 0, "broken_at": 3, "state": "held"}]}}
            """;

    private static String shown(String json) {
        JsonNode one = Json.parse(json);
        return TestingAnswers.said(terminal -> new ImprovementText(terminal).print(one));
    }

    @Test
    void beforeAndAfterStandSideBySideAndTheLastLineSaysWhatIsMissing() {
        assertThat(shown(ONE).lines().map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .contains(
                        "tool terminal, version 3 to 4",
                        "score | 0.610 (n 12) | 0.650 (n 12) | +0.040 | +0.010 to +0.070 | better",
                        "cost | 0.0152 (n 12) | 0.0148 (n 11) | -0.0004 | unknown | open",
                        "guardrail errors: held. No more than 2 % more errors.")
                .endsWith("It is on trial. The evidence for it is 1.2 of the 3.0 that a verdict takes.");
    }

    @Test
    void whatOthersWroteIsInQuotesAndMovesNoCursor() {
        assertThat(shown(ONE)).contains("\"idle\\u001B[2J grants\"").doesNotContain("\u001b");
    }

    @Test
    void whereNothingWasMeasuredThereIsNoTable() {
        String nothing = ONE.replaceAll("\"pairs\": 12", "\"pairs\": 0");
        assertThat(shown(nothing)).doesNotContain("BEFORE").contains("It is on trial.");
    }

    @Test
    void theDifferenceIsPrintedAsItIs() {
        JsonNode one = Json.parse(ONE);
        assertThat(TestingAnswers.said(terminal -> new ImprovementText(terminal).diff(one)))
                .isEqualTo("--- terminal version 3\n+++ terminal version 4\n-default_hours: 6\n+default_hours: 3\n");
        JsonNode same = Json.parse("{\"diff\": \"\"}");
        assertThat(TestingAnswers.seen(terminal -> new ImprovementText(terminal).diff(same)))
                .contains("do not differ");
    }

    @Test
    void fromTheListToTheDecision(@TempDir Path folder) throws Exception {
        // Else Writ itself decides about the experiment between two commands.
        Path settings = folder.resolve(".config/writ/writ.yaml");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "improvement: \"off\"\n");
        String data = folder.resolve("data").toString();
        try (Writ writ = Writ.start(Settings.load(Map.of("data", data), Map.of("HOME", folder.toString()))
                .onAnyPort())) {
            waiting(writ);
            assertThat(run("improve", "ls", "--state", "waiting", "--data", data)
                            .out())
                    .contains("experiment_1", "rules", "read too often");
            assertThat(run("improve", "ls", "--state", "lost", "--data", data).exitCode())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(run("improve", "show", "experiment_1", "--data", data).out())
                    .contains("document rules, version 1 to 2", "It waits for a person");
            assertThat(run("improve", "diff", "experiment_1", "--data", data).out())
                    .contains("+++ rules version 2", "Be very brief.");
            assertThat(run("improve", "rollback", "experiment_1", "--data", data)
                            .exitCode())
                    .as("of one that was never tried")
                    .isEqualTo(ExitCode.FAILED);
            assertThat(run("improve", "approve", "experiment_1", "--data", data).err())
                    .contains("Version 2 of rules is on trial now.");
            assertThat(run("improve", "pause", "experiment_1", "--data", data).err())
                    .contains("is paused now.");
            assertThat(Json.parse(run("improve", "resume", "experiment_1", "-o", "json", "--data", data)
                                    .out())
                            .path("state")
                            .asString())
                    .isEqualTo("running");
            Ran rejected = run("improve", "reject", "experiment_1", "--reason", "not worth it", "--data", data);
            assertThat(rejected.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(run("improve", "show", "experiment_1", "--data", data).out())
                    .contains("It was rejected", "not worth it.");
            assertThat(run("improve", "show", "experiment_0", "--data", data).err())
                    .contains("There is no such experiment.");
        }
    }

    /** A change of a document that waits for a person. */
    private static void waiting(Writ writ) {
        Database database = writ.core().database();
        IdSource ids = new TimeOrderedIds(InstantSource.system(), new Random(1));
        EventLog events = new EventLog(database, InstantSource.system(), ids);
        Definitions definitions = new Definitions(database, events, InstantSource.system(), ids);
        Change change = Change.by("person:user", "");
        ObjectNode before = Json.object().put("text", "Be brief.");
        ObjectNode changes = Json.object().put("text", "Be very brief.");
        String entity =
                definitions.create(EntityKind.DOCUMENT, "rules", before, change).id();
        Proposal proposal = new Proposal(
                EntityKind.DOCUMENT,
                "rules",
                changes,
                "request",
                "read too often",
                "fewer tokens",
                List.of(),
                "catalogue");
        database.writeOnly(transaction -> {
            definitions.draft(transaction, EntityKind.DOCUMENT, "rules", changes, change);
            transaction.execute("""
                    INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state, reason,
                                             version, created_at, updated_at)
                    VALUES ('experiment_1', 'document', ?, 1, 2, 1, ?, 'validation', 'waiting', '', 1, 0, 0)
                    """, entity, Json.write(proposal.toJson()));
        });
    }

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... arguments) {
        int[] code = new int[1];
        String[] err = new String[1];
        String out = TestingAnswers.said(terminal -> err[0] =
                TestingAnswers.seen(same -> code[0] = TestingCommandLine.get().execute(arguments)));
        return new Ran(code[0], out, err[0]);
    }

    @Test
    void anIdThatIsNoneIsRefusedBeforeAnythingIsAsked() {
        assertThat(TestingCommandLine.get().execute("improve", "show", "../tasks", "--server", "http://127.0.0.1:1"))
                .isNotEqualTo(ExitCode.OK);
    }
}
