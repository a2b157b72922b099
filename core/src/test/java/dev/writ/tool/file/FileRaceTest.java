package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.OperationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Family FS-5 against whole operations, whose steps are further apart than single calls of the kernel. */
class FileRaceTest {
    private static final long RACE_NANOS = 3_000_000_000L;
    private static final String SECRET = "the secret outside";

    @TempDir
    Path temp;

    @Test
    void noOperationLeavesTheWorkspaceWhileAFolderIsSwappedForALink() throws Exception {
        try (TestingFiles files = new TestingFiles(temp)) {
            files.write("folder/deep/file", "inside");
            Files.createDirectories(files.outside.resolve("deep"));
            Files.writeString(files.outside.resolve("deep/file"), SECRET);
            Files.createSymbolicLink(files.root.resolve("link"), files.outside);
            SortedMap<String, String> outside = TestingFiles.contents(files.outside);

            AtomicBoolean over = new AtomicBoolean();
            Thread swapper = Thread.ofPlatform().start(() -> swap(files.root, over));
            int succeeded = 0;
            try {
                long end = System.nanoTime() + RACE_NANOS;
                for (int i = 0; System.nanoTime() < end; i++) {
                    succeeded += attempt(files, i);
                }
            } finally {
                over.set(true);
                swapper.join();
            }

            assertThat(succeeded).isPositive();
            assertThat(TestingFiles.contents(files.outside)).isEqualTo(outside);
        }
    }

    private static int attempt(TestingFiles files, int i) {
        List<String> calls = List.of(
                "file_system_listing.read_file {'path': 'folder/deep/file'}",
                "file_system_listing.search_content {'path': '', 'query': 'secret'}",
                "file_edit.write_file {'path': 'folder/deep/file', 'content': 'inside %d', 'mode': 'overwrite'}",
                "file_edit.write_file {'path': 'folder/deep/n%d', 'content': 'x', 'mode': 'create'}",
                "file_edit.create_directory {'path': 'folder/deep/d%d/e'}",
                "file_edit.copy {'source': 'folder/deep/file', 'destination': 'folder/copy%d'}",
                "file_edit.move {'source': 'folder/copy%d', 'destination': 'folder/deep/moved%d'}",
                "file_edit.delete {'path': 'folder/deep/n%d'}");
        String[] call = calls.get(i % calls.size())
                .replace("%d", Integer.toString(i / calls.size()))
                .split(" ", 2);
        ObjectNode arguments = Json.parseObject(call[1].replace('\'', '"'));
        try {
            OperationResult result = files.call(call[0], arguments, files.context());
            assertThat(result.data() + result.text()).doesNotContain(SECRET);
            return 1;
        } catch (WritException e) {
            assertThat(e.failure().toString()).doesNotContain(SECRET);
            return 0;
        }
    }

    private static void swap(Path root, AtomicBoolean over) {
        try (WorkspaceRoot files = WorkspaceRoot.open(Workspace.open(root));
                Folder folder = files.folder(WorkspacePath.ROOT)) {
            while (!over.get()) {
                folder.exchange("folder", "link");
                Thread.onSpinWait();
            }
        }
    }
}
