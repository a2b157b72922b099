package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GitStagingTest {
    @TempDir
    private Path workspace;

    private TestingRepository repository;

    @BeforeEach
    void repository() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
    }

    @Test
    void stagesNewChangedAndDeletedFilesUnderThePathsAlone() throws Exception {
        repository.write("src/new.txt", "new\n");
        Files.delete(repository.folder.resolve("src/b.txt"));
        repository.write("a.txt", "changed\n");
        repository.write("other.txt", "other\n");

        assertThat(staged("src", "a.txt")).containsExactly("a.txt", "src/b.txt", "src/new.txt");

        Status status = repository.git.status().call();
        assertThat(status.getAdded()).containsExactly("src/new.txt");
        assertThat(status.getRemoved()).containsExactly("src/b.txt");
        assertThat(status.getChanged()).containsExactly("a.txt");
        assertThat(status.getUntracked()).containsExactly("other.txt");
    }

    @Test
    void stagingAgainChangesNothing() throws Exception {
        repository.write("a.txt", "changed\n");

        assertThat(staged("a.txt")).containsExactly("a.txt");
        assertThat(staged("a.txt")).isEmpty();
    }

    @Test
    void everythingIsStagedByADotAndIgnoredFilesStayOut() throws Exception {
        repository.write(".gitignore", "*.log\nbuild/\n");
        repository.write("x.log", "x");
        repository.write("build/out", "x");

        assertThat(staged(".")).containsExactly(".gitignore");
        assertThat(repository.failure("stage", "{'paths': ['x.log']}").message())
                .contains("is ignored");
        assertThat(repository.failure("stage", "{'paths': ['build/out']}").message())
                .contains("is ignored");
    }

    @Test
    void anExecutableAndALinkKeepTheirKind() throws Exception {
        Path script = repository.write("run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(repository.folder.resolve("passwd"), Path.of("/etc/passwd"));

        staged("run.sh", "passwd");

        assertThat(entry("run.sh").getFileMode()).isEqualTo(FileMode.EXECUTABLE_FILE);
        assertThat(entry("passwd").getFileMode()).isEqualTo(FileMode.SYMLINK);
        assertThat(new String(
                        repository
                                .git
                                .getRepository()
                                .open(entry("passwd").getObjectId())
                                .getBytes(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("/etc/passwd");
    }

    @Test
    void aFileThatBecameAFolderAndTheReverseAreStaged() throws Exception {
        Files.delete(repository.folder.resolve("a.txt"));
        repository.write("a.txt/inner", "in\n");
        Files.delete(repository.folder.resolve("src/b.txt"));
        Files.delete(repository.folder.resolve("src"));
        repository.write("src", "now a file\n");

        assertThat(staged(".")).containsExactly("a.txt", "a.txt/inner", "src", "src/b.txt");
        assertThat(repository.git.status().call().hasUncommittedChanges()).isTrue();
        assertThat(repository.git.status().call().getMissing()).isEmpty();
        assertThat(repository.git.status().call().getModified()).isEmpty();
    }

    @Test
    void unstagingGivesTheIndexItsCommittedStateAndLeavesTheFiles() throws Exception {
        repository.write("a.txt", "changed\n");
        repository.write("new.txt", "new\n");
        Files.delete(repository.folder.resolve("src/b.txt"));
        staged(".");

        ObjectNode unstaged = repository.call("unstage", "{'paths': ['a.txt', 'new.txt']}");

        assertThat(unstaged.path("unstaged").valueStream().map(JsonNode::asString))
                .containsExactly("a.txt", "new.txt");
        Status status = repository.git.status().call();
        assertThat(status.getModified()).containsExactly("a.txt");
        assertThat(status.getUntracked()).containsExactly("new.txt");
        assertThat(status.getRemoved()).containsExactly("src/b.txt");
        assertThat(repository.read("a.txt")).isEqualTo("changed\n");

        repository.call("unstage", "{'paths': ['.']}");
        assertThat(repository.git.status().call().getRemoved()).isEmpty();
    }

    @Test
    void unstagingBeforeTheFirstCommitEmptiesTheIndex() throws Exception {
        TestingRepository fresh = TestingRepository.empty(workspace, "fresh");
        fresh.write("x", "x");
        fresh.call("stage", "{'paths': ['x']}");

        fresh.call("unstage", "{'paths': ['x']}");

        assertThat(fresh.git.status().call().getUntracked()).containsExactly("x");
    }

    @Test
    void aResolvedConflictCanBeStaged() throws Exception {
        GitReadingTest.conflict(repository);
        repository.write("a.txt", "resolved\n");

        staged("a.txt");

        assertThat(repository.git.status().call().getConflicting()).isEmpty();
        assertThat(repository.git.status().call().getChanged()).containsExactly("a.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.txt",
                "src/../../outside.txt",
                "/etc/passwd",
                ".git/config",
                ".GIT/hooks/pre-commit",
                "src/.git/x",
                "a\0b",
                ""
            })
    void pathsOutsideOfTheWorkingFilesAreRefused(String path) {
        var arguments = Json.object();
        arguments.set("paths", Json.array(List.of(path.isEmpty() ? "/" : path)));

        assertThat(repository.failure("stage", arguments).code())
                .isIn(FailureCode.OUTSIDE_WORKSPACE, FailureCode.INVALID_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.txt",
                ":(top)a.txt",
                ":/a.txt",
                ":!a.txt",
                "src/*",
                "a.tx?",
                "[a].txt",
                "--all",
                "-A",
                "%2e%2e",
                "A.TXT",
                "a.txt ",
                "..\\..\\x"
            })
    void pathsAreLiteral(String path) throws Exception {
        repository.write("a.txt", "changed\n");
        var arguments = Json.object();
        arguments.set("paths", Json.array(List.of(path)));

        assertThat(repository.failure("stage", arguments).code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(repository.git.status().call().getChanged()).isEmpty();
    }

    @Test
    void aFileNamedLikeAPatternIsOnlyThatFile() throws Exception {
        repository.write("*.txt", "star\n");
        repository.write("a.txt", "changed\n");
        repository.write(":(top)x", "x\n");

        assertThat(staged("*.txt", ":(top)x")).containsExactly("*.txt", ":(top)x");
    }

    @Test
    void nothingBehindALinkIsStaged() throws Exception {
        Path outside = Files.createDirectory(workspace.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(repository.folder.resolve("link"), outside);

        assertThat(repository.failure("stage", "{'paths': ['link/secret.txt']}").code())
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(staged(".")).containsExactly("link");
        assertThat(entry("link").getFileMode()).isEqualTo(FileMode.SYMLINK);
    }

    @Test
    void aHardLinkThatMayLieElsewhereIsNotStaged() throws Exception {
        Path outside = Files.writeString(workspace.resolve("secret.txt"), "secret");
        Files.createLink(repository.folder.resolve("mine.txt"), outside);

        assertThat(repository.failure("stage", "{'paths': ['mine.txt']}").code())
                .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void aNestedRepositoryIsNotTakenIn() throws Exception {
        TestingRepository.withCommit(workspace, "app/nested");

        assertThat(repository.failure("stage", "{'paths': ['nested']}").message())
                .contains("a repository of its own");
        assertThat(repository.failure("stage", "{'paths': ['nested/a.txt']}").message())
                .contains("a repository of its own");
        assertThat(staged(".")).isEmpty();
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        GitReadingTest.mkfifo(repository.folder.resolve("pipe"));

        assertThat(repository.failure("stage", "{'paths': ['pipe']}").code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(staged(".")).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsNotStaged() throws Exception {
        repository.with(repository.settings().withCommits(CommitRules.defaults().withMaxFileBytes(1000)));
        repository.write("big.bin", "x".repeat(1001));

        assertThat(repository.failure("stage", "{'paths': ['.']}").code()).isEqualTo(FailureCode.TOO_LARGE);
        assertThat(repository.git.status().call().getAdded()).isEmpty();
    }

    @Test
    void aLockedIndexIsNamed() throws Exception {
        Files.createFile(repository.folder.resolve(".git/index.lock"));

        assertThat(repository.failure("stage", "{'paths': ['.']}").code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(repository.failure("stage", "{'paths': ['.']}").hint()).contains("index.lock");
    }

    @Test
    void windowsLineEndsAreNormalizedAsTheRepositorySays() throws Exception {
        repository.write(".gitattributes", "*.txt text=auto\n");
        repository.write("win.txt", "a\r\nb\r\n");

        staged(".");

        assertThat(repository
                        .git
                        .getRepository()
                        .open(entry("win.txt").getObjectId())
                        .getSize())
                .isEqualTo(4);
        assertThat(repository.call("status").path("unstaged")).isEmpty();
    }

    @Test
    void stagingStatesOneAccess() {
        for (String operation : List.of("stage", "unstage")) {
            assertThat(repository.accesses(operation, "{'paths': ['a.txt']}"))
                    .containsExactly(new RepositoryAccess("app", "", RepositoryVerb.STAGE));
        }
    }

    private List<String> staged(String... paths) throws Exception {
        var arguments = Json.object();
        arguments.set("paths", Json.array(List.of(paths)));
        return repository
                .call("stage", arguments)
                .data()
                .path("staged")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private DirCacheEntry entry(String path) throws Exception {
        return repository.git.getRepository().readDirCache().getEntry(path);
    }
}
