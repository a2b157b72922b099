package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Decision.Allowed;
import dev.writ.permission.Decision.Denied;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** What stays true whatever happens in whatever order, on every database. */
abstract class PermissionHistoriesContract {
    private static final List<String> PATHS = List.of("a", "b", "src/a", "src/b");
    private static final List<String> GLOBS = List.of("a", "b", "src/*", "src/a", "**");

    private Database database;
    private TestingTasks tasks;

    abstract Database open(Path folder);

    @BeforeEach
    void start(@TempDir Path folder) {
        database = open(folder);
        tasks = new TestingTasks(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @RepeatedTest(12)
    void memoryAndTableAgreeAfterEveryStep(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> all = new ArrayList<>(List.of(tasks.workerTask(), tasks.workerTask(), tasks.workerTask()));
        List<Assignment> grants = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            String task = all.get(random.nextInt(all.size()));
            String done = change(random, task, all, grants);
            for (String checked : all) {
                for (String path : PATHS) {
                    assertThat(tasks.allows(checked, path))
                            .as("step %d, %s: %s for %s", step, done, path, checked)
                            .isEqualTo(isAllowedByTheTable(checked, path));
                }
            }
        }
        assertThat(tasks.permissions.assignments(AssignmentFilter.all().atMost(1_000)))
                .allSatisfy(view -> assertThat(view.uses())
                        .isLessThanOrEqualTo(
                                view.assignment().maximumUses() == 0
                                        ? Integer.MAX_VALUE
                                        : view.assignment().maximumUses()));
    }

    private String change(Random random, String task, List<String> all, List<Assignment> grants) {
        int choice = grants.isEmpty() ? 0 : random.nextInt(10);
        switch (choice) {
            case 0, 1, 2 -> {
                GrantProposal proposal = edit(task, random.nextInt(3), GLOBS.get(random.nextInt(GLOBS.size())))
                        .with(
                                TestingTasks.writing(GLOBS.get(random.nextInt(GLOBS.size()))),
                                Duration.ofMinutes(1 + random.nextInt(10)));
                grants.add(tasks.grant(proposal));
            }
            case 3 -> tasks.revoke(any(random, grants));
            case 4, 5 -> tasks.use(any(random, grants));
            case 6 -> tasks.pass(Duration.ofSeconds(random.nextInt(180)));
            case 7 ->
                database.writeOnly(transaction ->
                        tasks.permissions.sweep(transaction, Duration.ofMinutes(1 + random.nextInt(10))));
            case 8 ->
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> database.writeOnly(transaction -> {
                            tasks.permissions.revokeAll(transaction, "person:ada", "");
                            tasks.permissions.grant(transaction, edit(task, 0, "**"), "policy");
                            throw new IllegalStateException("rolled back");
                        }));
            default -> {
                tasks.finish(task);
                all.set(all.indexOf(task), tasks.workerTask());
            }
        }
        return "choice " + choice;
    }

    private static Assignment any(Random random, List<Assignment> grants) {
        return grants.get(random.nextInt(grants.size()));
    }

