package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Limit.Approval;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Scopes and ceilings against {@link NaiveScopes}, with dots, cases and letters that look alike. */
class ScopeMatchingTest {
    private static final List<ScopeFamily> FAMILIES = List.of(
            ScopeFamily.FILES,
            ScopeFamily.QUERIES,
            ScopeFamily.REPOSITORIES,
            ScopeFamily.ENTITIES,
            ScopeFamily.RECIPIENTS);
    private static final String[] LETTERS = {
        "a", "a", "A", "b", "B", "/", "/", ".", "..", "é", "e\u0301", "İ", "ı", "K", "ß", "\uD83D\uDE00"
    };
    private static final String[] WILD = {"*", "**", "?", "*", "/**/"};
    private static final List<String> SHORT_PATHS = shortPaths();

    record Given(Scope wider, Scope narrower, Access access) {}

    record Glob(String wider, String narrower) {}

    record Asked(Ceiling ceiling, GrantProposal proposal, List<Access> accesses) {}

    /** Every path of at most four characters over a, b, the dot and the slash. */
    private static List<String> shortPaths() {
        List<String> paths = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= 4; length++) {
            int end = paths.size();
            for (; from < end; from++) {
                for (String letter : List.of("a", "b", ".", "/")) {
                    paths.add(paths.get(from) + letter);
                }
            }
        }
        return paths;
    }

    private static Arbitrary<String> paths() {
        return Arbitraries.of(LETTERS).list().ofMaxSize(6).map(letters -> String.join("", letters));
    }

    private static Arbitrary<String> globs() {
        return Arbitraries.oneOf(Arbitraries.of(LETTERS), Arbitraries.of(WILD))
                .list()
                .ofMaxSize(6)
                .map(letters -> String.join("", letters));
    }

    /** A path made of a glob, so that they meet. */
    private static Arbitrary<String> like(String glob) {
        return filled(glob, Arbitraries.of("", "a", "b", "A", "İ", "..", ".", "a/b"));
    }

    /** Something narrower than the glob, mostly. */
    private static Arbitrary<String> within(String glob) {
        return filled(glob, Arbitraries.of("", "a", "b", "*", "?", "**", "a*", "*/b", "a/**"));
    }

    private static Arbitrary<String> filled(String glob, Arbitrary<String> fillings) {
        return fillings.list().ofSize(glob.length()).map(filling -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < glob.length(); i++) {
                char c = glob.charAt(i);
                text.append(c == '*' || c == '?' ? filling.get(i) : String.valueOf(c));
            }
            return text.toString();
        });
    }

    @Provide
    Arbitrary<Glob> globsAndPaths() {
        return globs().flatMap(glob -> Arbitraries.oneOf(paths(), like(glob)).map(path -> new Glob(glob, path)));
    }

    @Provide
    Arbitrary<Glob> nestedGlobs() {
        Arbitrary<String> plain = Arbitraries.of("a", "b", "/", "*", "**", "?", ".")
                .list()
                .ofMaxSize(6)
                .map(letters -> String.join("", letters));
        return plain.flatMap(
                wider -> Arbitraries.oneOf(plain, within(wider)).map(narrower -> new Glob(wider, narrower)));
    }

    private static Arbitrary<Scope> scopes(ScopeFamily family) {
        Arbitrary<List<String>> some = globs().list().ofMaxSize(3);
        return switch (family) {
            case FILES -> Combinators.combine(some, some).as((read, write) -> new FileScope(read, write));
            case QUERIES ->
                Arbitraries.of(
                                "writ:a",
                                "writ:A",
                                "writ:*",
                                "Writ:a",
                                "writ:a:b",
                                "*:*",
                                "*:a",
                                "w:*",
                                "writ:",
                                ":a",
                                "writ")
                        .list()
                        .ofMaxSize(3)
                        .map(QueryScope::new);
            case REPOSITORIES ->
                Combinators.combine(
                                some,
                                some,
                                Arbitraries.of(RepositoryVerb.class).set().ofMaxSize(4))
                        .as((repositories, branches, verbs) -> new RepositoryScope(repositories, branches, verbs));
            case ENTITIES ->
                Arbitraries.maps(
                                Arbitraries.of(EntityKind.class),
                                Arbitraries.of(EntityVerb.class).set())
                        .ofMaxSize(4)
                        .map(EntityScope::new);
            case RECIPIENTS ->
                Arbitraries.of("user", "User", "us\u0435r", "ops", "*", "us*")
                        .list()
                        .ofMaxSize(3)
                        .map(RecipientScope::new);
            case COMMANDS, ARGUMENTS -> throw new IllegalArgumentException("has tests of its own");
        };
    }

    private static Arbitrary<Access> accesses(Scope scope) {
        return switch (scope) {
            case FileScope files ->
                Combinators.combine(meeting(concat(files.read(), files.write())), Arbitraries.of(FileVerb.class))
                        .as((path, verb) -> new Access.FileAccess(path, verb));
            case QueryScope ignored ->
                Combinators.combine(
                                Arbitraries.of("writ", "Writ", "w", "*", "", "writ:a"),
                                Arbitraries.of("a", "A", "*", "", "a:b", "b"))
                        .as((database, query) -> new Access.QueryAccess(database, query, "definition"));
            case RepositoryScope git ->
                Combinators.combine(
                                meeting(git.repositories()),
                                Arbitraries.oneOf(meeting(git.branches()), Arbitraries.just("")),
                                Arbitraries.of(RepositoryVerb.class))
                        .as((repository, branch, verb) -> new Access.RepositoryAccess(repository, branch, verb));
            case EntityScope ignored ->
                Combinators.combine(Arbitraries.of(EntityKind.class), Arbitraries.of(EntityVerb.class))
                        .as((kind, verb) -> new Access.EntityAccess(kind, verb, ""));
            case RecipientScope ignored ->
                Arbitraries.of("user", "User", "us\u0435r", "ops", "*").map(Access.RecipientAccess::new);
            case Scope.CommandScope ignored -> throw new IllegalArgumentException("has tests of its own");
            case ArgumentScope ignored -> throw new IllegalArgumentException("has tests of its own");
        };
    }

    private static Arbitrary<String> meeting(List<String> globs) {
        return globs.isEmpty()
                ? paths()
                : Arbitraries.oneOf(paths(), Arbitraries.of(globs).flatMap(ScopeMatchingTest::like));
    }

    private static List<String> concat(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** The narrower scope is often made of the wider one's parts. */
    @Provide
    Arbitrary<Given> given() {
        return Arbitraries.of(FAMILIES)
                .flatMap(family -> scopes(family)
                        .flatMap(wider -> Arbitraries.oneOf(scopes(family), narrowed(wider))
                                .flatMap(narrower ->
                                        accesses(narrower).map(access -> new Given(wider, narrower, access)))));
    }

    private static Arbitrary<Scope> narrowed(Scope wider) {
        return switch (wider) {
            case FileScope files
            when !files.read().isEmpty() ->
                Arbitraries.of(files.read())
                        .flatMap(ScopeMatchingTest::within)
                        .map(glob -> new FileScope(List.of(glob), List.of()));
            case RepositoryScope git
            when !git.repositories().isEmpty() && !git.branches().isEmpty() ->
                Combinators.combine(
                                Arbitraries.of(git.repositories()).flatMap(ScopeMatchingTest::within),
                                Arbitraries.of(git.branches()).flatMap(ScopeMatchingTest::within))
                        .as((repository, branch) ->
                                new RepositoryScope(List.of(repository), List.of(branch), git.verbs()));
            default -> Arbitraries.of(Scopes.parts(wider));
        };
    }

    @Property(tries = 2_000)
    void aGlobMatchesWhatItsDescriptionSays(@ForAll("globsAndPaths") Glob given) {
        assertThat(PathGlob.matches(given.wider(), given.narrower()))
                .as("%s matches %s", given.wider(), given.narrower())
                .isEqualTo(NaiveScopes.glob(given.wider(), given.narrower()));
    }

    @Property(tries = 400)
    void aWiderGlobMatchesEveryShortPathThatANarrowerOneMatches(@ForAll("nestedGlobs") Glob given) {
        if (PathGlob.covers(given.wider(), given.narrower())) {
            assertThat(SHORT_PATHS.stream()
                            .filter(path -> NaiveScopes.glob(given.narrower(), path))
                            .filter(path -> !NaiveScopes.glob(given.wider(), path)))
                    .as("%s covers %s", given.wider(), given.narrower())
                    .isEmpty();
        }
    }

    @Property(tries = 400)
    void globsThatMatchTheSameShortPathOverlap(@ForAll("nestedGlobs") Glob given) {
        if (SHORT_PATHS.stream()
                .anyMatch(path -> NaiveScopes.glob(given.wider(), path) && NaiveScopes.glob(given.narrower(), path))) {
            assertThat(PathGlob.overlap(given.wider(), given.narrower())).isTrue();
        }
    }

    @Property(tries = 2_000)
    void aScopePermitsWhatItsDescriptionSays(@ForAll("given") Given given) {
        assertThat(given.narrower().permits(given.access()))
                .isEqualTo(NaiveScopes.permits(given.narrower(), given.access()));
        assertThat(given.wider().permits(given.access())).isEqualTo(NaiveScopes.permits(given.wider(), given.access()));
    }

    @Property(tries = 2_000)
    void whatACoveredScopePermitsTheWiderOnePermits(@ForAll("given") Given given) {
        if (given.wider().covers(given.narrower()) && NaiveScopes.permits(given.narrower(), given.access())) {
            assertThat(NaiveScopes.permits(given.wider(), given.access())).isTrue();
        }
    }

    @Property(tries = 2_000)
    void anIntersectionPermitsNothingThatOneOfTheTwoForbids(@ForAll("given") Given given) {
        if (NaiveScopes.permits(Scopes.intersection(given.wider(), given.narrower()), given.access())) {
            assertThat(NaiveScopes.permits(given.wider(), given.access())).isTrue();
            assertThat(NaiveScopes.permits(given.narrower(), given.access())).isTrue();
        }
    }

    @Provide
    Arbitrary<Asked> asked() {
        return Arbitraries.of(FAMILIES)
                .flatMap(family -> limits(family)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .flatMap(limits -> proposals(family, limits)
                                .flatMap(proposal -> Combinators.combine(
                                                accesses(proposal.scope())
                                                        .list()
                                                        .ofSize(4),
                                                globs().list().ofMaxSize(2))
                                        .as((accesses, guarded) ->
                                                new Asked(new Ceiling(limits, guarded), proposal, accesses)))));
    }

    private static Arbitrary<Limit> limits(ScopeFamily family) {
        return Combinators.combine(
                        scopes(family),
                        Arbitraries.of("one", "two").set(),
                        Arbitraries.of(0, 60, 3_600),
                        Arbitraries.of(Approval.class))
                .as((scope, operations, seconds, approval) -> new Limit(
                        TestingScopes.toolOf(family), operations, scope, Duration.ofSeconds(seconds), approval));
    }

    private static Arbitrary<GrantProposal> proposals(ScopeFamily family, List<Limit> limits) {
        return Combinators.combine(
                        Arbitraries.of(limits)
                                .flatMap(limit -> Arbitraries.oneOf(
                                        narrowed(limit.scope()), Arbitraries.just(limit.scope()), scopes(family))),
                        Arbitraries.of("one", "two").set(),
                        Arbitraries.of(60, 61, 3_600))
                .as((scope, operations, seconds) -> new GrantProposal(
                        "task_1",
                        TestingScopes.toolOf(family),
                        operations,
                        scope,
                        Duration.ofSeconds(seconds),
                        0,
                        "why"));
    }

    private static boolean inside(Limit limit, GrantProposal proposal, Access access) {
        boolean operations = limit.operations().isEmpty()
                || (!proposal.operations().isEmpty() && limit.operations().containsAll(proposal.operations()));
        return operations
                && limit.maximumDuration().compareTo(proposal.duration()) >= 0
                && NaiveScopes.permits(limit.scope(), access);
    }

    /** Some file systems take Main for main, and a letter may have a lower case of another length. */
    private static boolean isGuarded(Ceiling ceiling, Access access) {
        return access instanceof Access.RepositoryAccess git
                && git.verb().concernsBranch()
                && ceiling.protectedBranches().stream()
                        .anyMatch(guarded -> NaiveScopes.glob(guarded, git.branch())
                                || NaiveScopes.glob(
                                        guarded.toLowerCase(Locale.ROOT),
                                        git.branch().toLowerCase(Locale.ROOT)));
    }

    @Property(tries = 2_000)
    void nothingIsGrantedBeyondItsLimitsAndNoGuardedBranchWithoutAPerson(@ForAll("asked") Asked asked) {
        Verdict verdict = ApprovalPolicy.decide(asked.ceiling(), asked.proposal());
        for (Access access : asked.accesses()) {
            if (!NaiveScopes.permits(asked.proposal().scope(), access)) {
                continue;
            }
            boolean within =
                    asked.ceiling().limits().stream().anyMatch(limit -> inside(limit, asked.proposal(), access));
            boolean unasked = asked.ceiling().limits().stream()
                            .anyMatch(limit ->
                                    limit.approval() == Approval.AUTO && inside(limit, asked.proposal(), access))
                    && !isGuarded(asked.ceiling(), access);
            switch (verdict) {
                case Verdict.Automatic ignored ->
                    assertThat(unasked).as("%s", access).isTrue();
                case Verdict.NeedsPerson ignored ->
                    assertThat(within).as("%s", access).isTrue();
                case Verdict.OutsideCeiling ignored -> {}
            }
        }
    }

    @Property(tries = 2_000)
    void aCeilingThatCoversAScopePermitsAllOfIt(@ForAll("asked") Asked asked) {
        CompiledCeiling compiled = new CompiledCeiling(asked.ceiling());
        GrantProposal proposal = asked.proposal();
        for (String operation : Set.of("one", "two")) {
            for (Access access : asked.accesses()) {
                boolean permitted = asked.ceiling().limits().stream()
                        .anyMatch(limit -> !limit.maximumDuration().isZero()
                                && (limit.operations().isEmpty()
                                        || limit.operations().contains(operation))
                                && NaiveScopes.permits(limit.scope(), access));
                assertThat(compiled.permitsGranted(proposal.tool(), operation, access))
                        .isEqualTo(permitted);
                if (compiled.covers(proposal.tool(), operation, proposal.scope())
                        && NaiveScopes.permits(proposal.scope(), access)) {
                    assertThat(permitted).isTrue();
                }
            }
        }
    }
}
