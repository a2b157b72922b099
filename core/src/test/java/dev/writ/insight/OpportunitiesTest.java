package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.EntityKind;
import dev.writ.event.NewEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpportunitiesTest extends InsightTest {
    private List<Opportunity> found() {
        return Opportunities.standard(records.database()).in(ALL);
    }

    private void tasks(int count) {
        for (int i = 1; i <= count; i++) {
            records.task("t" + i, "worker", "neutral", "completed", i, i + 10, 1);
        }
    }

    @Test
    void nothingHappenedNothingFound() {
        assertThat(found()).isEmpty();
    }

    @Test
    void aFailureThatRepeats() {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(found()).isEmpty();
            calls.addFirst(records.call("t", "worker", "terminal.execute_command", "failed", i, 1, "Exit code " + i));
        }
        assertThat(found())
                .containsExactly(new Opportunity(
                        Opportunity.Kind.REPEATED_FAILURE,
                        EntityKind.TOOL,
                        "terminal",
                        "Exit code <n>",
                        "'terminal' fails again and again with: Exit code <n>",
                        "With its cause removed or the agents told how to avoid it, this failure no longer occurs.",
                        calls,
                        new Opportunity.Measure("occurrences", 3, "failures")));
    }

    @Test
    void aCommandThatIsSlowSeveralTimes() {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(found()).isEmpty();
            calls.add(records.call(
                    "t",
                    "worker",
                    "terminal.execute_command",
                    "succeeded",
                    i,
                    1_000 + i * 100,
                    "",
                    "{\"argv\":[\"make\",\"test\"]}"));
            records.call(
                    "t",
                    "worker",
                    "terminal.execute_command",
                    "succeeded",
                    i,
                    200,
                    "",
                    "{\"argv\":[\"make\",\"lint\"]}");
        }
        // What was interrupted says nothing about how long it takes.
        records.call(
                "t",
                "worker",
                "terminal.execute_command",
                "failed",
                4,
                1,
                "Writ was interrupted while it ran.",
                "{\"argv\":[\"make\",\"test\"]}");
        assertThat(found()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Opportunity.Kind.SLOW_COMMAND);
            assertThat(found.hypothesis()).isEqualTo("The command 'make test' was run 3 times and is slow.");
            assertThat(found.evidence()).isEqualTo(calls);
            assertThat(found.before()).isEqualTo(new Opportunity.Measure("average_duration", 1_100, "ms"));
        });
    }

    @Test
    void grantsThatGoUnused() {
        tasks(4);
        String used = records.grant("t1", "worker", "github", "task_ended", 1, 2);
        String second = records.grant("t2", "worker", "github", "expired", 2, 0);
        records.grant("t3", "worker", "github", "live", 3, 0);
        assertThat(found()).isEmpty();
        String fourth = records.grant("t4", "worker", "github", "unused", 4, 0);
        assertThat(found()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Opportunity.Kind.UNUSED_GRANTS);
            assertThat(found.entity()).isEqualTo("worker");
            assertThat(found.hypothesis()).isEqualTo("Of 3 grants of 'github' to 'worker', 2 were never used.");
            assertThat(found.evidence()).containsExactly(fourth, second).doesNotContain(used);
            assertThat(found.before().value()).isEqualTo(2 / 3.0);
        });
    }

    @Test
    void callsDeniedAndThenGranted() {
        tasks(3);
        String first = records.call("t1", "worker", "terminal.execute_command", "denied", 1, 0, "");
        records.call("t1", "worker", "terminal.execute_command", "denied", 2, 0, "");
        records.grant("t1", "worker", "terminal", "live", 5, 1);
        records.call("t3", "worker", "terminal.execute_command", "denied", 9, 0, "");
        records.grant("t3", "worker", "terminal", "live", 8, 1);
        records.grant("t3", "worker", "file_edit", "live", 10, 1);
        assertThat(found()).isEmpty();
        String second = records.call("t2", "worker", "terminal.execute_command", "denied", 1, 0, "");
        records.grant("t2", "worker", "terminal", "live", 5, 1);
        assertThat(found()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Opportunity.Kind.DENIED_THEN_GRANTED);
            assertThat(found.entity()).isEqualTo("worker");
            assertThat(found.evidence()).containsExactly(first, second);
            assertThat(found.before().value()).isEqualTo(2);
        });
    }

    @Test
    void agentsThatAskForToolsTaskAfterTask() {
        tasks(3);
        records.grant("t1", "worker", "terminal", "live", 5, 1);
        for (String task : List.of("t1", "t2", "t1", "unknown", "t3")) {
            assertThat(found()).isEmpty();
            records.event(NewEvent.of("grant.requested", "grant", "g").in("tree_1", task));
        }
        assertThat(found()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Opportunity.Kind.TOOL_ROUND_TRIPS);
            assertThat(found.hypothesis())
                    .isEqualTo("'worker' asked for tools 4 times in 3 tasks, and mostly got terminal.");
            assertThat(found.evidence()).containsExactly("t1", "t2", "t3");
            assertThat(found.before().value()).isEqualTo(4 / 3.0);
        });
    }
}
