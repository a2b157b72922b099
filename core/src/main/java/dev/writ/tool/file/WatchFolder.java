package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.choice;
import static dev.writ.tool.file.ObjectSchema.list;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code watch}: waits until something below a folder changes. Looks again and again by the same protected walk as every
 * other operation; the kernel's own notification follows paths, and so links.
 */
final class WatchFolder implements Operation {
    private static final int SECONDS = 10;
    /** For the looks before and after the wait. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int MOST_ENTRIES = 20_000;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    /** Looking takes a tenth of the time at most. */
    private static final long PAUSES_A_LOOK = 9;

    private final FileLimits limits;

    WatchFolder(FileLimits limits) {
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        long most = limits.watchTime().toSeconds();
        return new OperationSpec(
                FileSystemServer.LISTING,
                "watch",
                "Waits until files below a folder are created, changed or deleted, and says which; without a change it"
                        + " ends after the time given.",
                ObjectSchema.of()
                        .required("path", path("The folder or file."))
                        .optional("seconds", number("Longest wait; " + SECONDS + " without it.", 1, (int) most))
                        .node(),
                ObjectSchema.of()
                        .required(
                                "changes",
                                list(
                                        "By path.",
                                        ObjectSchema.of()
                                                .required("path", text("Relative to the workspace root."))
                                                .required(
                                                        "action",
                                                        choice(
                                                                "What happened.",
                                                                List.of("created", "changed", "deleted")))
                                                .node()))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        Reach reach = Reach.withAllBelow(workspace, WorkspacePath.parse(workspace, arguments.text("path")));
        Duration time = Duration.ofSeconds(arguments.number("seconds", SECONDS));
        if (time.isNegative() || time.compareTo(limits.watchTime()) > 0) {
            throw Arguments.wrong(
                    "seconds", "between 1 and " + limits.watchTime().toSeconds());
        }
        return PreparedCall.of(reach.reading(), time.plus(MARGIN), call -> run(workspace, reach, time, call));
    }

    private OperationResult run(Workspace workspace, Reach reach, Duration time, AuthorizedCall call)
            throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        call.onStop(stopped::countDown);
        long end = System.nanoTime() + time.toNanos();
        SortedMap<String, State> before = look(workspace, reach, call);
        while (true) {
            long started = System.nanoTime();
            SortedMap<String, State> now = look(workspace, reach, call);
            if (!now.equals(before)) {
                return result(before, now);
            }
            long remaining = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (remaining <= 0) {
                return result(before, now);
            }
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            long pause = Math.min(remaining, Math.max(SHORTEST_PAUSE_MILLIS, took * PAUSES_A_LOOK));
            if (stopped.await(pause, TimeUnit.MILLISECONDS)) {
                call.checkStopped();
            }
        }
    }

    private record State(FileInfo.Type type, long size, Instant changed, long inode) {}

    private SortedMap<String, State> look(Workspace workspace, Reach reach, AuthorizedCall call) {
        SortedMap<String, State> states = new TreeMap<>();
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            reach.confirm(root.info(reach.path()));
            FolderWalk walk = new FolderWalk(root, limits, call);
            walk.walk(reach.path(), Integer.MAX_VALUE, found -> {
                FileInfo info = found.info();
                // A folder's own times change with every name in it, which is reported by that name.
                Instant changed = info.isDirectory() ? Instant.EPOCH : info.changed();
                long size = info.isDirectory() ? 0 : info.size();
                states.put(found.shown(), new State(info.type(), size, changed, info.inode()));
                if (states.size() > MOST_ENTRIES) {
                    throw new WritException(
                            FailureCode.TOO_LARGE,
                            "\"" + reach.path() + "\" holds more than " + MOST_ENTRIES + " entries to watch.",
                            "Watch a smaller folder inside it.");
                }
            });
        } catch (WritException e) {
            // What is not there may be waited for.
            if (e.failure().code() != FailureCode.NOT_FOUND) {
                throw e;
            }
        }
        return states;
    }

    private OperationResult result(SortedMap<String, State> before, SortedMap<String, State> now) {
        SortedMap<String, String> changes = new TreeMap<>();
        before.forEach((path, state) -> {
            if (!now.containsKey(path)) {
                changes.put(path, "deleted");
            } else if (!state.equals(now.get(path))) {
                changes.put(path, "changed");
            }
        });
        now.keySet().stream().filter(path -> !before.containsKey(path)).forEach(path -> changes.put(path, "created"));
        ArrayNode list = Json.array();
        StringBuilder text = new StringBuilder(changes.isEmpty() ? "Nothing changed.\n" : "");
        changes.entrySet().stream().limit(limits.listed()).forEach(change -> {
            list.add(Json.object().put("path", change.getKey()).put("action", change.getValue()));
            text.append(change.getValue()).append(' ').append(change.getKey()).append('\n');
        });
        ObjectNode data = Json.object();
        data.set("changes", list);
        return new OperationResult(data, text.toString());
    }
}