    /** Straight from the table, and with a matcher that knows only the five globs in use. */
    private boolean isAllowedByTheTable(String task, String path) {
        return database
                .read(handle -> handle.createQuery("""
                                SELECT scope FROM task_tool_assignments
                                WHERE task = :task AND state = 'live' AND expires_at > :now
                                """)
                        .bind("task", task)
                        .bind("now", tasks.now.get())
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(scope -> Json.parseObject(scope).get("write").get(0).stringValue())
                .anyMatch(glob ->
                        glob.equals("**") || glob.equals(path) || (glob.equals("src/*") && path.startsWith("src/")));
    }

    @ParameterizedTest
    @EnumSource(ScopeFamily.class)
    void askingForWhatTheReceiptSaysMakesTheCallAllowed(ScopeFamily family) {
        String tool = TestingScopes.toolOf(family);
        var accesses = TestingScopes.calls(family, 0, 3);
        int helped = 0;
        int hopeless = 0;
        for (List<Access> touched : accesses.sampleStream().limit(60).toList()) {
            String task = tasks.workerTask();
            Denied denied = (Denied) tasks.permissions.check(task, tool, "operate", touched);
            ObjectNode request = denied.smallestRequest();
            GrantProposal widest = new GrantProposal(
                    task,
                    tool,
                    Set.of("operate"),
                    Scopes.exact(family, touched).orElseThrow(),
                    Duration.ofMinutes(1),
                    0,
                    "");
            if (request.isEmpty()) {
                hopeless++;
                assertThat(ApprovalPolicy.decide(TestingTasks.everything(), widest))
                        .isInstanceOf(Verdict.OutsideCeiling.class);
                continue;
            }
            helped++;
            assertThat(request.propertyNames())
                    .containsExactlyInAnyOrder("request", "justification", "tools", "operations", "scope");
            GrantProposal asked = new GrantProposal(
                    task,
                    request.get("tools").get(0).stringValue(),
                    Set.of(request.get("operations").get(0).stringValue()),
                    ScopeJson.read(tool, request.get("scope").get(tool)),
                    Duration.ofMinutes(1),
                    1,
                    "the receipt says so");
            Assignment grant = database.write(transaction -> tasks.permissions.grant(transaction, asked, "person:ada"));
            assertThat(tasks.permissions.check(task, tool, "operate", touched)).isInstanceOf(Allowed.class);
            assertThat(tasks.permissions.check(task, tool, "other", touched)).isInstanceOf(Denied.class);
            assertThat(touched).allMatch(grant.scope()::permits);
        }
        assertThat(helped).isPositive();
        if (family != ScopeFamily.RECIPIENTS) {
            assertThat(hopeless).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ScopeFamily.class,
            names = {"FILES", "COMMANDS", "QUERIES", "ENTITIES"})
    void aReceiptAfterAPartialGrantStillHelps(ScopeFamily family) {
        String tool = TestingScopes.toolOf(family);
        var pairs = TestingScopes.calls(family, 2, 2).sampleStream().limit(40);
        for (List<Access> touched : pairs.toList()) {
            String task = tasks.workerTask();
            Scope part = Scopes.exact(family, touched.subList(0, 1)).orElseThrow();
            database.write(transaction -> tasks.permissions.grant(
                    transaction,
                    new GrantProposal(task, tool, Set.of("operate"), part, Duration.ofMinutes(1), 1, ""),
                    "person:ada"));
            if (tasks.permissions.check(task, tool, "operate", touched) instanceof Denied denied) {
                Scope rest = ScopeJson.read(
                        tool, denied.smallestRequest().get("scope").get(tool));
                database.write(transaction -> tasks.permissions.grant(
                        transaction,
                        new GrantProposal(task, tool, Set.of("operate"), rest, Duration.ofMinutes(1), 1, ""),
                        "person:ada"));
                assertThat(tasks.permissions.check(task, tool, "operate", touched))
                        .isInstanceOf(Allowed.class);
            }
        }
    }

    @RepeatedTest(5)
    void noSequenceOfNarrowingsAllowsMore(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        Set<String> allowed = Set.copyOf(PATHS);
        for (int i = 0; i < 20; i++) {
            Scope next = TestingTasks.writing(GLOBS.get(random.nextInt(GLOBS.size())));
            try {
                database.write(transaction -> tasks.permissions.narrow(
                        transaction, grant.id(), grant.operations(), next, grant.expiresAt(), "agent:worker"));
            } catch (WritException refused) {
                assertThat(refused.failure().code()).isEqualTo(FailureCode.DENIED);
            }
            Set<String> now = allowedPaths(task);
            assertThat(allowed).containsAll(now);
            allowed = now;
        }
        assertThat(allowed).as("twenty tries narrow it").hasSizeLessThan(PATHS.size());
    }

    private Set<String> allowedPaths(String task) {
        return Set.copyOf(PATHS.stream()
                .filter(path -> tasks.permissions.check(task, "file_edit", "write_file", List.of(write(path)))
                        instanceof Allowed)
                .toList());
    }
}
