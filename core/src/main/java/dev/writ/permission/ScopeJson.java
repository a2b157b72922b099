package dev.writ.permission;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scopes as JSON, one form for each family: {@code {"read": [], "write": []}}, {@code {"commands": [["ls", "**"]]}}
 * (with {@code "hosts": ["repo.example.org:8443"]} where they may reach some),
 * {@code {"queries": ["writ:*"]}} (in a grant with {@code "pins"}), {@code {"repositories": [], "branches": [], "verbs": []}},
 * {@code {"kinds": {"document": ["read"]}}}, {@code {"recipients": ["user"]}}, and for a third party's tool
 * {@code {"arguments": [SCHEMA]}}. Reading is strict: what could be
 * understood in two ways is refused.
 */
public final class ScopeJson {
    private ScopeJson() {}

    /**
     * Reads the scope of a tool as somebody wrote it.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments} when the tool has no scopes or the JSON is not one
     */
    public static Scope read(String tool, JsonNode node) {
        return read(family(tool), node);
    }

    /** As {@link #read(String, JsonNode)}, for a family. */
    public static Scope read(ScopeFamily family, JsonNode node) {
        Scope scope = stored(family, node);
        if (scope instanceof QueryScope queries && queries.pins().isPresent()) {
            // Whoever asks does not say which definition is meant: it is the one there is when it is granted.
            throw Fields.invalid("The query scope has an unknown field pins.", "Name the queries alone.");
        }
        if (scope instanceof CommandScope commands) {
            commands.commands().forEach(PatternText::check);
        }
        return scope;
    }

    /**
     * Reads the scope of a tool as Writ stored it, perhaps before some tokens of command patterns were reserved: one
     * that would be refused today stands for itself, as it did.
     */
    static Scope stored(String tool, JsonNode node) {
        return stored(family(tool), node);
    }

    private static ScopeFamily family(String tool) {
        return ScopeFamily.of(tool)
                .orElseThrow(() -> Fields.invalid(
                        "There is no tool " + Quoted.of(tool) + " that can be granted.",
                        "Use one of the tools listed to you."));
    }

    private static Scope stored(ScopeFamily family, JsonNode node) {
        return switch (family) {
            case FILES -> {
                Fields fields = Fields.of(node, "file scope", Set.of("read", "write"));
                yield new FileScope(ScopeText.globs(fields.texts("read")), ScopeText.globs(fields.texts("write")));
            }
            case COMMANDS -> {
                Fields fields = Fields.of(node, "command scope", Set.of("commands", "hosts"));
                yield new CommandScope(
                        fields.elements("commands").stream()
                                .map(line -> ScopeText.command(fields.texts(line, "commands")))
                                .toList(),
                        fields.texts("hosts").stream().map(HostPattern::parse).toList());
            }
            case QUERIES -> {
                Fields fields = Fields.of(node, "query scope", Set.of("queries", "pins"));
                yield new QueryScope(ScopeText.queries(fields.texts("queries")), pins(fields));
            }
            case REPOSITORIES -> {
                Fields fields = Fields.of(node, "repository scope", Set.of("repositories", "branches", "verbs"));
                yield new RepositoryScope(
                        ScopeText.globs(fields.texts("repositories")),
                        ScopeText.globs(fields.texts("branches")),
                        repositoryVerbs(fields.texts("verbs")));
            }
            case ENTITIES -> entities(Fields.of(node, "entity scope", Set.of("kinds")));
            case RECIPIENTS ->
                new RecipientScope(ScopeText.names(
                        Fields.of(node, "recipient scope", Set.of("recipients")).texts("recipients")));
            case ARGUMENTS ->
                new ArgumentScope(Fields.of(node, "argument scope", Set.of("arguments")).elements("arguments").stream()
                        .map(ArgumentSchema::read)
                        .toList());
        };
    }

