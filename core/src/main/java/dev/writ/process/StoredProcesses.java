package dev.writ.process;

import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.store.Database;
import dev.writ.tool.ToolGateway;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The processes that are data, as they stand in the database. Safe for use by many threads. */
public final class StoredProcesses {
    private final Database database;
    private final Definitions definitions;
    private final ToolGateway gateway;

    public StoredProcesses(Database database, Definitions definitions, ToolGateway gateway) {
        this.database = database;
        this.definitions = definitions;
        this.gateway = gateway;
    }

    /**
     * Checks the content of a definition.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments} where it has steps that cannot be run
     */
    public static void check(EntityKind kind, ObjectNode content) {
        StoredProcess.check(kind, content);
    }

    /** Empty where there is none, or where it is not in use: one that was mined waits for a person. */
    Optional<Process> find(String name) {
        return definitions
                .find(EntityKind.PROCESS, name)
                .filter(definition -> definition.status() == DefinitionStatus.ACTIVE)
                .filter(definition -> StoredProcess.isOne(definition.content()))
                .map(definition -> new StoredProcess(definition, database, gateway));
    }
}
