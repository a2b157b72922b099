package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.cli.demo.Check;
import dev.writ.cli.demo.DemoClock;
import dev.writ.cli.demo.improve.Fault;
import dev.writ.cli.demo.improve.Figures;
import dev.writ.cli.demo.improve.ImprovementDemo;
import dev.writ.cli.demo.improve.ImprovementDemo.Result;
import dev.writ.cli.demo.improve.Sabotage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code writ demo --improve} as it is, on the real runtime with the offline model. */
class ImprovementDemoTest {
    @TempDir
    Path folder;

    private Result run(ImprovementDemo.Plan plan) throws InterruptedException {
        Terminal terminal = new Terminal(Map.of(), true, true);
        return new ImprovementRun(plan, terminal, folder, DemoClock.in(folder)).run();
    }

    private static void assertHolds(Result result) {
        assertThat(result.checks())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.ok())
                        .as(check.scenario() + ": " + check.check() + ": " + check.evidence())
                        .isTrue());
    }

    @Test
    void a_bloated_context_is_found_and_mended_and_an_agent_that_wants_it_back_does_not_get_it() throws Exception {
        ImprovementDemo.Plan plan =
                new ImprovementDemo.Plan(List.of(Fault.BLOATED_CONTEXT), List.of(Sabotage.HANDBOOK_BACK));
        Result result = run(plan);
        assertHolds(result);
        Figures before = result.comparisons().getFirst().before();
        Figures after = result.comparisons().getFirst().after();
        assertThat(before.tasks()).isEqualTo(after.tasks()).isPositive();
        assertThat(after.tokens()).isLessThan(before.tokens() / 2);
        assertThat(result.tried()).extracting(ImprovementDemo.Tried::by).containsExactly("catalogue", "agent:worker");
        assertThat(result.tried()).extracting(ImprovementDemo.Tried::outcome).containsExactly("kept", "rejected");

        // Begun again it has nothing to do but to read what is on record.
        assertThat(run(plan)).isEqualTo(result);
    }

    @Test
    @EnabledIfSystemProperty(named = "writ.demo", matches = "whole", disabledReason = "takes minutes")
    void all_of_it() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/bwrap")), "bubblewrap is missing: the demo runs commands in it");
        Result result = run(ImprovementDemo.Plan.WHOLE);
        assertHolds(result);
        assertThat(result.tried())
                .extracting(ImprovementDemo.Tried::outcome)
                .containsExactly("kept", "kept", "kept", "kept", "rejected", "taken back");
        assertThat(result.checks()).extracting(Check::scenario).contains("by itself");
    }
}
