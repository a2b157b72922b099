package dev.writ.tool.file;

import dev.writ.IdSource;
import dev.writ.entity.Tuning;
import dev.writ.event.EventLog;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.store.Database;
import dev.writ.tool.Availability;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The tool server for the files of a workspace. Safe for use by many threads. */
public final class FileSystemServer implements ToolServer {
    /** The tool that reads. */
    public static final String LISTING = "file_system_listing";

    /** The tool that changes. */
    public static final String EDIT = "file_edit";

    private final FileLimits limits;
    private final FileChanges changes;
    private final Tuning tuning;

    public FileSystemServer(Database database, EventLog events, InstantSource clock, IdSource ids) {
        this(database, events, clock, ids, FileLimits.standard());
    }

    public FileSystemServer(Database database, EventLog events, InstantSource clock, IdSource ids, FileLimits limits) {
        this(database, events, clock, ids, limits, Tuning.USUAL);
    }

    /** With the usual limits, and the numbers that hold in the tree of each call. */
    public FileSystemServer(Database database, EventLog events, InstantSource clock, IdSource ids, Tuning tuning) {
        this(database, events, clock, ids, FileLimits.standard(), tuning);
    }

    private FileSystemServer(
            Database database, EventLog events, InstantSource clock, IdSource ids, FileLimits limits, Tuning tuning) {
        this.limits = limits;
        this.tuning = tuning;
        this.changes = new FileChanges(database, events, clock, ids, limits);
    }

    /** What was changed, and how to take it back; {@link FileChanges#settle()} is to be called once at start. */
    public FileChanges changes() {
        return changes;
    }

    @Override
    public String name() {
        return "file_system";
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(
                new ToolSpec(
                        LISTING,
                        "Lists, reads, searches and watches files and folders of the workspace; changes nothing.",
                        SecurityLevel.MINIMAL,
                        Duration.ofHours(12),
                        List.of("github")),
                new ToolSpec(
                        EDIT,
                        "Writes, edits, copies, moves and deletes files and folders of the workspace; every change can be"
                                + " undone.",
                        SecurityLevel.STANDARD,
                        Duration.ofHours(8),
                        List.of()));
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                new ListDirectory(limits),
                new DirectoryTree(limits),
                new ReadFile(limits, tuning),
                new GetFileInfo(),
                new SearchFiles(limits),
                new SearchContent(limits),
                new WatchFolder(limits),
                new WriteFile(changes, limits),
                new EditFile(changes, limits),
                new CreateDirectory(changes, limits),
                new Transfer(Transfer.Kind.COPY, changes, limits),
                new Transfer(Transfer.Kind.MOVE, changes, limits),
                new DeleteFile(changes, limits),
                new ListChanges(changes, limits),
                new UndoChange(changes));
    }

    @Override
    public Availability availability() {
        return WorkspaceRoot.missingProtection()
                .<Availability>map(failure -> new Availability.Missing(failure.message(), failure.hint()))
                .orElseGet(Availability.Ready::new);
    }
}
