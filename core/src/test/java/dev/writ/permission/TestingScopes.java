package dev.writ.permission;

import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Scopes and accesses from a small alphabet, so that they meet often. */
final class TestingScopes {
    private TestingScopes() {}

    static Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "ab", "abc", "a.b")
                .list()
                .ofMinSize(0)
                .ofMaxSize(4)
                .map(names -> String.join("/", names));
    }

    static Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "ab", "a*", "*b", "*", "?", "a?", "?b", "**", "**", "a*b", "a.*", "a**")
                .list()
                .ofMinSize(0)
                .ofMaxSize(4)
                .map(names -> String.join("/", names));
    }

    static Arbitrary<List<String>> argv() {
        return Arbitraries.of("ls", "-l", "x", "y").list().ofMinSize(1).ofMaxSize(4);
    }

    static Arbitrary<List<String>> commandPatterns() {
        return Arbitraries.of("ls", "-l", "x", "*", "**").list().ofMinSize(1).ofMaxSize(4);
    }

    static Arbitrary<Scope> scopes(ScopeFamily family) {
        return switch (family) {
            case FILES ->
                Combinators.combine(few(globs()), few(globs())).as((read, write) -> new FileScope(read, write));
            case COMMANDS -> few(commandPatterns()).map(CommandScope::new);
            case QUERIES ->
                few(Arbitraries.of("writ:a", "writ:b", "writ:*", "x:a", "x:*", "*:*"))
                        .map(QueryScope::new);
            case REPOSITORIES ->
                Combinators.combine(
                                few(globs()),
                                few(globs()),
                                Arbitraries.of(RepositoryVerb.class).set().ofMaxSize(3))
                        .as((repositories, branches, verbs) -> new RepositoryScope(repositories, branches, verbs));
            case ENTITIES ->
                Arbitraries.maps(
                                Arbitraries.of(EntityKind.class),
                                Arbitraries.of(EntityVerb.class).set().ofMinSize(1))
                        .ofMaxSize(3)
                        .map(EntityScope::new);
            case RECIPIENTS -> few(Arbitraries.of("user", "ops", "team")).map(RecipientScope::new);
        };
    }

    static Arbitrary<Access> accesses(ScopeFamily family) {
        return switch (family) {
            case FILES ->
                Combinators.combine(paths(), Arbitraries.of(FileVerb.class))
                        .as((path, verb) -> new Access.FileAccess(path, verb));
            case COMMANDS -> argv().map(Access.CommandAccess::new);
            case QUERIES ->
                Combinators.combine(Arbitraries.of("writ", "x", "wri"), Arbitraries.of("a", "b", "c"))
                        .as((database, query) -> new Access.QueryAccess(database, query, ""));
            case REPOSITORIES ->
                Combinators.combine(paths(), paths(), Arbitraries.of(RepositoryVerb.class))
                        .as((repository, branch, verb) -> new Access.RepositoryAccess(repository, branch, verb));
            case ENTITIES ->
                Combinators.combine(Arbitraries.of(EntityKind.class), Arbitraries.of(EntityVerb.class))
                        .as((kind, verb) -> new Access.EntityAccess(kind, verb, ""));
            case RECIPIENTS -> Arbitraries.of("user", "ops", "other").map(Access.RecipientAccess::new);
        };
    }

    static String toolOf(ScopeFamily family) {
        return switch (family) {
            case FILES -> "file_edit";
            case COMMANDS -> "terminal";
            case QUERIES -> "sql_lite";
            case REPOSITORIES -> "github";
            case ENTITIES -> "entity_manager";
            case RECIPIENTS -> "message_user";
        };
    }

    private static <T> Arbitrary<List<T>> few(Arbitrary<T> elements) {
        return elements.list().ofMaxSize(3);
    }
}
