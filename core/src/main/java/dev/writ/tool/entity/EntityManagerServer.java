package dev.writ.tool.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Relationships;
import dev.writ.store.Database;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entities for agents: definitions can be read and changed, tasks and events read. Every call states kind and verb, so a
 * scope decides kind by kind. Safe for use by many threads.
 */
public final class EntityManagerServer implements ToolServer {
    static final String TOOL = "entity_manager";

    /** Schema of the {@code kind} argument. */
    static final String ALL_KINDS = """
            {"enum": ["agent", "task", "process", "tool", "document", "event"], "description": "kind of entity"}""";

    private final List<Operation> operations;

    public EntityManagerServer(Definitions definitions, Relationships relationships, Database database) {
        TaskSource tasks = new TaskSource(database);
        EventSource events = new EventSource(database);
        ReadOperations reads = new ReadOperations(kind -> switch (kind) {
            case AGENT, PROCESS, TOOL, DOCUMENT -> new DefinitionSource(definitions, kind);
            case TASK -> tasks;
            case EVENT -> events;
        });
        this.operations = Stream.of(
                        reads.operations(),
                        new WriteOperations(definitions).operations(),
                        new HistoryOperations(definitions).operations(),
                        new RelationshipOperations(relationships).operations())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String name() {
        return TOOL;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                TOOL,
                "Read agents, processes, tools, documents, tasks and events; change the first four as new versions.",
                SecurityLevel.STANDARD,
                Duration.ofHours(24),
                List.of()));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    static EntityKind kind(ObjectNode arguments, String name) {
        return EntityKind.parse(arguments.path(name).asString(""));
    }

    /** The kind of an entity to be changed; tasks and events have other ways to come into being. */
    static EntityKind changeable(ObjectNode arguments) {
        EntityKind kind = kind(arguments, "kind");
        return switch (kind) {
            case AGENT, PROCESS, TOOL, DOCUMENT -> kind;
            case TASK ->
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "Tasks are not created or changed through entity_manager.",
                        "Use start_subtask or break_down_task for new work, and end_task to finish your own.");
            case EVENT ->
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "Events are append-only: Writ writes them itself when something happens.",
                        "Use flag_for_review to point something out, or create a document to write it down.");
        };
    }

    static Change change(ObjectNode arguments, CallContext context) {
        return Change.by("agent:" + context.agent(), arguments.path("reason").asString(""))
                .in(context.tree(), context.task())
                .causedBy(context.callId());
    }
}
