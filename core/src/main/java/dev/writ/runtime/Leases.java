package dev.writ.runtime;

import dev.writ.WritException;
import dev.writ.store.Cluster;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Which node works on a task, so that no two do at once. */
interface Leases {
    /** Where there is one node, every task is its own. */
    Leases OF_ONE_NODE = new Leases() {
        @Override
        public boolean take(String task) {
            return true;
        }

        @Override
        public boolean giveBack(String task) {
            return false;
        }

        @Override
        public boolean someAreLeft() {
            return false;
        }

        @Override
        public List<String> free(Transaction transaction) {
            return List.of();
        }
    };

    static Leases of(Database database) {
        return database.cluster()
                .<Leases>map(cluster -> new Shared(database, cluster, ConcurrentHashMap.newKeySet()))
                .orElse(OF_ONE_NODE);
    }

    /** Takes the task for this node. False where another works on it: that one is left word to look at it once more. */
    boolean take(String task);

    /** Lets go of a task; true where another node was asked to look at it meanwhile. */
    boolean giveBack(String task);

    /** Whether there are tasks that nobody works on, though the database says so. */
    boolean someAreLeft();

    /** Frees what dead nodes were working on, and what this one could not give back; the tasks. */
    List<String> free(Transaction transaction);

    /**
     * Leases in the database, each under the name its node had when it took it.
     *
     * @param owed tasks that this node no longer works on, and could not give back yet
     */
    record Shared(Database database, Cluster cluster, Set<String> owed) implements Leases {
        @Override
        public boolean take(String task) {
            return database.write(transaction -> {
                Handle handle = transaction.handle();
                int taken = handle.createUpdate("""
                                INSERT INTO task_leases (task, node) SELECT id, :node FROM tasks WHERE id = :task
                                ON CONFLICT (task) DO UPDATE SET node = :node, again = FALSE
                                WHERE task_leases.node = :node
                                   OR task_leases.node NOT IN (SELECT id FROM nodes)
                                """)
                        .bind("task", task)
                        .bind("node", cluster.node())
                        .execute();
                if (taken == 0) {
                    handle.createUpdate("UPDATE task_leases SET again = TRUE WHERE task = :task")
                            .bind("task", task)
                            .execute();
                }
                return taken > 0;
            });
        }

        @Override
        public boolean giveBack(String task) {
            try {
                return database.write(transaction -> transaction
                        .handle()
                        .createQuery("DELETE FROM task_leases WHERE task = :task AND node = :node RETURNING again")
                        .bind("task", task)
                        .bind("node", cluster.node())
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(false));
            } catch (WritException e) {
                // The database is away; nobody could take the task otherwise, as long as this node lives.
                owed.add(task);
                return false;
            }
        }

        @Override
        public boolean someAreLeft() {
            return !owed.isEmpty()
                    || database.read(handle ->
                                    handle.createQuery("""
                                    SELECT COUNT(*) FROM task_leases WHERE node NOT IN (SELECT id FROM nodes)
                                    """).mapTo(Integer.class).one())
                            > 0;
        }

        @Override
        public List<String> free(Transaction transaction) {
            Handle handle = transaction.handle();
            List<String> freed = new ArrayList<>(handle.createQuery(
                            "DELETE FROM task_leases WHERE node NOT IN (SELECT id FROM nodes) RETURNING task")
                    .mapTo(String.class)
                    .list());
            for (String task : List.copyOf(owed)) {
                handle.createUpdate("DELETE FROM task_leases WHERE task = :task AND node = :node")
                        .bind("task", task)
                        .bind("node", cluster.node())
                        .execute();
                freed.add(task);
                transaction.afterCommit(() -> owed.remove(task));
            }
            return freed;
        }
    }
}
