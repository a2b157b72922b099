package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel refuses below a root: families FS-3, FS-4 and FS-6. */
class WorkspaceRootTest {
    @TempDir
    Path temp;

    private Path root;
    private Path outside;
    private WorkspaceRoot files;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(WorkspaceRoot.missingProtection().isEmpty());
        root = Files.createDirectory(temp.resolve("root")).toRealPath();
        outside = Files.createDirectory(temp.resolve("outside")).toRealPath();
        Files.writeString(outside.resolve("secret"), "secret");
        files = WorkspaceRoot.open(Workspace.open(root));
    }

    @AfterEach
    void close() {
        if (files != null) {
            files.close();
        }
    }

    @Test
    void filesAreReadWholeAndInParts() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        byte[] content = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("a/b/c.txt"), content);

        try (OpenFile file = files.open(new WorkspacePath("a/b/c.txt"))) {
            assertThat(file.readAll(1_000_000)).isEqualTo(content);
            byte[] part = new byte[10];
            assertThat(file.read(199_995, part)).isEqualTo(5);
            assertThat(file.read(200_000, part)).isZero();
            assertFails(() -> file.readAll(199_999), FailureCode.TOO_LARGE);
        }
    }

    @Test
    void informationSaysWhatAnEntryIs() throws IOException {
        Path file = Files.writeString(root.resolve("f"), "abc");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(root.resolve("l"), file);

        FileInfo info = files.info(new WorkspacePath("f"));
        assertThat(info.type()).isEqualTo(FileInfo.Type.FILE);
        assertThat(info.size()).isEqualTo(3);
        assertThat(info.mode()).isEqualTo(0640);
        assertThat(info.modified()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
        assertThat(files.info(new WorkspacePath("l")).type()).isEqualTo(FileInfo.Type.LINK);
        assertThat(files.info(WorkspacePath.ROOT).isDirectory()).isTrue();
        assertThat(files.find(new WorkspacePath("missing"))).isEmpty();
        assertThat(files.find(new WorkspacePath("f/below"))).isEmpty();
        assertFails(() -> files.info(new WorkspacePath("missing/deeper")), FailureCode.NOT_FOUND);
    }

    @Test
    void linksAreNotFollowedWhereverTheyLead() throws IOException {
        Files.writeString(root.resolve("inside"), "inside");
        Files.createSymbolicLink(root.resolve("out"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("in"), Path.of("inside"));
        Files.createSymbolicLink(root.resolve("chain"), Path.of("out"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new"));
        Files.createSymbolicLink(root.resolve("magic"), Path.of("/proc/self/environ"));

        for (String name : List.of("out", "in", "chain", "loop", "dangling", "magic")) {
            assertFails(() -> files.open(new WorkspacePath(name)), FailureCode.OUTSIDE_WORKSPACE);
        }
        assertFails(
                () -> {
                    try (Folder folder = files.folder(WorkspacePath.ROOT)) {
                        folder.create("dangling", 0600);
                    }
                },
                FailureCode.CONFLICT);
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void linksOnTheWayAreNotFollowed() throws IOException {
        Files.createDirectory(root.resolve("real"));
        Files.writeString(root.resolve("real/f"), "f");
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("in"), Path.of("real"));
        Files.createSymbolicLink(root.resolve("cwd"), Path.of("/proc/self/cwd"));

        for (String path : List.of("out/secret", "up/outside/secret", "in/f", "cwd/x", "out/new")) {
            assertFails(() -> files.open(new WorkspacePath(path)), FailureCode.OUTSIDE_WORKSPACE);
            assertFails(() -> files.info(new WorkspacePath(path)), FailureCode.OUTSIDE_WORKSPACE);
            assertFails(() -> files.parentOf(new WorkspacePath(path)), FailureCode.OUTSIDE_WORKSPACE);
        }
        for (String path : List.of("out", "up", "in", "cwd")) {
            assertFails(() -> files.folder(new WorkspacePath(path)), FailureCode.OUTSIDE_WORKSPACE);
        }
    }

    @Test
    void aFileWithASecondNameIsNotOpened() throws IOException {
        Files.createLink(root.resolve("linked"), outside.resolve("secret"));

        assertFails(() -> files.open(new WorkspacePath("linked")), FailureCode.OUTSIDE_WORKSPACE);
        assertThat(files.info(new WorkspacePath("linked")).links()).isEqualTo(2);
    }

    @Test
    void pipesAndSocketsAreNotOpenedAndDoNotBlock() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertFails(() -> files.open(new WorkspacePath("pipe")), FailureCode.OPERATION_FAILED);
        Path socket =
                Path.of("/tmp").resolve("writ-socket-" + ProcessHandle.current().pid());
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.move(socket, root.resolve("socket"));
            assertFails(() -> files.open(new WorkspacePath("socket")), FailureCode.OPERATION_FAILED);
        } finally {
            Files.deleteIfExists(socket);
        }
        assertThat(files.info(new WorkspacePath("pipe")).type()).isEqualTo(FileInfo.Type.OTHER);
    }

    @Test
    void aHugeFileWithNothingInItIsRefusedBySize() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(root.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        try (OpenFile file = files.open(new WorkspacePath("sparse"))) {
            assertFails(() -> file.readAll(10_000_000), FailureCode.TOO_LARGE);
        }
    }

    @Test
    void namesThatAreNoTextAreListedAndCanBeTakenUp() throws Exception {
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377name')\"")
                .directory(root.toFile())
                .start()
                .waitFor();
        try (Folder folder = files.folder(WorkspacePath.ROOT)) {
            String name = folder.names(10).names().getFirst();
            assertThat(FileName.shown(name)).isEqualTo("bad\\xffname");
            assertThat(FileName.objection(name)).isPresent();
            assertThat(folder.info(name).size()).isEqualTo(1);
            folder.removeFile(name);
            assertThat(folder.names(10).names()).isEmpty();
        }
    }

    @Test
    void namesAreBoundedAndSayWhetherTheyAreAll() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            Files.createFile(root.resolve("file-with-a-rather-long-name-" + i));
        }
        try (Folder folder = files.folder(WorkspacePath.ROOT)) {
            assertThat(folder.names(10_000).names()).hasSize(1_000).doesNotHaveDuplicates();
            assertThat(folder.names(1_000).complete()).isTrue();
            assertThat(folder.names(999))
                    .isEqualTo(new Folder.Names(folder.names(999).names(), false));
        }
    }

    @Test
    void aRootThatBecameALinkIsNoLongerUsed() throws IOException {
        Workspace workspace = Workspace.open(root);
        Files.move(root, temp.resolve("elsewhere"));
        Files.createSymbolicLink(root, outside);

        assertFails(() -> WorkspaceRoot.open(workspace), FailureCode.WORKSPACE_UNUSABLE);
    }

    @Test
    void renamingNeverReplaces() throws IOException {
        Files.writeString(root.resolve("a"), "a");
        Files.writeString(root.resolve("b"), "b");
        try (Folder folder = files.folder(WorkspacePath.ROOT)) {
            assertFails(() -> folder.rename("a", folder, "b"), FailureCode.CONFLICT);
            assertThat(folder.exchange("a", "b")).isTrue();
        }
        assertThat(root.resolve("a")).hasContent("b");
        assertThat(root.resolve("b")).hasContent("a");
    }

    @Test
    void aClosedFolderIsNeverUsedAgain() {
        Folder folder = files.folder(WorkspacePath.ROOT);
        folder.close();
        folder.close();

        assertThatThrownBy(() -> folder.names(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlySingleNamesReachTheKernel() {
        try (Folder folder = files.folder(WorkspacePath.ROOT)) {
            for (String name : List.of("", ".", "..", "a/b", "../outside", "a\0b")) {
                assertThatThrownBy(() -> folder.info(name)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> folder.create(name, 0600)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static void assertFails(ThrowingCallable work, FailureCode code) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        WritException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
