package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Runs tasks that are on record again, in a copy of their workspace that is thrown away. Only what touched nothing but its
 * workspace can be: no messages to people, no servers of others, no agent from elsewhere.
 */
final class RecordedTasks {
    /** What a person would have to allow is refused in a replay, on both sides alike. */
    private static final Duration NOBODY_IS_ASKED = Duration.ofSeconds(1);

    private final Database database;
    private final Path folder;
    private final Rerun rerun;

    /** @param folder for the copies */
    RecordedTasks(Database database, Path folder, Rerun rerun) {
        this.database = database;
        this.folder = folder;
        this.rerun = rerun;
    }

    /**
     * The oldest of the newest trees that had to do with a definition, whose workspace is still there, and that were not run
     * again for the experiment yet.
     */
    Optional<String> next(Experiment experiment, int newest) {
        List<String> found = of(experiment, newest);
        List<String> tried = database.read(handle -> handle.createQuery("""
                        SELECT o.source_tree FROM tree_versions v JOIN tree_origins o ON o.tree = v.tree
                        WHERE v.experiment = :experiment AND v.stage = 'replay'
                        """)
                .bind("experiment", experiment.id())
                .mapTo(String.class)
                .list());
        return found.reversed().stream().filter(tree -> !tried.contains(tree)).findFirst();
    }

    private List<String> of(Experiment experiment, int limit) {
        return database.read(handle -> candidates(handle).stream()
                .filter(recorded -> Files.isDirectory(recorded.workspace()))
                .map(Recorded::tree)
                .filter(tree -> TreeRecord.used(
                        handle,
                        tree,
                        experiment.proposal().kind(),
                        experiment.proposal().entity()))
                .limit(limit)
                .toList());
    }

    private record Recorded(String tree, Path workspace) {}

    private static List<Recorded> candidates(Handle handle) {
        return handle.createQuery("""
                        SELECT r.id, r.workspace FROM trees r JOIN tasks t ON t.id = r.id
                        WHERE t.state IN ('completed', 'failed') AND r.workspace <> ''
                          AND t.process IN ('neutral_task', 'single_agent')
                          AND NOT EXISTS (SELECT 1 FROM tree_versions v WHERE v.tree = r.id AND v.stage = 'replay')
                          AND NOT EXISTS (SELECT 1 FROM tree_origins o WHERE o.tree = r.id)
                          AND NOT EXISTS (
                              SELECT 1 FROM tool_usage_events u WHERE u.tree = r.id
                                AND u.tool NOT IN ('core', 'file_system_listing', 'file_edit', 'terminal', 'sql_lite',
                                                   'entity_manager'))
                        ORDER BY r.started_at DESC, r.id DESC LIMIT 1000
                        """)
                .map((row, context) -> new Recorded(row.getString("id"), Path.of(row.getString("workspace"))))
                .list();
    }

    /** Starts one half of a pair; false where the workspace is gone or too large to be copied. */
    boolean start(String tree, Trial trial) {
        String workspace = database.read(handle -> handle.createQuery("SELECT workspace FROM trees WHERE id = :tree")
                .bind("tree", tree)
                .mapTo(String.class)
                .one());
        Path copy = copy(trial.experiment(), trial.pair(), trial.arm());
        if (!WorkspaceCopy.make(Path.of(workspace), copy)) {
            return false;
        }
        try {
            rerun.of(
                    tree,
                    copy,
                    NOBODY_IS_ASKED,
                    (transaction, task) -> Trials.add(
                            transaction,
                            new Trial(
                                    task.tree(),
                                    trial.entity(),
                                    trial.version(),
                                    trial.experiment(),
                                    Stage.REPLAY,
                                    trial.pair(),
                                    trial.arm())));
            return true;
        } catch (RuntimeException e) {
            WorkspaceCopy.remove(copy);
            throw e;
        }
    }

    /** Throws the copy away that a half of a pair worked in. */
    void remove(Trial trial) {
        WorkspaceCopy.remove(copy(trial.experiment(), trial.pair(), trial.arm()));
    }

    /** Throws away the copies of which a process that was killed left nothing at work. */
    void removeLeftovers() {
        Set<Path> used = database.read(Trials::openReplays).stream()
                .map(trial -> copy(trial.experiment(), trial.pair(), trial.arm()))
                .collect(Collectors.toSet());
        inside(folder).stream()
                .flatMap(experiment -> inside(experiment).stream())
                .filter(copy -> !used.contains(copy))
                .forEach(WorkspaceCopy::remove);
    }

    private static List<Path> inside(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            System.getLogger(RecordedTasks.class.getName())
                    .log(System.Logger.Level.WARNING, "Copies of workspaces could not be listed: " + folder, e);
            return List.of();
        }
    }

    private Path copy(String experiment, int pair, Arm arm) {
        return folder.resolve(experiment).resolve(pair + "-" + arm.id());
    }
}
