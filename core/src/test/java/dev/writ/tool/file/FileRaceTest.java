package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Scope.FileScope;
import dev.writ.tool.TestingDoor;
import dev.writ.tool.ToolOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Family FS-5: a second process swaps folders for links, and files for links, as fast as it can, while every operation
 * runs through the real gateway. What lies outside is never read and never touched.
 */
@Tag("race")
@Timeout(120)
class FileRaceTest {
    private static final long RACE_NANOS = 20_000_000_000L;
    private static final String CANARY = "CANARY-51c8";

    @TempDir
    Path temp;

    @Test
    void nothingOutsideIsReadOrTouchedWhileEverythingIsSwapped() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside/deep"))
                .getParent()
                .toRealPath();
        Files.writeString(outside.resolve("deep/file"), CANARY);
        Files.writeString(outside.resolve("file"), CANARY);
        Path root = Files.createDirectories(temp.resolve("root/folder/deep/deeper"))
                .getParent()
                .getParent()
                .getParent()
                .toRealPath();
        for (String file : List.of("folder/deep/file", "folder/file", "file", "folder/deep/deeper/file")) {
            Files.writeString(root.resolve(file), "inside");
        }
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("folder/link"), outside.resolve("deep"));
        Files.createSymbolicLink(root.resolve("file-link"), outside.resolve("file"));
        Files.createDirectory(root.resolve("folder/deep/up"));
        Files.createSymbolicLink(root.resolve("folder/deep/out"), Path.of("../../../outside"));
        SortedMap<String, String> before = TestingFiles.contents(outside);

        Process swapper = swapper(root);
        Map<String, Integer> succeeded = new HashMap<>();
        int refused = 0;
        long swaps;
        try (BufferedReader said = swapper.inputReader();
                TestingDoor door = new TestingDoor(
                        temp,
                        root,
                        (database, events) -> List.of(new FileSystemServer(
                                database,
                                events,
                                InstantSource.system(),
                                new dev.writ.TimeOrderedIds(InstantSource.system(), new java.util.Random(3)))))) {
            assertThat(said.readLine()).isEqualTo("swapping");
            String task = task(door);
            long end = System.nanoTime() + RACE_NANOS;
            long latest = end + 3 * RACE_NANOS;
            for (int i = 0;
                    System.nanoTime() < end
                            || (!succeeded.keySet().containsAll(EACH_KIND) && System.nanoTime() < latest);
                    i++) {
                // Changes of one request are limited in number.
                task = i % 5_000 == 4_999 ? task(door) : task;
                String[] call = CALLS.get(i % CALLS.size())
                        .replace("%d", Integer.toString(i / CALLS.size()))
                        .split(" ", 2);
                ToolOutcome outcome = door.call(task, call[0], call[1]);
                assertThat(outcome.toString()).as(call[0]).doesNotContain(CANARY);
                if (outcome instanceof ToolOutcome.Succeeded) {
                    succeeded.merge(call[0], 1, Integer::sum);
                } else {
                    refused++;
                }
            }
            swapper.outputWriter().append("stop\n").flush();
            swaps = Long.parseLong(said.readLine());
            assertThat(door.records()).doesNotContain(CANARY);
        } finally {
            swapper.destroyForcibly().waitFor();
        }

        assertThat(TestingFiles.contents(outside)).isEqualTo(before);
        assertThat(swaps).as("swaps").isGreaterThan(10_000);
        assertThat(refused).as("some calls met a link").isPositive();
        assertThat(succeeded.keySet())
                .as("each kind of operation got through at times")
                .containsAll(EACH_KIND);
    }

    private static final List<String> EACH_KIND = List.of(
            "file_system_listing.read_file",
            "file_edit.write_file",
            "file_edit.copy",
            "file_edit.move",
            "file_edit.delete");

    private static final List<String> CALLS = List.of(
            "file_system_listing.read_file {'path': 'folder/deep/file'}",
            "file_system_listing.read_file {'path': 'file'}",
            "file_system_listing.read_file {'path': 'folder/deep/up/deep/file'}",
            "file_system_listing.search_content {'path': '', 'query': 'CANARY'}",
            "file_system_listing.directory_tree {'path': ''}",
            "file_system_listing.get_file_info {'path': 'folder/deep/file'}",
            "file_edit.write_file {'path': 'folder/deep/file', 'content': 'inside %d', 'mode': 'overwrite'}",
            "file_edit.write_file {'path': 'file', 'content': ' %d', 'mode': 'append'}",
            "file_edit.write_file {'path': 'file', 'content': 'anew %d', 'mode': 'overwrite'}",
            "file_edit.write_file {'path': 'folder/deep/n%d', 'content': 'x', 'mode': 'create'}",
            "file_edit.edit_file {'path': 'folder/file', 'edits': [{'old_text': 'i', 'new_text': 'i'}]}",
            "file_edit.create_directory {'path': 'folder/deep/d%d/e'}",
            "file_edit.copy {'source': 'folder/deep/file', 'destination': 'folder/copy%d'}",
            "file_edit.copy {'source': 'folder/deep', 'destination': 'tree%d'}",
            "file_edit.write_file {'path': 'loose%d', 'content': 'x', 'mode': 'create'}",
            "file_edit.move {'source': 'loose%d', 'destination': 'folder/deep/loose%d'}",
            "file_edit.move {'source': 'folder/copy%d', 'destination': 'folder/deep/moved%d'}",
            "file_edit.delete {'path': 'folder/deep/n%d'}",
            "file_edit.delete {'path': 'folder/deep/moved%d'}",
            "file_edit.delete {'path': 'folder/deep/loose%d'}",
            "file_edit.delete {'path': 'tree%d', 'recursive': true}",
            "file_edit.delete {'path': 'folder/deep/d%d', 'recursive': true}");

    private static String task(TestingDoor door) {
        String task = door.task();
        door.grant(task, "file_system_listing", new FileScope(List.of("**"), List.of()));
        door.grant(task, "file_edit", new FileScope(List.of("**"), List.of("**")));
        return task;
    }

    private static Process swapper(Path root) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SwappingProcess.class.getName(),
                        root.toString(),
                        "folder",
                        "link",
                        "folder/deep",
                        "folder/link",
                        "file",
                        "file-link",
                        "folder/deep/up",
                        "folder/deep/out")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
