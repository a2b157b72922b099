package dev.writ.permission;

import dev.writ.WritException;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.ArgumentAccess;
import dev.writ.permission.Access.CommandAccess;
import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.Access.FileAccess;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Access.QueryAccess;
import dev.writ.permission.Access.RecipientAccess;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Arithmetic on scopes. */
public final class Scopes {
    private Scopes() {}

    /**
     * The smallest scope of the family that permits all of these; empty where one of them belongs to another family or
     * cannot be written down in a scope.
     */
    public static Optional<Scope> exact(ScopeFamily family, List<Access> accesses) {
        if (!accesses.stream().allMatch(access -> familyOf(access) == family) || !reachTheSame(accesses)) {
            return Optional.empty();
        }
        Scope scope =
                switch (family) {
                    case FILES -> new FileScope(paths(accesses, FileVerb.READ), paths(accesses, FileVerb.WRITE));
                    case COMMANDS ->
                        new CommandScope(
                                all(accesses, CommandAccess.class)
                                        .map(access -> access.argv().stream()
                                                .map(PatternText::literal)
                                                .toList())
                                        .distinct()
                                        .toList(),
                                all(accesses, CommandAccess.class)
                                        .flatMap(access -> access.hosts().stream())
                                        .<HostPattern>map(HostPattern.One::new)
                                        .toList());
                    case QUERIES ->
                        new QueryScope(all(accesses, QueryAccess.class)
                                .map(access -> access.database() + ":" + access.query())
                                .distinct()
                                .toList());
                    case REPOSITORIES ->
                        repositories(all(accesses, RepositoryAccess.class).toList());
                    case ENTITIES -> entities(all(accesses, EntityAccess.class).toList());
                    case RECIPIENTS ->
                        new RecipientScope(all(accesses, RecipientAccess.class)
                                .map(RecipientAccess::recipient)
                                .distinct()
                                .toList());
                    case ARGUMENTS ->
                        new ArgumentScope(all(accesses, ArgumentAccess.class)
                                .map(access -> ArgumentSchema.exactly(access.arguments()))
                                .distinct()
                                .toList());
                };
        try {
            ScopeText.check(scope);
        } catch (WritException notWritable) {
            return Optional.empty();
        }
        return accesses.stream().allMatch(scope::permits) ? Optional.of(scope) : Optional.empty();
    }

    /** A scope lets each of its command lines reach each of its hosts. */
    private static boolean reachTheSame(List<Access> accesses) {
        return accesses.stream()
                        .map(access -> access instanceof CommandAccess command ? command.hosts() : List.of())
                        .distinct()
                        .count()
                <= 1;
    }

    static ScopeFamily familyOf(Access access) {
        return switch (access) {
            case FileAccess ignored -> ScopeFamily.FILES;
            case CommandAccess ignored -> ScopeFamily.COMMANDS;
            case QueryAccess ignored -> ScopeFamily.QUERIES;
            case RepositoryAccess ignored -> ScopeFamily.REPOSITORIES;
            case EntityAccess ignored -> ScopeFamily.ENTITIES;
            case RecipientAccess ignored -> ScopeFamily.RECIPIENTS;
            case ArgumentAccess ignored -> ScopeFamily.ARGUMENTS;
        };
    }

    /** The scope taken apart, so that each part can be judged by itself; a scope that permits nothing is its own part. */
    static List<Scope> parts(Scope scope) {
        List<Scope> parts = new ArrayList<>();
        switch (scope) {
            case FileScope files -> {
                files.read().forEach(glob -> parts.add(new FileScope(List.of(glob), List.of())));
                files.write().forEach(glob -> parts.add(new FileScope(List.of(), List.of(glob))));
            }
            case CommandScope commands ->
                commands.commands().forEach(line -> parts.add(new CommandScope(List.of(line), commands.hosts())));
            case QueryScope queries -> queries.queries().forEach(query -> parts.add(new QueryScope(List.of(query))));
            case RepositoryScope git ->
                git.verbs().stream()
                        .sorted()
                        .forEach(verb ->
                                parts.add(new RepositoryScope(git.repositories(), git.branches(), Set.of(verb))));
            case EntityScope entities ->
                entities.kinds()
                        .forEach((kind, verbs) ->
                                verbs.forEach(verb -> parts.add(new EntityScope(Map.of(kind, Set.of(verb))))));
            case RecipientScope recipients ->
                recipients.recipients().forEach(name -> parts.add(new RecipientScope(List.of(name))));
            case ArgumentScope arguments ->
                arguments.schemas().forEach(schema -> parts.add(new ArgumentScope(List.of(schema))));
        }
        return parts.isEmpty() ? List.of(scope) : List.copyOf(parts);
    }

