package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Database;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Runs tasks that are on record again, in a copy of their workspace that is thrown away. Only what touched nothing but its
 * workspace can be: no messages to people, no servers of others, no agent from elsewhere.
 */
final class RecordedTasks {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_FILES = 5_000;
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

    /** The oldest of the newest trees that had to do with a definition, and were not run again for the experiment yet. */
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
                .filter(tree -> TreeRecord.used(
                        handle,
                        tree,
                        experiment.proposal().kind(),
                        experiment.proposal().entity()))
                .limit(limit)
                .toList());
    }

    private static List<String> candidates(Handle handle) {
        return handle.createQuery("""
                        SELECT r.id FROM trees r JOIN tasks t ON t.id = r.id
                        WHERE t.state IN ('completed', 'failed') AND r.workspace <> ''
                          AND t.process IN ('neutral_task', 'single_agent')
                          AND NOT EXISTS (SELECT 1 FROM tree_versions v WHERE v.tree = r.id AND v.stage = 'replay')
                          AND NOT EXISTS (SELECT 1 FROM tree_origins o WHERE o.tree = r.id)
                          AND NOT EXISTS (
                              SELECT 1 FROM tool_usage_events u WHERE u.tree = r.id
                                AND u.tool NOT IN ('core', 'file_system_listing', 'file_edit', 'terminal', 'sql_lite',
                                                   'entity_manager'))
                        ORDER BY r.started_at DESC, r.id DESC LIMIT 1000
                        """).mapTo(String.class).list();
    }

    /** Starts one half of a pair; false where the workspace is gone or too large to be copied. */
    boolean start(String tree, Trial trial) {
        String workspace = database.read(handle -> handle.createQuery("SELECT workspace FROM trees WHERE id = :tree")
                .bind("tree", tree)
                .mapTo(String.class)
                .one());
        Path copy = copy(trial.experiment(), trial.pair(), trial.arm());
        Optional<Path> made = copied(Path.of(workspace), copy);
        if (made.isEmpty()) {
            return false;
        }
        try {
            rerun.of(
                    tree,
                    made.get(),
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
            remove(copy);
            throw e;
        }
    }

    /** Throws the copy away that a half of a pair worked in. */
    void remove(Trial trial) {
        remove(copy(trial.experiment(), trial.pair(), trial.arm()));
    }

    private Path copy(String experiment, int pair, Arm arm) {
        return folder.resolve(experiment).resolve(pair + "-" + arm.id());
    }

    private static Optional<Path> copied(Path from, Path to) {
        if (!Files.isDirectory(from)) {
            return Optional.empty();
        }
        remove(to);
        Copying copying = new Copying(from, to);
        try {
            Files.createDirectories(
                    to.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.walkFileTree(from, copying);
        } catch (IOException e) {
            copying.tooMuch = true;
        }
        if (copying.tooMuch) {
            remove(to);
            return Optional.empty();
        }
        return Optional.of(to);
    }

    private static void remove(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path emptied, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                    Files.delete(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(RecordedTasks.class.getName())
                    .log(System.Logger.Level.WARNING, "A copy of a workspace could not be removed: " + folder, e);
        }
    }

    /** Regular files and folders; links are left out, which could lead out of the copy. */
    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;
        private long bytes;
        private int files;
        private boolean tooMuch;

        Copying(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            bytes += attributes.size();
            files++;
            if (bytes > MOST_BYTES || files > MOST_FILES) {
                tooMuch = true;
                return FileVisitResult.TERMINATE;
            }
            Files.copy(
                    file,
                    to.resolve(from.relativize(file).toString()),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES,
                    java.nio.file.LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
        }
    }
}
