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
     * A condition of SQL that leaves out what was run again for a trial: it says nothing about what people ask for, and half
     * of it worked with a version that nobody chose.
     *
     * @param tree the column with the tree, with its table
     */
    public static String notRunAgain(String tree) {
        return " NOT EXISTS (SELECT 1 FROM tree_versions run_again WHERE run_again.tree = " + tree
                + " AND run_again.stage = 'replay') ";
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
