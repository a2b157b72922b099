package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.WritException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Family FS-5: while another thread keeps swapping a folder for a link to one outside, nothing outside is touched. */
class SwapRaceTest {
    private static final long RACE_NANOS = 2_000_000_000L;

    @TempDir
    Path temp;

    @Test
    void aFolderSwappedForALinkNeverLeadsOut() throws Exception {
        assumeTrue(WorkspaceRoot.missingProtection().isEmpty());
        Path root = Files.createDirectory(temp.resolve("root")).toRealPath();
        Path outside = Files.createDirectory(temp.resolve("outside")).toRealPath();
        Files.createDirectories(root.resolve("folder"));
        Files.createDirectories(root.resolve("folder/deep"));
        Files.writeString(root.resolve("folder/deep/file"), "inside");
        Files.createDirectories(outside.resolve("deep"));
        Files.writeString(outside.resolve("deep/file"), "OUTSIDE");
        Files.createSymbolicLink(root.resolve("link"), outside);

        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger swaps = new AtomicInteger();
        Thread swapper = Thread.ofPlatform().start(() -> swap(root, over, swaps));
        int inside = 0;
        int refused = 0;
        long end = System.nanoTime() + RACE_NANOS;
        try (WorkspaceRoot files = WorkspaceRoot.open(Workspace.open(root))) {
            for (int i = 0; System.nanoTime() < end; i++) {
                try {
                    workOnFolder(files, i);
                    inside++;
                } catch (WritException e) {
                    refused++;
                }
            }
        } finally {
            over.set(true);
            swapper.join();
        }

        assertThat(swaps.get()).as("the race took place").isGreaterThan(100);
        assertThat(inside).as("some calls found the folder").isPositive();
        assertThat(refused).as("some calls found the link").isPositive();
        assertThat(outside.resolve("deep/file")).hasContent("OUTSIDE");
        assertThat(outside.resolve("deep")).isDirectoryNotContaining(path -> !path.endsWith("file"));
    }

    private static void workOnFolder(WorkspaceRoot files, int i) {
        try (OpenFile file = files.open(new WorkspacePath("folder/deep/file"))) {
            assertThat(new String(file.readAll(100), StandardCharsets.UTF_8)).isEqualTo("inside");
        }
        String made = "made-" + i;
        try (Folder folder = files.folder(new WorkspacePath("folder/deep"))) {
            folder.makeFolder(made + "-folder", 0700);
            folder.create(made, 0600).close();
            folder.rename(made, folder, made + "-renamed");
            folder.removeFile(made + "-renamed");
            folder.removeFolder(made + "-folder");
        }
    }

    /** {@code folder} becomes the link and {@code link} the folder, and back, each in one step. */
    private static void swap(Path root, AtomicBoolean over, AtomicInteger swaps) {
        try (WorkspaceRoot files = WorkspaceRoot.open(Workspace.open(root));
                Folder folder = files.folder(WorkspacePath.ROOT)) {
            while (!over.get()) {
                folder.exchange("folder", "link");
                swaps.incrementAndGet();
                Thread.onSpinWait();
            }
            if (Files.isSymbolicLink(root.resolve("folder"))) {
                folder.exchange("folder", "link");
            }
        }
    }
}
