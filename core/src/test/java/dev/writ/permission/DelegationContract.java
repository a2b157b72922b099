package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.everything;
import static dev.writ.permission.TestingTasks.write;
import static dev.writ.permission.TestingTasks.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Decision.Allowed;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Decision.Denied;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base permissions, and what happens to them when agents ask agents. */
abstract class DelegationContract {
    private Database database;
    private TestingTasks tasks;

    abstract Database open(Path folder);

    @BeforeEach
    void start(@TempDir Path folder) {
        database = open(folder);
        tasks = new TestingTasks(database);
        tasks.base.seed(List.of(clerk("src/**")));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static BasePermission clerk(String glob) {
        return new BasePermission("clerk", "file_edit", Set.of("write_file"), writing(glob));
    }

    @Test
    void anAgentMayWhatItsTypeMay() {
        String task = tasks.task(tasks.tree(everything()), "clerk");
        assertThat(tasks.check(task, "src/a")).isEqualTo(new Allowed(new Authority.Base("clerk")));
        assertThat(tasks.deniedBy(task, "doc/a")).isEqualTo(Rule.SCOPE);
        assertThat(tasks.permissions.visible(task, "file_edit", "write_file")).isTrue();
        assertThat(tasks.permissions.visible(task, "file_edit", "delete")).isFalse();
    }

    @Test
    void aGrantAndABasePermissionAddUp() {
        String task = tasks.task(tasks.tree(everything()), "clerk");
        Assignment grant = tasks.grant(edit(task, 0, "doc/**"));
        assertThat(tasks.check(task, "src/a", "doc/a")).isEqualTo(new Allowed(new Authority.Granted(grant.id())));
    }

    @Test
    void anAgentIsToldTheLimitsInForceAndNoOthers() {
        String tree = tasks.tree(everything());
        String task = tasks.task(tree, "clerk");
        Assignment grant = tasks.grant(edit(task, 0, "doc/**"));
        tasks.revoke(tasks.grant(edit(task, 0, "gone/**")));
        assertThat(tasks.permissions.scopes(task, "file_edit", "write_file"))
                .containsExactly(grant.scope(), writing("src/**"));
        assertThat(tasks.permissions.scopes(task, "file_edit", "delete")).isEmpty();
        String deputy = tasks.task(tree, "clerk", tasks.task(tree, "worker"));
        assertThat(tasks.permissions.scopes(deputy, "file_edit", "write_file")).isEmpty();
    }

    @Test
    void anAgentGetsNothingByAskingAStrongerOne() {
        String tree = tasks.tree(everything());
        String weak = tasks.task(tree, "worker");
        String strong = tasks.task(tree, "clerk", weak);
        assertThat(tasks.deniedBy(strong, "src/a")).isEqualTo(Rule.DELEGATION);
        assertThat(tasks.permissions.visible(strong, "file_edit", "write_file")).isFalse();
        Assignment grant = tasks.grant(edit(weak, 0, "src/a"));
        assertThat(tasks.allows(strong, "src/a")).isTrue();
        assertThat(tasks.allows(strong, "src/b")).isFalse();
        tasks.revoke(grant);
        assertThat(tasks.allows(strong, "src/a")).isFalse();
    }

    @Test
    void whatADelegatorLendsEndsWhenItsGrantExpires() {
        String tree = tasks.tree(everything());
        String weak = tasks.task(tree, "worker");
        String strong = tasks.task(tree, "clerk", weak);
        tasks.grant(edit(weak, 0, "src/a"));
        tasks.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(tasks.allows(strong, "src/a")).isTrue();
        tasks.pass(Duration.ofMillis(1));
        assertThat(tasks.deniedBy(strong, "src/a")).isEqualTo(Rule.DELEGATION);
    }

    @Test
    void theWholeChainIsAsked() {
        String tree = tasks.tree(everything());
        String first = tasks.task(tree, "worker");
        String second = tasks.task(tree, "clerk", first);
        String third = tasks.task(tree, "clerk", second);
        assertThat(tasks.allows(third, "src/a")).isFalse();
        tasks.grant(edit(first, 0, "src/**"));
        assertThat(tasks.allows(third, "src/a")).isTrue();
    }

    @Test
    void aChainThatIsBrokenOrCircularAllowsNothing() {
        String tree = tasks.tree(everything());
        assertThat(tasks.deniedBy(tasks.task(tree, "clerk", "task_none"), "src/a"))
                .isEqualTo(Rule.DELEGATION);
        String one = tasks.task(tree, "clerk");
        String two = tasks.task(tree, "clerk", one);
        tasks.set(one, "delegated_by", two);
        assertThat(tasks.deniedBy(two, "src/a")).isEqualTo(Rule.DELEGATION);
    }

    @Test
    void aDelegatorThatIsOverStillLendsWhatItsTypeHas() {
        String tree = tasks.tree(everything());
        String first = tasks.task(tree, "clerk");
        String second = tasks.task(tree, "clerk", first);
        tasks.finish(first);
        assertThat(tasks.allows(second, "src/a")).isTrue();
    }

    @Test
    void aGrantToTheTaskItselfNeedsNoChain() {
        String tree = tasks.tree(everything());
        String strong = tasks.task(tree, "clerk", tasks.task(tree, "worker"));
        tasks.grant(edit(strong, 0, "src/a"));
        assertThat(tasks.allows(strong, "src/a")).isTrue();
    }

    @Test
    void aCeilingNarrowsBasePermissionsWhereItNamesTheTool() {
        CeilingSettings narrow = CeilingSettings.read(
                Json.parse("{\"ceiling\": {\"file_edit\": {\"scope\": {\"write\": [\"src/main/**\"]}}}}"));
        String narrowed = tasks.task(tasks.tree(Ceiling.forSubmission(true, Set.of(), narrow)), "clerk");
        assertThat(tasks.allows(narrowed, "src/main/a")).isTrue();
        assertThat(tasks.deniedBy(narrowed, "src/test/a")).isEqualTo(Rule.CEILING);
        CeilingSettings none = CeilingSettings.read(Json.parse("{\"ceiling\": {\"file_edit\": \"none\"}}"));
        String forbidden = tasks.task(tasks.tree(Ceiling.forSubmission(true, Set.of(), none)), "clerk");
        assertThat(tasks.deniedBy(forbidden, "src/main/a")).isEqualTo(Rule.CEILING);
        assertThat(tasks.deniedBy(forbidden)).isEqualTo(Rule.CEILING);
        assertThat(tasks.permissions.visible(forbidden, "file_edit", "write_file"))
                .isFalse();
        Ceiling unnamed = Ceiling.forSubmission(false, Set.of(), CeilingSettings.defaults());
        assertThat(tasks.allows(tasks.task(tasks.tree(unnamed), "clerk"), "src/a"))
                .isTrue();
    }

    @Test
    void anUpdateChangesWhatNobodyTouched() {
        tasks.base.seed(List.of(clerk("lib/**"), new BasePermission("scribe", "file_edit", Set.of(), writing("x"))));
        assertThat(new BasePermissions(database, tasks.events).list())
                .containsExactly(clerk("lib/**"), new BasePermission("scribe", "file_edit", Set.of(), writing("x")));
        tasks.base.seed(List.of(clerk("lib/**")));
        assertThat(tasks.base.list()).containsExactly(clerk("lib/**"));
        assertThat(tasks.eventTypes("agent", "clerk")).hasSize(2);
    }

    @Test
    void anUpdateLeavesAloneWhatAPersonChanged() {
        database.writeOnly(transaction -> tasks.base.set(transaction, clerk("mine/**"), "person:ada"));
        tasks.base.seed(List.of(clerk("lib/**")));
        assertThat(tasks.base.list()).containsExactly(clerk("mine/**"));
        tasks.base.seed(List.of());
        assertThat(tasks.base.list()).containsExactly(clerk("mine/**"));
        database.writeOnly(transaction -> tasks.base.withdraw(transaction, "clerk", "file_edit", "person:ada"));
        tasks.base.seed(List.of(clerk("src/**")));
        assertThat(new BasePermissions(database, tasks.events).list()).isEmpty();
        assertThat(tasks.deniedBy(tasks.task(tasks.tree(everything()), "clerk"), "src/a"))
                .isEqualTo(Rule.NOT_ASSIGNED);
    }

    @Test
    void noAgentChangesBasePermissions() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() ->
                        database.writeOnly(transaction -> tasks.base.set(transaction, clerk("**"), "agent:clerk")));
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> database.writeOnly(
                        transaction -> tasks.base.withdraw(transaction, "clerk", "file_edit", "agent:clerk")));
        assertThat(tasks.base.list()).containsExactly(clerk("src/**"));
    }

    @Test
    void toolsThatTheTaskCannotHaveLookLikeToolsThatDoNotExist() {
        Ceiling bare = Ceiling.forSubmission(false, Set.of(), CeilingSettings.defaults());
        String task = tasks.task(tasks.tree(bare), "worker");
        Decision real = tasks.permissions.check(task, "terminal", "execute_command", List.of());
        Decision invented = tasks.permissions.check(task, "teleport", "execute_command", List.of());
        assertThat(real).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.smallestRequest()).isEmpty();
            assertThat(invented).isInstanceOfSatisfying(Denied.class, other -> {
                assertThat(other.rule()).isEqualTo(denied.rule());
                assertThat(other.sentence()).isEqualTo(denied.sentence().replace("terminal", "teleport"));
                assertThat(other.smallestRequest()).isEmpty();
            });
        });
        String odd = "x'\n\u202Edeny";
        assertThat(tasks.permissions.check(task, odd, odd, List.of(write("a"))))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.sentence()).doesNotContain("\n", "\u202E"));
        assertThat(tasks.permissions.check("task_none", "terminal", "execute_command", List.of()))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo(Rule.UNKNOWN_TASK));
    }
}
