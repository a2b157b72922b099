package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.tool.sql.TestingRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an agent type always has and never uses, and what it never has and always uses. */
class RetentionProposalsTest extends InsightTest {
    private static final long MONTH = Duration.ofDays(31).toSeconds();

    private List<Opportunity> unused() {
        return new UnusedBasePermissions(records.database(), Duration.ofDays(30), 10).detect(ALL);
    }

    private List<Opportunity> always() {
        return new AlwaysRequested(records.database(), 10, 0.9).detect(ALL);
    }

    private void base(String tool) {
        records.insert("agent_base_permissions", Map.of("agent", "worker", "tool", tool, "scope", "{}"));
    }

    private void tasks(int count) {
        for (int i = 1; i <= count; i++) {
            records.task("t" + i, "worker", "neutral_task", "completed", i, i + 1, 1);
        }
    }

    private void grant(int number, int uses) {
        records.insert(
                "task_tool_assignments",
                Map.ofEntries(
                        Map.entry("id", "g" + number),
                        Map.entry("task", "t" + number),
                        Map.entry("tree", "tree_1"),
                        Map.entry("agent", "worker"),
                        Map.entry("tool", "sql_lite"),
                        Map.entry("operations", "[]"),
                        Map.entry("scope", "{}"),
                        Map.entry("reason", "asked"),
                        Map.entry("approved_by", "policy"),
                        Map.entry("granted_at", TestingRecords.millis(number)),
                        Map.entry("expires_at", TestingRecords.millis(number + 60)),
                        Map.entry("uses", uses),
                        Map.entry("state", "task_ended")));
    }

    @Test
    void a_base_permission_that_nobody_used_for_a_month_is_proposed_for_removal() {
        base("sql_lite");
        base("github");
        records.task("old", "worker", "neutral_task", "completed", -MONTH, -MONTH + 1, 1);
        tasks(10);
        records.call("t1", "worker", "github.status", "succeeded", 2, 1, "");
        assertThat(unused()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Opportunity.Kind.UNUSED_BASE_PERMISSION);
            assertThat(found.entity()).isEqualTo("worker");
            assertThat(found.subject()).isEqualTo("sql_lite");
            assertThat(found.evidence()).hasSize(10).startsWith("t10");
            assertThat(found.before()).isEqualTo(new Opportunity.Measure("tasks_without_use", 10, "tasks"));
        });
    }

    @Test
    void an_agent_without_work_or_a_young_installation_loses_nothing() {
        base("sql_lite");
        tasks(10);
        assertThat(unused()).as("younger than a month").isEmpty();
        records.task("old", "other", "neutral_task", "completed", -MONTH, -MONTH + 1, 1);
        assertThat(unused()).hasSize(1);
        records.database().writeOnly(transaction -> transaction.execute("DELETE FROM tasks WHERE id = 't1'"));
        assertThat(unused()).as("too few tasks").isEmpty();
    }

    @Test
    void what_nearly_every_task_is_granted_and_uses_is_proposed_for_addition() {
        tasks(10);
        for (int i = 1; i <= 8; i++) {
            grant(i, 1);
        }
        grant(9, 0);
        assertThat(always()).as("eight of ten used it").isEmpty();
        grant(10, 2);
        assertThat(always()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Opportunity.Kind.ALWAYS_REQUESTED);
            assertThat(found.subject()).isEqualTo("sql_lite");
            assertThat(found.evidence()).startsWith("g10").doesNotContain("g9");
            assertThat(found.before().value()).isEqualTo(0.9);
        });
    }
}
