package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.TestingCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only repositories inside the workspace, with all of their data (attack families GIT-3, GIT-4, GIT-9). */
class RepositoryPlaceTest {
    @TempDir
    private Path folder;

    private Path outside;
    private TestingRepository repository;

    @BeforeEach
    void repositories() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("ws"));
        repository = TestingRepository.withCommit(workspace, "app");
        outside = folder.toRealPath().resolve("ws-evil");
        Files.createDirectories(outside);
        TestingRepository.withCommit(outside, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../ws-evil",
                "app/../../ws-evil",
                "/",
                "/etc",
                "/tmp",
                "//etc",
                "file:///etc",
                "\\\\server\\share",
                "..\\ws-evil",
                "app/..//../ws-evil",
                "~",
                "~/x",
                "app/.git",
                "app/.git/refs",
                "app/.GIT",
                ".git",
                "app\0/x",
                "app\n",
                "C:\\x"
            })
    void pathsThatLeaveTheWorkspaceAreRefused(String path) {
        var failure = repository.failure("status", Json.object().put("repository", path));

        assertThat(failure.code()).isIn(FailureCode.OUTSIDE_WORKSPACE, FailureCode.INVALID_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2e%2e/ws-evil", "....//ws-evil", "nowhere", "app/src", "APP", "app /", "..%2fws-evil"})
    void pathsThatNameNoRepositoryFindNone(String path) {
        assertThat(repository
                        .failure("status", Json.object().put("repository", path))
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void theSiblingWithTheSamePrefixIsOutside() {
        assertThat(repository
                        .failure("status", Json.object().put("repository", outside.toString()))
                        .code())
                .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void aFolderOfARepositoryNamesTheRepositoryAroundIt() {
        assertThat(repository.failure("status", "{'repository': 'app/src'}").hint())
                .contains("\"app\"");
    }

    @Test
    void linksOnTheWayAreRefused() throws Exception {
        Files.createSymbolicLink(repository.workspace.resolve("out"), outside);
        Files.createSymbolicLink(repository.workspace.resolve("in"), repository.folder);
        Files.createDirectory(repository.workspace.resolve("half"));
        Files.createSymbolicLink(repository.workspace.resolve("half/.git"), outside.resolve(".git"));

        for (String path : new String[] {"out", "in", "half", "out/.", "in/src/.."}) {
            assertThat(repository
                            .failure("status", Json.object().put("repository", path))
                            .code())
                    .as(path)
                    .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        }
    }

    @Test
    void aNestedRepositoryIsUsedByItsOwnName() throws Exception {
        TestingRepository nested = TestingRepository.withCommit(repository.workspace, "app/libs/inner");

        assertThat(nested.call("status").path("repository").asString()).isEqualTo("app/libs/inner");
        assertThat(nested.accesses("status", "{}"))
                .containsExactly(new RepositoryAccess("app/libs/inner", "", RepositoryVerb.READ));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gitdir: OUTSIDE/.git",
                "gitdir: ../../ws-evil/.git",
                "gitdir: /etc",
                "gitdir: ../app/../../ws-evil/.git",
                "gitdir: LINK",
                "gitdir: ../app/.git\u0000x"
            })
    void aGitFileThatPointsOutsideIsRefused(String text) throws Exception {
        Path link = Files.createSymbolicLink(repository.workspace.resolve("link"), outside.resolve(".git"));
        Path pointing = Files.createDirectory(repository.workspace.resolve("pointing"));
        Files.writeString(
                pointing.resolve(".git"),
                text.replace("OUTSIDE", outside.toString()).replace("LINK", link.toString()) + "\n");

        assertThat(repository.failure("log", "{'repository': 'pointing'}").code())
                .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void aGitFileThatPointsInsideTouchesTheOwnerToo() throws Exception {
        Path pointing = Files.createDirectory(repository.workspace.resolve("pointing"));
        Files.writeString(pointing.resolve(".git"), "gitdir: ../app/.git\n");

        assertThat(repository.accesses("log", "{'repository': 'pointing'}"))
                .containsExactly(
                        new RepositoryAccess("pointing", "", RepositoryVerb.READ),
                        new RepositoryAccess("app", "", RepositoryVerb.READ));
    }

    @Test
    void aSubmoduleWorksAndTouchesItsParent() throws Exception {
        TestingRepository library = TestingRepository.withCommit(repository.workspace, "library");
        repository
                .git
                .submoduleAdd()
                .setURI(library.folder.toString())
                .setPath("libs/sub")
                .call()
                .close();
        Path sub = repository.folder.resolve("libs/sub");
        assertThat(sub.resolve(".git")).isRegularFile();
        Files.writeString(sub.resolve("a.txt"), "changed\n");

        var arguments = Json.object().put("repository", "app/libs/sub");

        assertThat(repository.call("status", arguments).data().path("unstaged")).hasSize(1);
        assertThat(repository.accesses("status", "{'repository': 'app/libs/sub'}"))
                .containsExactly(
                        new RepositoryAccess("app/libs/sub", "", RepositoryVerb.READ),
                        new RepositoryAccess("app", "", RepositoryVerb.READ));
        assertThat(repository.call("status").path("unstaged")).isEmpty();
    }

    @Test
    void aLinkedWorkingTreeWorksOnItsOwnBranch() throws Exception {
        Path git = repository.folder.resolve(".git");
        repository.git.branchCreate().setName("linked").call();
        Path own = Files.createDirectories(git.resolve("worktrees/linked"));
        Files.writeString(own.resolve("HEAD"), "ref: refs/heads/linked\n");
        Files.writeString(own.resolve("commondir"), "../..\n");
        Path tree = Files.createDirectory(repository.workspace.resolve("linked"));
        Files.writeString(own.resolve("gitdir"), tree.resolve(".git") + "\n");
        Files.writeString(tree.resolve(".git"), "gitdir: " + own + "\n");
        Files.writeString(tree.resolve("new.txt"), "new\n");
        String main = repository.head();

        var arguments = Json.parseObject(
                "{\"repository\":\"linked\",\"message\":\"In the linked one\",\"paths\":[\"new.txt\"]}");
        String commit =
                repository.call("commit", arguments).data().path("commit").asString();

        assertThat(repository.git.getRepository().exactRef("refs/heads/linked").getObjectId())
                .isEqualTo(ObjectId.fromString(commit));
        assertThat(repository.head()).isEqualTo(main);
        assertThat(repository.accesses("commit", "{'repository': 'linked', 'message': 'x'}"))
                .containsExactly(
                        new RepositoryAccess("linked", "linked", RepositoryVerb.COMMIT),
                        new RepositoryAccess("app", "linked", RepositoryVerb.COMMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects/info/alternates", "objects/info/http-alternates"})
    void objectsOfOtherRepositoriesAreNotUsed(String file) throws Exception {
        Path alternates = repository.folder.resolve(".git").resolve(file);
        Files.createDirectories(alternates.getParent());
        Files.writeString(alternates, outside.resolve(".git/objects") + "\n");

        assertThat(repository.failure("log", "{}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void aCommonFolderOutsideIsRefused() throws Exception {
        Files.writeString(repository.folder.resolve(".git/commondir"), outside.resolve(".git") + "\n");

        assertThat(repository.failure("log", "{}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void aWorkingTreeElsewhereIsRefused() throws Exception {
        for (String elsewhere : new String[] {outside.toString(), "../../..", "/"}) {
            repository.configure("[core]\n\tworktree = " + elsewhere);

            assertThat(repository.failure("status", "{}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/x", "refs/remotes", "packed-refs", "index", "config", "HEAD", "objects/pack/p.pack",
                "objects/ab", "info/exclude", "logs/HEAD", "shallow", "MERGE_HEAD", "refs", "objects"
            })
    void linksInsideTheGitFolderAreRefused(String path) throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "root:x:0:0 secret of the machine\n");
        Path link = repository.folder.resolve(".git").resolve(path);
        Files.createDirectories(link.getParent());
        if (Files.exists(link)) {
            Files.move(link, folder.resolve("moved"));
        }
        Files.createSymbolicLink(link, target);

        for (String operation : new String[] {"log", "status", "list_branches", "fetch"}) {
            var failure = repository.failure(operation, "{}");
            assertThat(failure.toString()).doesNotContain("secret");
            assertThat(failure.code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        }
    }

    @Test
    void pipesInsideTheGitFolderAreNotWaitedFor() throws Exception {
        GitReadingTest.mkfifo(repository.folder.resolve(".git/refs/heads/pipe"));

        assertThat(repository.failure("list_branches", "{}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref: ../../../../ws-evil/a.txt",
                "ref: refs/heads/../../../../target",
                "ref: /etc/passwd",
                "ref: refs/tags/x",
                "ref: HEAD",
                "ref: refs/heads/-x",
                "nonsense",
                "",
                "ref: "
            })
    void aHeadThatNamesNoBranchIsRefused(String head) throws Exception {
        Files.writeString(repository.folder.resolve(".git/HEAD"), head + "\n");

        assertThat(repository.failure("status", "{}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        assertThat(repository.failure("commit", "{'message': 'x'}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void aBranchThatIsAReferenceElsewhereIsNotWrittenThrough() throws Exception {
        Path target = folder.resolve("ws/target");
        Files.writeString(repository.folder.resolve(".git/refs/heads/main"), "ref: ../../target\n");
        repository.write("a.txt", "x\n");

        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['a.txt']}")
                        .code())
                .isEqualTo(FailureCode.OPERATION_FAILED);
        assertThat(target).doesNotExist();
    }

    @Test
    void aTaskWithoutAWorkspaceHasNoRepositories() {
        Assertions.assertThatThrownBy(() -> TestingCalls.call(
                        repository.server(), "github.status", Json.object(), TestingCalls.context(Optional.empty())))
                .hasMessageContaining("no workspace");
    }

    @Test
    void otherKindsOfObjectNamesAreNamed() throws Exception {
        repository.configure("[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256");

        assertThat(repository.failure("status", "{}").message()).contains("sha256");
    }

    @Test
    void aConfigurationThatIsNoneIsNamedWithoutItsContent() throws Exception {
        Files.writeString(repository.folder.resolve(".git/config"), "[[[ top secret");

        assertThat(repository.failure("status", "{}").toString())
                .contains("configuration cannot be read")
                .doesNotContain("secret");
    }

    /** What a command of the workspace can leave there: a folder that git would take for a repository by its look. */
    private Path planted(String configuration) throws Exception {
        Path planted = repository.workspace.resolve("planted");
        TestingRepository source = TestingRepository.withCommit(repository.workspace, "source");
        try (var files = Files.walk(source.folder.resolve(".git"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        planted.resolve(
                                source.folder.resolve(".git").relativize(file).toString()));
            }
        }
        Files.writeString(planted.resolve("config"), configuration);
        Path hooks = Files.createDirectories(planted.resolve("hooks"));
        for (String hook : new String[] {"post-checkout", "pre-commit", "reference-transaction", "post-index-change"}) {
            Files.writeString(hooks.resolve(hook), "#!/bin/sh\ntouch " + folder.resolve("mark") + "\n");
            assertThat(hooks.resolve(hook).toFile().setExecutable(true)).isTrue();
        }
        return planted;
    }

    private static final String[] OPERATIONS = {"status", "log", "diff", "list_branches", "show"};

    @Test
    void aFolderThatMerelyLooksLikeAGitFolderIsNoRepositoryNorIsAnythingInIt() throws Exception {
        planted("[core]\n\tbare = true\n");
        Files.createDirectories(repository.workspace.resolve("planted/src"));
        for (String path : new String[] {"planted", "planted/src", "planted/refs"}) {
            for (String operation : OPERATIONS) {
                assertThat(repository
                                .failure(operation, Json.object().put("repository", path))
                                .code())
                        .as(operation + " " + path)
                        .isEqualTo(FailureCode.NOT_FOUND);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[core]\n\tworktree = OUTSIDE",
                "[core]\n\tworktree = ../app",
                "[core]\n\tworktree = ../../ws-evil",
                "[core]\n\tworktree = /",
                "[core]\n\tbare = false\n\tworktree = ..",
            })
    void aPlantedGitFolderThatIsPointedToCannotMoveItsWorkingFiles(String configuration) throws Exception {
        planted(configuration.replace("OUTSIDE", outside.toString()));
        Path user = Files.createDirectory(repository.workspace.resolve("user"));
        Files.writeString(user.resolve(".git"), "gitdir: ../planted\n");
        for (String operation : OPERATIONS) {
            assertThat(repository
                            .failure(operation, Json.object().put("repository", "user"))
                            .code())
                    .as(operation)
                    .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        }
        assertThat(folder.resolve("mark")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[include]\n\tpath = OUTSIDE/included",
                "[includeIf \"gitdir:**\"]\n\tpath = OUTSIDE/included",
                "[core]\n\thooksPath = OUTSIDE\n\tfsmonitor = touch MARK\n\tattributesFile = OUTSIDE/a\n\texcludesFile = OUTSIDE/a",
                "[extensions]\n\tworktreeConfig = true\n\tpartialClone = origin\n[remote \"origin\"]\n\turl = OUTSIDE\n\tpromisor = true",
                "[diff]\n\texternal = touch MARK\n[pager]\n\tlog = touch MARK\n[alias]\n\tstatus = !touch MARK",
            })
    void aPlantedGitFolderThatIsPointedToTellsNothingOfTheOutside(String configuration) throws Exception {
        Files.writeString(
                outside.resolve("included"), "[core]\n\tworktree = " + outside + "\n[user]\n\tname = secret\n");
        Path planted = planted(configuration
                .replace("OUTSIDE", outside.toString())
                .replace("MARK", folder.resolve("mark").toString()));
        Files.writeString(planted.resolve("config.worktree"), "[core]\n\tworktree = " + outside + "\n");
        Path user = Files.createDirectory(repository.workspace.resolve("user"));
        Files.writeString(user.resolve(".git"), "gitdir: ../planted\n");
        Files.writeString(user.resolve("a.txt"), "mine\n");

        var status = repository.call("status", Json.object().put("repository", "user"));

        assertThat(status.data().toString()).doesNotContain("secret", "ws-evil");
        assertThat(status.data().path("unstaged").toString()).contains("a.txt");
        for (String operation : OPERATIONS) {
            assertThat(repository
                            .call(operation, Json.object().put("repository", "user"))
                            .data()
                            .toString())
                    .doesNotContain("secret", "ws-evil");
        }
        assertThat(repository.accesses("status", "{'repository': 'user'}"))
                .contains(new RepositoryAccess("planted", "", RepositoryVerb.READ));
        assertThat(folder.resolve("mark")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects/info/alternates", "commondir", "gitdir"})
    void aPlantedGitFolderThatIsPointedToTakesNothingFromOutside(String file) throws Exception {
        Path planted = planted("");
        Files.createDirectories(planted.resolve(file).getParent());
        Files.writeString(
                planted.resolve(file), outside.resolve(".git").resolve(file.startsWith("o") ? "objects" : "") + "\n");
        Path user = Files.createDirectory(repository.workspace.resolve("user"));
        Files.writeString(user.resolve(".git"), "gitdir: ../planted\n");
        if (file.equals("gitdir")) {
            // Says where the working files of a linked tree are; nobody here follows it.
            assertThat(repository
                            .call("log", Json.object().put("repository", "user"))
                            .data()
                            .toString())
                    .doesNotContain("ws-evil");
        } else {
            assertThat(repository
                            .failure("log", Json.object().put("repository", "user"))
                            .code())
                    .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        }
    }
}
