package dev.writ.tool.file;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import dev.writ.tool.CallContext;
import dev.writ.tool.TestingCalls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** A process that changes the files of a workspace without end, to be killed in the middle; see {@link KilledEditorTest}. */
final class KilledEditor {
    private KilledEditor() {}

    /** @param arguments the workspace, the database file, a seed */
    public static void main(String[] arguments) throws Exception {
        InstantSource clock = InstantSource.system();
        Random random = new Random(Long.parseLong(arguments[2]));
        TimeOrderedIds ids = new TimeOrderedIds(clock, random);
        try (Database database = SqliteStore.open(Path.of(arguments[1]))) {
            FileSystemServer server = new FileSystemServer(database, new EventLog(database, clock, ids), clock, ids);
            Optional<Workspace> workspace = Optional.of(Workspace.open(Path.of(arguments[0])));
            for (int i = 0; ; i++) {
                CallContext context = new CallContext(ids.next("call"), "task_1", "tree_1", "worker", workspace);
                try {
                    change(server, context, random.nextInt(8), "d" + random.nextInt(4), i);
                } catch (dev.writ.WritException e) {
                    // Some changes make no sense any more: the file was moved away.
                    continue;
                }
                System.out.println("changed");
            }
        }
    }

    private static void change(FileSystemServer server, CallContext context, int kind, String folder, int i)
            throws Exception {
        ObjectNode arguments = Json.object();
        String operation =
                switch (kind) {
                    case 0, 1 -> {
                        arguments
                                .put("path", folder + "/new" + i)
                                .put("content", "new " + i)
                                .put("mode", "create");
                        yield "write_file";
                    }
                    case 2, 3 -> {
                        arguments
                                .put("path", folder + "/f")
                                .put("content", "over " + i)
                                .put("mode", "overwrite");
                        yield "write_file";
                    }
                    case 4 -> {
                        arguments.put("source", folder).put("destination", "c" + i % 6);
                        yield "copy";
                    }
                    case 5 -> {
                        arguments.put("source", folder).put("destination", "d" + i % 4);
                        yield "move";
                    }
                    case 6 -> {
                        arguments.put("path", "c" + i % 6).put("recursive", true);
                        yield "delete";
                    }
                    default -> {
                        arguments.put("path", folder).put("recursive", true);
                        yield "delete";
                    }
                };
        TestingCalls.call(server, "file_edit." + operation, arguments, context);
    }
}