    /**
     * A scope that permits only what both permit: of two patterns the narrower, of two that cross neither, so that the
     * result never permits more.
     *
     * @throws IllegalArgumentException for scopes of two families
     */
    public static Scope intersection(Scope one, Scope other) {
        if (one instanceof FileScope a && other instanceof FileScope b) {
            return new FileScope(globs(a.read(), b.read()), globs(a.write(), b.write()));
        }
        if (one instanceof CommandScope a && other instanceof CommandScope b) {
            return new CommandScope(
                    narrower(a.commands(), b.commands(), CommandPattern::covers),
                    narrower(a.hosts(), b.hosts(), HostPattern::covers));
        }
        if (one instanceof QueryScope a && other instanceof QueryScope b) {
            QueryScope names = new QueryScope(narrower(
                    a.queries(),
                    b.queries(),
                    (wider, query) -> new QueryScope(List.of(wider)).covers(new QueryScope(List.of(query)))));
            Scope bound = boundTo(names, a);
            return a.pins().isPresent() && b.pins().isPresent()
                    ? names.pinnedBy(common(a.pins().get(), b.pins().get()))
                    : boundTo(bound, b);
        }
        if (one instanceof RepositoryScope a && other instanceof RepositoryScope b) {
            return new RepositoryScope(
                    globs(a.repositories(), b.repositories()),
                    globs(a.branches(), b.branches()),
                    common(a.verbs(), b.verbs()));
        }
        if (one instanceof EntityScope a && other instanceof EntityScope b) {
            Map<EntityKind, Set<EntityVerb>> kinds = new EnumMap<>(EntityKind.class);
            a.kinds()
                    .forEach((kind, verbs) ->
                            kinds.put(kind, common(verbs, b.kinds().getOrDefault(kind, Set.of()))));
            return new EntityScope(kinds);
        }
        if (one instanceof RecipientScope a && other instanceof RecipientScope b) {
            return new RecipientScope(narrower(a.recipients(), b.recipients(), String::equals));
        }
        if (one instanceof ArgumentScope a && other instanceof ArgumentScope b) {
            return new ArgumentScope(narrower(a.schemas(), b.schemas(), ArgumentSchema::covers));
        }
        throw new IllegalArgumentException("Scopes of different families have nothing in common.");
    }

    /**
     * A scope that says names alone, bound to the definitions that a wider one is bound to; the same scope where it is
     * bound already, or the wider one is not.
     */
    static Scope boundTo(Scope names, Scope wider) {
        return names instanceof QueryScope queries
                        && queries.pins().isEmpty()
                        && wider instanceof QueryScope granted
                        && granted.pins().isPresent()
                ? queries.pinnedBy(granted.pins().get())
                : names;
    }

    private static Map<String, String> common(Map<String, String> one, Map<String, String> other) {
        Map<String, String> common = new HashMap<>(one);
        common.entrySet().retainAll(other.entrySet());
        return common;
    }

    private static List<String> globs(List<String> one, List<String> other) {
        return narrower(one, other, PathGlob::covers);
    }

    private static <T> List<T> narrower(List<T> one, List<T> other, BiPredicate<T, T> covers) {
        return Stream.concat(
                        one.stream().filter(a -> other.stream().anyMatch(b -> covers.test(b, a))),
                        other.stream().filter(b -> one.stream().anyMatch(a -> covers.test(a, b))))
                .distinct()
                .toList();
    }

    private static <T> Set<T> common(Set<T> one, Set<T> other) {
        return one.stream().filter(other::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static <T extends Access> Stream<T> all(List<Access> accesses, Class<T> type) {
        return accesses.stream().map(type::cast);
    }

    private static List<String> paths(List<Access> accesses, FileVerb verb) {
        return all(accesses, FileAccess.class)
                .filter(access -> access.verb() == verb)
                .map(access -> literal(access.path()))
                .distinct()
                .toList();
    }

    /** A name's own star can only be written as "any one character". */
    private static String literal(String path) {
        return path.replace('*', '?');
    }

    private static RepositoryScope repositories(List<RepositoryAccess> accesses) {
        Set<RepositoryVerb> verbs = EnumSet.noneOf(RepositoryVerb.class);
        accesses.forEach(access -> verbs.add(access.verb()));
        return new RepositoryScope(
                accesses.stream()
                        .map(access -> literal(access.repository()))
                        .distinct()
                        .toList(),
                accesses.stream()
                        .filter(access ->
                                !access.branch().isEmpty() || access.verb().concernsBranch())
                        .map(access -> literal(access.branch()))
                        .distinct()
                        .toList(),
                verbs);
    }

    private static EntityScope entities(List<EntityAccess> accesses) {
        Map<EntityKind, Set<EntityVerb>> kinds = new EnumMap<>(EntityKind.class);
        accesses.forEach(access -> kinds.computeIfAbsent(access.kind(), kind -> EnumSet.noneOf(EntityVerb.class))
                .add(access.verb()));
        return new EntityScope(kinds);
    }
}
