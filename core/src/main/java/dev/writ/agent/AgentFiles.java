package dev.writ.agent;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.ModelTier;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Scope;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.ScopeJson;
import dev.writ.tool.terminal.VettedCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agents and context documents that come with the product: files on the class path, one an agent, listed in an {@code
 * index.txt} beside them. Read once at start-up; what users change lives in the database. Safe for use by many threads.
 */
public final class AgentFiles {
    private static final String AGENTS = "agents";
    private static final String DOCUMENTS = "documents";
    private static final String INDEX = "index.txt";
    private static final Set<String> AGENT_FIELDS =
            Set.of("name", "purpose", "tier", "maximum_turns", "documents", "permissions");
    private static final Set<String> PERMISSION_FIELDS = Set.of("operations", "scope");
    private static final String VETTED = "vetted";

    private final ClassLoader source;

    public AgentFiles(ClassLoader source) {
        this.source = source;
    }

    /** The files of this product. */
    public static AgentFiles bundled() {
        return new AgentFiles(AgentFiles.class.getClassLoader());
    }

    /**
     * All agents, in the order of the index.
     *
     * @throws WritException with {@code not_found} for a file that is listed and missing, {@code invalid_arguments} for
     *     one that can't be read as an agent; both name the file
     */
    public List<AgentDefinition> agents() {
        List<AgentDefinition> agents = index(AGENTS).stream().map(this::agent).toList();
        Set<String> documents =
                new HashSet<>(documents().stream().map(ContextDocument::name).toList());
        for (AgentDefinition agent : agents) {
            for (String document : agent.documents()) {
                if (!documents.contains(document)) {
                    throw FrontMatter.wrong(
                            AGENTS + "/" + agent.name() + ".md",
                            "names the document " + document + ", which does not exist");
                }
            }
        }
        return agents;
    }

    /** All context documents, in the order of the index; failures as for {@link #agents}. */
    public List<ContextDocument> documents() {
        return index(DOCUMENTS).stream().map(this::document).toList();
    }

    private AgentDefinition agent(String name) {
        String path = AGENTS + "/" + name + ".md";
        FrontMatter file = FrontMatter.parse(path, read(path));
        requireName(file, name);
        for (String field : file.head().propertyNames()) {
            if (!AGENT_FIELDS.contains(field)) {
                throw file.wrong("has the unknown setting \"" + field + "\"");
            }
        }
        if (file.body().isBlank()) {
            throw file.wrong("has no instruction below its settings");
        }
        return new AgentDefinition(
                name,
                file.text("purpose"),
                tier(file),
                file.body(),
                permissions(file, name),
                texts(file, file.head().path("documents"), "documents"),
                file.positive("maximum_turns"),
                List.of());
    }

    private ContextDocument document(String name) {
        String path = DOCUMENTS + "/" + name + ".md";
        FrontMatter file = FrontMatter.parse(path, read(path));
        requireName(file, name);
        return new ContextDocument(
                name, file.text("summary"), texts(file, file.head().path("keywords"), "keywords"), file.body());
    }

    private static void requireName(FrontMatter file, String name) {
        if (!file.text("name").equals(name)) {
            throw file.wrong("calls itself " + file.text("name") + ", unlike its file name");
        }
    }

    private static ModelTier tier(FrontMatter file) {
        String tier = file.text("tier");
        return Arrays.stream(ModelTier.values())
                .filter(known -> known.id().equals(tier))
                .findFirst()
                .orElseThrow(
                        () -> file.wrong("has the tier \"" + tier + "\", which is none of small, standard, large"));
    }

    private static List<BasePermission> permissions(FrontMatter file, String name) {
        List<BasePermission> permissions = new ArrayList<>();
        JsonNode all = file.head().path("permissions");
        if (!all.isObject()) {
            throw file.wrong("lacks \"permissions\" by tool name");
        }
        all.properties().forEach(entry -> {
            JsonNode permission = entry.getValue();
            boolean known = permission.isObject() && PERMISSION_FIELDS.containsAll(permission.propertyNames());
            if (!known || !(permission.path("scope") instanceof ObjectNode scope)) {
                throw file.wrong("must give the permission for " + entry.getKey() + " as \"operations\" and \"scope\"");
            }
            permissions.add(new BasePermission(
                    name,
                    entry.getKey(),
                    Set.copyOf(texts(file, permission.path("operations"), "operations")),
                    scope(file, entry.getKey(), scope)));
        });
        return permissions;
    }

    private static Scope scope(FrontMatter file, String tool, ObjectNode scope) {
        if (tool.equals("terminal") && scope.has(VETTED)) {
            return vetted(file, scope);
        }
        try {
            return ScopeJson.read(tool, scope);
        } catch (WritException e) {
            throw file.wrong("has a scope for " + tool + " that can't be read ("
                    + e.failure().message() + ")");
        }
    }

    /** The read-only vetted patterns of the programs that are named, so that these patterns stand in one place. */
    private static CommandScope vetted(FrontMatter file, ObjectNode scope) {
        if (scope.size() > 1) {
            throw file.wrong("must give the scope for terminal as \"" + VETTED + "\" alone, or without it");
        }
        List<List<String>> commands = new ArrayList<>();
        for (String program : texts(file, scope.path(VETTED), VETTED)) {
            List<List<String>> patterns = VettedCommands.diagnostics(program).commands();
            if (patterns.isEmpty()) {
                throw file.wrong("names " + program + ", which has no vetted read-only command");
            }
            commands.addAll(patterns);
        }
        return new CommandScope(commands);
    }

    private static List<String> texts(FrontMatter file, JsonNode list, String name) {
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
            throw file.wrong("must give \"" + name + "\" as a list of names");
        }
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    private List<String> index(String folder) {
        return read(folder + "/" + INDEX)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private String read(String path) {
        try (InputStream stream = source.getResourceAsStream(path)) {
            if (stream == null) {
                throw new WritException(new Failure(
                        FailureCode.NOT_FOUND,
                        "The file " + path + " is missing from the class path.",
                        "Build the product again."));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
    }
}
