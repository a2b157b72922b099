package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScopesTest {
    record Case(Scope one, Scope other, Access access) {}

    record Touched(ScopeFamily family, List<Access> accesses) {}

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.of(ScopeFamily.class)
                .flatMap(family -> Combinators.combine(
                                TestingScopes.scopes(family),
                                TestingScopes.scopes(family),
                                TestingScopes.accesses(family))
                        .as(Case::new));
    }

    @Provide
    Arbitrary<Touched> touched() {
        return Arbitraries.of(ScopeFamily.class)
                .flatMap(family -> TestingScopes.accesses(family)
                        .list()
                        .ofMaxSize(4)
                        .map(accesses -> new Touched(family, accesses)));
    }

    @Property(tries = 20_000)
    void whatIsCoveredPermitsNothingMore(@ForAll("cases") Case given) {
        if (given.one().covers(given.other()) && given.other().permits(given.access())) {
            assertThat(given.one().permits(given.access())).isTrue();
        }
    }

    @Property(tries = 10_000)
    void anIntersectionPermitsOnlyWhatBothPermit(@ForAll("cases") Case given) {
        Scope both = Scopes.intersection(given.one(), given.other());
        if (both.permits(given.access())) {
            assertThat(given.one().permits(given.access())).isTrue();
            assertThat(given.other().permits(given.access())).isTrue();
        }
    }

    @Property(tries = 5_000)
    void aScopeCoversItselfAndItsIntersections(@ForAll("cases") Case given) {
        assertThat(given.one().covers(given.one())).isTrue();
        assertThat(given.one().covers(Scopes.intersection(given.one(), given.other())))
                .isTrue();
    }

    @Property(tries = 10_000)
    void thePartsPermitTogetherWhatTheWholePermits(@ForAll("cases") Case given) {
        assertThat(Scopes.parts(given.one()).stream().anyMatch(part -> part.permits(given.access())))
                .isEqualTo(given.one().permits(given.access()));
    }

    @Property(tries = 10_000)
    void anExactScopePermitsEveryAccessItWasMadeFor(@ForAll("touched") Touched touched) {
        Optional<Scope> exact = Scopes.exact(touched.family(), touched.accesses());
        assertThat(exact.isPresent()).isEqualTo(reachTheSame(touched.accesses()));
        exact.ifPresent(scope -> assertThat(touched.accesses()).allMatch(scope::permits));
    }

    /** Lines that reach different hosts have no scope that permits them and no more. */
    private static boolean reachTheSame(List<Access> accesses) {
        return accesses.stream()
                        .filter(Access.CommandAccess.class::isInstance)
                        .map(access -> ((Access.CommandAccess) access).hosts())
                        .distinct()
                        .count()
                < 2;
    }

    @Test
    void hostsBelongToTheLinesTheyWereGrantedWith() {
        Scope fetch = new CommandScope(List.of(List.of("fetch", "**")), List.of(HostPattern.parse("a.example.org")));
        Scope build = new CommandScope(List.of(List.of("build")), List.of(HostPattern.parse("b.example.org")));
        Access mixed = new Access.CommandAccess(List.of("fetch", "x"), List.of(Host.parse("b.example.org")));
        assertThat(fetch.permits(mixed)).isFalse();
        assertThat(build.permits(mixed)).isFalse();
        assertThat(fetch.permits(new Access.CommandAccess(List.of("fetch", "x"), List.of(Host.parse("a.example.org")))))
                .isTrue();
        assertThat(fetch.permits(new Access.CommandAccess(List.of("fetch", "x"))))
                .isTrue();
        assertThat(Scopes.intersection(fetch, new CommandScope(List.of(List.of("**")))))
                .isEqualTo(new CommandScope(List.of(List.of("fetch", "**"))));
    }

    @Test
    void anExactFileScopePermitsNothingElse() {
        Scope exact = Scopes.exact(ScopeFamily.FILES, List.of(new Access.FileAccess("src/a", FileVerb.WRITE)))
                .orElseThrow();
        assertThat(exact).isEqualTo(new FileScope(List.of(), List.of("src/a")));
    }

    @Test
    void aStarInAFileNameDoesNotBecomeAWildcardForManyCharacters() {
        Scope exact = Scopes.exact(ScopeFamily.FILES, List.of(new Access.FileAccess("a*", FileVerb.READ)))
                .orElseThrow();
        assertThat(exact.permits(new Access.FileAccess("a*", FileVerb.READ))).isTrue();
        assertThat(exact.permits(new Access.FileAccess("a-secret", FileVerb.READ)))
                .isFalse();
    }

    @Test
    void aNameThatAScopeCannotHoldGivesNoScope() {
        assertThat(Scopes.exact(ScopeFamily.FILES, List.of(new Access.FileAccess("a\u202Eb", FileVerb.READ))))
                .isEmpty();
        assertThat(Scopes.exact(ScopeFamily.QUERIES, List.of(new Access.FileAccess("a", FileVerb.READ))))
                .isEmpty();
    }

    @Test
    void aChangeOnNoNamedBranchNeedsAScopeForAllBranches() {
        Access detached = new Access.RepositoryAccess("", "", RepositoryVerb.COMMIT);
        Access reading = new Access.RepositoryAccess("", "", RepositoryVerb.READ);
        Set<RepositoryVerb> verbs = Set.of(RepositoryVerb.COMMIT, RepositoryVerb.READ);
        Scope some = new RepositoryScope(List.of("**"), List.of("feature/**"), verbs);
        Scope all = new RepositoryScope(List.of("**"), List.of("**"), verbs);
        assertThat(some.permits(detached)).isFalse();
        assertThat(some.permits(reading)).isTrue();
        assertThat(all.permits(detached)).isTrue();
    }
}
