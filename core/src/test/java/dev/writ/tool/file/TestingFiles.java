package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.writ.Failure;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.permission.Access;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.TestingCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A workspace with the file tools, called as the gateway would: arguments and results are checked against the schemas. */
final class TestingFiles implements AutoCloseable {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    final Path root;
    final Path outside;
    final Database database;
    final EventLog events;
    final FileSystemServer server;
    private final IdSource ids = new TimeOrderedIds(InstantSource.system(), new Random(1));

    TestingFiles(Path temp) {
        this(temp, FileLimits.standard());
    }

    TestingFiles(Path temp, FileLimits limits) {
        try {
            Files.createDirectories(temp);
            root = Files.createDirectory(temp.resolve("root")).toRealPath();
            outside = Files.createDirectory(temp.resolve("outside")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = SqliteStore.open(temp.resolve("writ.db"));
        events = new EventLog(database, InstantSource.system(), ids);
        server = new FileSystemServer(database, events, InstantSource.system(), ids, limits);
    }

    CallContext context() {
        return context("tree_1");
    }

    CallContext context(String tree) {
        return new CallContext(ids.next("call"), "task_1", tree, "worker", Optional.of(Workspace.open(root)));
    }

    /** @param arguments JSON with ' for " */
    OperationResult call(String operation, String arguments) {
        return call(operation, Json.parseObject(arguments.replace('\'', '"')), context());
    }

    OperationResult call(String id, ObjectNode arguments, CallContext context) {
        Operation operation = TestingCalls.find(server, id);
        assertThat(SCHEMAS.getSchema(operation.spec().inputSchema()).validate(arguments))
                .as("arguments")
                .isEmpty();
        try {
            OperationResult result = operation.prepare(arguments, context).run(TestingCalls.authorized(context));
            assertThat(SCHEMAS.getSchema(operation.spec().outputSchema()).validate(result.data()))
                    .as("result of " + id)
                    .isEmpty();
            return result;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    ObjectNode data(String operation, String arguments) {
        return call(operation, arguments).data();
    }

    /** The failure the call ends with. */
    Failure failure(String operation, String arguments) {
        return failure(operation, Json.parseObject(arguments.replace('\'', '"')));
    }

    Failure failure(String operation, ObjectNode arguments) {
        Throwable thrown = catchThrowable(() -> call(operation, arguments, context()));
        assertThat(thrown).as(operation + " " + arguments).isInstanceOf(WritException.class);
        return ((WritException) thrown).failure();
    }

    List<Access> accesses(String operation, String arguments) {
        return TestingCalls.accesses(server, operation, Json.parseObject(arguments.replace('\'', '"')), context());
    }

    Path write(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything below a folder: for each path its kind, permissions and content. */
    static SortedMap<String, String> contents(Path folder) {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                String name = folder.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    contents.put(name, "link " + Files.readSymbolicLink(path));
                } else if (Files.isDirectory(path)) {
                    contents.put(name, "folder");
                } else {
                    contents.put(
                            name,
                            Files.getPosixFilePermissions(path).stream()
                                            .sorted()
                                            .toList() + " "
                                    + new String(
                                            Files.readAllBytes(path), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    @Override
    public void close() {
        database.close();
    }
}
