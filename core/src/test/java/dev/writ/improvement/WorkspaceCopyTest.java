package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing in a copy leads out of it, whatever lies in the folder that is copied. */
class WorkspaceCopyTest {
    private static final String SECRET = "a secret of somebody else";

    @TempDir
    Path folder;

    private Path outside;
    private Path from;
    private Path to;

    @BeforeEach
    void lay() throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), SECRET);
        from = Files.createDirectory(folder.resolve("workspace"));
        Files.createDirectories(from.resolve("src/deep"));
        Files.writeString(from.resolve("src/deep/a.txt"), "one\n");
        to = folder.resolve("trials").resolve("copy");
    }

    private List<String> copied() throws IOException {
        try (Stream<Path> all = Files.walk(to)) {
            return all.map(path -> to.relativize(path).toString())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void files_and_folders_are_copied_as_they_are() throws IOException {
        Path script = Files.writeString(from.resolve("run.sh"), "echo hello\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createDirectory(from.resolve("empty"));
        assertThat(WorkspaceCopy.make(from, to)).isTrue();
        assertThat(copied()).containsExactly("empty", "run.sh", "src", "src/deep", "src/deep/a.txt");
        assertThat(to.resolve("src/deep/a.txt")).hasContent("one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("run.sh"))))
                .isEqualTo("rwxr-x---");
        assertThat(Files.getLastModifiedTime(to.resolve("run.sh"))).isEqualTo(Files.getLastModifiedTime(script));
    }

    @Test
    void links_are_left_out_wherever_they_lead() throws IOException {
        Files.createSymbolicLink(from.resolve("absolute"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(from.resolve("relative"), Path.of("../outside/secret.txt"));
        Files.createSymbolicLink(from.resolve("src/deep/up"), Path.of("../../../outside"));
        Files.createSymbolicLink(from.resolve("folder"), outside);
        Files.createSymbolicLink(from.resolve("root"), Path.of("/"));
        Files.createSymbolicLink(from.resolve("inside"), Path.of("src/deep/a.txt"));
        Files.createSymbolicLink(from.resolve("inside-by-the-old-name"), from.resolve("src"));
        Files.createSymbolicLink(from.resolve("nowhere"), Path.of("not/there"));
        Files.createSymbolicLink(from.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(from.resolve("src/parent"), Path.of(".."));
        Files.createSymbolicLink(from.resolve("chain"), Path.of("absolute"));
        assertThat(WorkspaceCopy.make(from, to)).isTrue();
        assertThat(copied()).containsExactly("src", "src/deep", "src/deep/a.txt");
    }

    @Test
    void a_second_name_of_a_file_outside_becomes_a_file_of_its_own() throws IOException {
        Files.createLink(from.resolve("same"), outside.resolve("secret.txt"));
        assertThat(WorkspaceCopy.make(from, to)).isTrue();
        Files.writeString(to.resolve("same"), "overwritten");
        assertThat(outside.resolve("secret.txt")).hasContent(SECRET);
    }

    @Test
    void a_pipe_is_left_out_and_not_waited_for() throws Exception {
        Process made = new ProcessBuilder("mkfifo", from.resolve("pipe").toString()).start();
        assertThat(made.waitFor(5, TimeUnit.SECONDS) && made.exitValue() == 0).isTrue();
        assertThat(WorkspaceCopy.make(from, to)).isTrue();
        assertThat(copied()).containsExactly("src", "src/deep", "src/deep/a.txt");
    }

    @Test
    void a_workspace_that_is_named_by_a_link_is_copied_by_what_it_is() throws IOException {
        Path name = Files.createSymbolicLink(folder.resolve("by-another-name"), from);
        assertThat(WorkspaceCopy.make(name, to)).isTrue();
        assertThat(copied()).containsExactly("src", "src/deep", "src/deep/a.txt");
        assertThat(Files.isSymbolicLink(to)).isFalse();
    }

    @Test
    void who_puts_links_in_the_place_of_names_meanwhile_gets_nothing_copied() throws Exception {
        Path bait = from.resolve("bait");
        Path folderBait = from.resolve("folder-bait");
        AtomicBoolean ends = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> swap(bait, folderBait, ends));
        try {
            for (int i = 0; i < 300; i++) {
                // It may fail where a name goes away at the wrong moment; it may never hold what is outside.
                if (WorkspaceCopy.make(from, to)) {
                    assertThat(contents()).noneMatch(content -> content.contains(SECRET));
                    assertThat(copied()).noneMatch(name -> Files.isSymbolicLink(to.resolve(name)));
                }
            }
        } finally {
            ends.set(true);
            swapper.join();
        }
    }

    private void swap(Path bait, Path folderBait, AtomicBoolean ends) {
        try {
            Path link = Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret.txt"));
            Path folderLink = Files.createSymbolicLink(folder.resolve("folder-link"), outside);
            while (!ends.get()) {
                Files.writeString(bait, "harmless");
                Files.createDirectories(folderBait);
                Files.move(link, bait, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(folderBait);
                Files.move(folderLink, folderBait);
                Files.move(bait, link);
                Files.move(folderBait, folderLink);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> all = Files.walk(to)) {
            return all.filter(Files::isRegularFile).map(WorkspaceCopyTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_is_too_much_or_too_deep_leaves_nothing() throws IOException {
        Path deep = from;
        for (int i = 0; i <= WorkspaceCopy.DEEPEST; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        assertThat(WorkspaceCopy.make(from, to)).isFalse();
        assertThat(to).doesNotExist();
        assertThat(WorkspaceCopy.make(folder.resolve("gone"), to)).isFalse();
    }

    @Test
    void a_copy_is_removed_without_touching_what_its_links_lead_to() throws IOException {
        WorkspaceCopy.make(from, to);
        Files.createSymbolicLink(to.resolve("made-by-a-replay"), outside);
        WorkspaceCopy.remove(to);
        assertThat(Files.exists(to, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(outside.resolve("secret.txt")).hasContent(SECRET);
        // In the place of the copy itself, too.
        Files.createSymbolicLink(to, outside);
        assertThat(WorkspaceCopy.make(from, to)).isTrue();
        assertThat(Files.isSymbolicLink(to)).isFalse();
        assertThat(outside.resolve("secret.txt")).hasContent(SECRET);
    }
}
