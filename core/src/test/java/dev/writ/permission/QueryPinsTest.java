package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.permission.Access.QueryAccess;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants of named queries hold on to what the queries were. */
class QueryPinsTest {
    private static final QueryScope ALL = new QueryScope(List.of("shop:*"));

    private static QueryScope pinned(Map<String, String> pins, String... queries) {
        return new QueryScope(List.of(queries), Optional.of(pins));
    }

    @Test
    void onlyThePinnedDefinitionIsPermitted() {
        QueryScope scope = pinned(Map.of("shop:q", "1"), "shop:*");
        assertThat(scope.permits(new QueryAccess("shop", "q", "1"))).isTrue();
        assertThat(scope.permits(new QueryAccess("shop", "q", "2"))).isFalse();
        assertThat(scope.permits(new QueryAccess("shop", "r", "1"))).isFalse();
        assertThat(ALL.permits(new QueryAccess("shop", "q", "2"))).isTrue();
    }

    @Test
    void aPinnedScopeIsNarrowerThanItsNames() {
        QueryScope one = pinned(Map.of("shop:q", "1"), "shop:q");
        assertThat(ALL.covers(one)).isTrue();
        assertThat(one.covers(new QueryScope(List.of("shop:q")))).isFalse();
        assertThat(one.covers(pinned(Map.of("shop:q", "2"), "shop:q"))).isFalse();
        assertThat(pinned(Map.of("shop:q", "1", "shop:r", "3"), "shop:*").covers(one))
                .isTrue();
    }

    @Test
    void whatBothPermitIsPinnedByBoth() {
        QueryScope one = pinned(Map.of("shop:q", "1", "shop:r", "2"), "shop:*");
        QueryScope other = pinned(Map.of("shop:q", "1", "shop:r", "3"), "shop:q", "shop:r");
        assertThat(Scopes.intersection(one, other)).isEqualTo(pinned(Map.of("shop:q", "1"), "shop:q", "shop:r"));
        assertThat(Scopes.intersection(one, new QueryScope(List.of("shop:r"))))
                .isEqualTo(pinned(Map.of("shop:r", "2"), "shop:r"));
    }

    @Test
    void pinsSurviveBeingWrittenDown() {
        QueryScope scope = pinned(Map.of("shop:q", "1", "shop:r", "2"), "shop:*");
        assertThat(ScopeJson.stored("sql_lite", Json.parse(Json.write(ScopeJson.write(scope)))))
                .isEqualTo(scope);
    }

    @Test
    void whatAPersonApprovesIsTheQueryThatWasAskedFor(@TempDir Path folder) {
        try (TestingStore store = TestingStore.open(folder)) {
            TestingTasks tasks = new TestingTasks(store.database());
            Map<String, String> queries = new HashMap<>(Map.of("shop:q", "harmless"));
            DatabasePermissionManager permissions = new DatabasePermissionManager(
                    store.database(), tasks.events, tasks.clock, tasks::nextId, tasks.base, () -> queries);
            Approvals approvals = new Approvals(
                    store.database(), tasks.events, tasks.clock, tasks::nextId, permissions, TwoPeople.NEVER);
            String task = tasks.workerTask();
            GrantProposal proposal = new GrantProposal(
                    task, "sql_lite", Set.of(), new QueryScope(List.of("shop:q")), Duration.ofHours(1), 0, "to look");

            ApprovalRequest asked = store.database()
                    .write(transaction -> approvals.request(
                            transaction, proposal, "why", tasks.clock.instant().plusSeconds(60)));
            queries.put("shop:q", "changed since");
            store.database()
                    .write(transaction -> approvals.decide(
                            transaction, asked.id(), ApprovalRequest.Answer.Approve.asAsked(), "person:ada", ""));
            Assignment granted = store.database().write(transaction -> approvals.grant(transaction, asked.id()));

            assertThat(granted.scope()).isEqualTo(pinned(Map.of("shop:q", "harmless"), "shop:q"));
            assertThat(permissions.check(
                            task, "sql_lite", "execute_query", List.of(new QueryAccess("shop", "q", "changed since"))))
                    .isInstanceOfSatisfying(
                            Decision.Denied.class,
                            denied -> assertThat(denied.rule()).isEqualTo(Decision.Rule.DEFINITION));
        }
    }
}