    /** The JSON form of a scope: the same scope always gives the same text. */
    public static ObjectNode write(Scope scope) {
        ObjectNode node = Json.object();
        switch (scope) {
            case FileScope files -> {
                node.set("read", Json.array(files.read()));
                node.set("write", Json.array(files.write()));
            }
            case CommandScope commands -> {
                ArrayNode lines = node.putArray("commands");
                commands.commands().forEach(line -> lines.add(Json.array(line)));
                // Left out where there are none, as it was before scopes had hosts: stored hashes of grants still hold.
                if (!commands.hosts().isEmpty()) {
                    node.set(
                            "hosts",
                            Json.array(commands.hosts().stream()
                                    .map(HostPattern::toString)
                                    .toList()));
                }
            }
            case QueryScope queries -> {
                node.set("queries", Json.array(queries.queries()));
                queries.pins().ifPresent(pins -> {
                    ObjectNode hashes = node.putObject("pins");
                    new TreeMap<>(pins).forEach(hashes::put);
                });
            }
            case RepositoryScope repositories -> {
                node.set("repositories", Json.array(repositories.repositories()));
                node.set("branches", Json.array(repositories.branches()));
                node.set(
                        "verbs",
                        Json.array(repositories.verbs().stream()
                                .sorted()
                                .map(RepositoryVerb::id)
                                .toList()));
            }
            case EntityScope entities -> {
                ObjectNode kinds = node.putObject("kinds");
                new TreeMap<>(entities.kinds())
                        .forEach((kind, verbs) -> kinds.set(
                                kind.id(),
                                Json.array(verbs.stream()
                                        .sorted()
                                        .map(EntityVerb::id)
                                        .toList())));
            }
            case RecipientScope recipients -> node.set("recipients", Json.array(recipients.recipients()));
            case ArgumentScope arguments -> {
                ArrayNode schemas = node.putArray("arguments");
                arguments.schemas().forEach(schema -> schemas.add(schema.toJson()));
            }
        }
        return node;
    }

    private static Optional<Map<String, String>> pins(Fields fields) {
        return fields.optional("pins").map(node -> {
            Set<String> queries = Set.copyOf(node.propertyNames());
            Fields hashes = Fields.of(node, "list of definitions", queries);
            Map<String, String> pins = new HashMap<>();
            queries.forEach(query -> pins.put(query, hashes.text(query)));
            return pins;
        });
    }

    private static Set<RepositoryVerb> repositoryVerbs(List<String> words) {
        Set<RepositoryVerb> verbs = EnumSet.noneOf(RepositoryVerb.class);
        for (String word : words) {
            verbs.add(List.of(RepositoryVerb.values()).stream()
                    .filter(verb -> verb.id().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Fields.invalid(
                            "There is no repository verb " + Quoted.of(word) + ".",
                            "Use read, stage, commit, branch, fetch, pull, push or pull_request.")));
        }
        return verbs;
    }

    private static EntityScope entities(Fields fields) {
        Map<EntityKind, Set<EntityVerb>> kinds = new EnumMap<>(EntityKind.class);
        if (fields.optional("kinds").isPresent()) {
            JsonNode node = fields.required("kinds");
            Set<String> known = Set.of(
                    Arrays.stream(EntityKind.values()).map(EntityKind::id).toArray(String[]::new));
            Fields verbs = Fields.of(node, "list of entity kinds", known);
            for (String kind : node.propertyNames()) {
                kinds.put(EntityKind.parse(kind), entityVerbs(verbs.texts(kind)));
            }
        }
        return new EntityScope(kinds);
    }

    private static Set<EntityVerb> entityVerbs(List<String> words) {
        Set<EntityVerb> verbs = EnumSet.noneOf(EntityVerb.class);
        for (String word : words) {
            verbs.add(
                    switch (word) {
                        case "read" -> EntityVerb.READ;
                        case "write" -> EntityVerb.WRITE;
                        default ->
                            throw Fields.invalid(
                                    "There is no entity verb " + Quoted.of(word) + ".", "Use read or write.");
                    });
        }
        return verbs;
    }
}
