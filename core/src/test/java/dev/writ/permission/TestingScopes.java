package dev.writ.permission;

import dev.writ.Json;
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
import tools.jackson.databind.node.ObjectNode;

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

    static Arbitrary<Host> hosts() {
        return Arbitraries.of(
                        "b.c", "a.b.c", "x.a.b.c", "a.b.c:80", "ab.c", "d.e", "127.0.0.1", "127.0.0.1:80", "[::1]:443")
                .map(Host::parse);
    }

    static Arbitrary<HostPattern> hostPatterns() {
        return Arbitraries.of(
                        "b.c",
                        "a.b.c",
                        "a.b.c:80",
                        "*.b.c",
                        "*.a.b.c",
                        "*.b.c:80",
                        "*",
                        "<address>",
                        "127.0.0.1",
                        "[::1]")
                .map(HostPattern::parse);
    }

    static Arbitrary<String> argumentValues() {
        return Arbitraries.of(
                "\"x\"",
                "\"src/x\"",
                "\"\"",
                "0",
                "1",
                "2.5",
                "true",
                "null",
                "[]",
                "[1,2]",
                "[\"x\"]",
                "{}",
                "{\"a\":1}");
    }

    static Arbitrary<String> valueSchemas() {
        return Arbitraries.of(
                "{}",
                "{\"const\":\"x\"}",
                "{\"const\":1}",
                "{\"enum\":[\"x\",1,null]}",
                "{\"type\":\"boolean\"}",
                "{\"type\":\"string\"}",
                "{\"type\":\"string\",\"pattern\":\"^src/\"}",
                "{\"type\":\"string\",\"minLength\":1,\"maxLength\":3}",
                "{\"type\":\"integer\"}",
                "{\"type\":\"integer\",\"maximum\":1}",
                "{\"type\":\"number\",\"minimum\":1,\"maximum\":3}",
                "{\"type\":\"array\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"maxItems\":2}",
                "{\"type\":\"object\"}",
                "{\"properties\":{\"a\":{\"const\":1}},\"additionalProperties\":false}");
    }

    static Arbitrary<ArgumentSchema> argumentSchemas() {
        return Combinators.combine(
                        Arbitraries.maps(Arbitraries.of("a", "b", "c"), valueSchemas())
                                .ofMaxSize(3),
                        Arbitraries.of("a", "b").set().ofMaxSize(1),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 9))
                .as((properties, required, open, any) -> {
                    ObjectNode schema = Json.object();
                    if (any > 0) {
                        ObjectNode named = schema.putObject("properties");
                        properties.forEach((name, value) -> named.set(name, Json.parse(value)));
                        schema.set("required", Json.array(List.copyOf(required)));
                        schema.put("additionalProperties", open);
                    }
                    return ArgumentSchema.read(schema);
                });
    }

    static Arbitrary<Scope> scopes(ScopeFamily family) {
        return switch (family) {
            case FILES ->
                Combinators.combine(few(globs()), few(globs())).as((read, write) -> new FileScope(read, write));
            case COMMANDS ->
                Combinators.combine(few(commandPatterns()), few(hostPatterns()))
                        .as((commands, hosts) -> new CommandScope(commands, hosts));
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
            case ARGUMENTS -> few(argumentSchemas()).map(ArgumentScope::new);
        };
    }

    static Arbitrary<Access> accesses(ScopeFamily family) {
        return switch (family) {
            case FILES ->
                Combinators.combine(paths(), Arbitraries.of(FileVerb.class))
                        .as((path, verb) -> new Access.FileAccess(path, verb));
            case COMMANDS ->
                Combinators.combine(argv(), hosts().list().ofMaxSize(2))
                        .as((argv, hosts) -> new Access.CommandAccess(argv, hosts));
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
            case ARGUMENTS ->
                Arbitraries.maps(Arbitraries.of("a", "b", "c"), argumentValues())
                        .ofMaxSize(3)
                        .map(arguments -> {
                            ObjectNode object = Json.object();
                            arguments.forEach((name, value) -> object.set(name, Json.parse(value)));
                            return new Access.ArgumentAccess(object);
                        });
        };
    }

    /** What one call may touch: the command lines of one call reach the same hosts. */
    static Arbitrary<List<Access>> calls(ScopeFamily family, int least, int most) {
        return accesses(family)
                .list()
                .ofMinSize(least)
                .ofMaxSize(most)
                .map(touched -> touched.stream()
                        .map(access -> access instanceof Access.CommandAccess command
                                        && touched.getFirst() instanceof Access.CommandAccess first
                                ? new Access.CommandAccess(command.argv(), first.hosts())
                                : access)
                        .toList());
    }

    static String toolOf(ScopeFamily family) {
        return switch (family) {
            case FILES -> "file_edit";
            case COMMANDS -> "terminal";
            case QUERIES -> "sql_lite";
            case REPOSITORIES -> "github";
            case ENTITIES -> "entity_manager";
            case RECIPIENTS -> "message_user";
            case ARGUMENTS -> "memory__read_graph";
        };
    }

    private static <T> Arbitrary<List<T>> few(Arbitrary<T> elements) {
        return elements.list().ofMaxSize(3);
    }
}
