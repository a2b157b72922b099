package dev.writ.entity;

import dev.writ.store.Database;
import java.util.Optional;

/**
 * Definitions as the tasks of a tree see them: the active version, but for trees in which another one is on trial. Safe
 * for use by many threads.
 */
public final class TreeVersions {
    private final Database database;
    private final Definitions definitions;

    public TreeVersions(Database database, Definitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /**
     * By id, else by name; with the content of the version that holds in the tree.
     *
     * @param tree empty outside of any: then the active version
     */
    public Optional<Definition> find(String tree, EntityKind kind, String idOrName) {
        return definitions.find(kind, idOrName).map(active -> inTree(tree, active));
    }

    /** The same definition with the content of the version that holds in the tree. */
    public Definition inTree(String tree, Definition active) {
        if (tree.isEmpty()) {
            return active;
        }
        return database.read(handle -> handle.createQuery(
                                "SELECT version FROM tree_versions WHERE tree = :tree AND entity = :entity")
                        .bind("tree", tree)
                        .bind("entity", active.id())
                        .mapTo(Integer.class)
                        .findOne()
                        .flatMap(version -> DefinitionRows.version(handle, active.id(), version)))
                .map(active::at)
                .orElse(active);
    }
}
