package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Fetch, pull and push with a bare repository in the same workspace. */
class GitRemotesTest {
    @TempDir
    private Path workspace;

    private TestingRepository repository;
    private TestingRepository other;
    private Git bare;

    @BeforeEach
    void repositories() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
        bare = repository.addBareOrigin("origin.git");
        Git clone = Git.cloneRepository()
                .setURI(bare.getRepository().getDirectory().toString())
                .setDirectory(workspace.resolve("other").toFile())
                .call();
        clone.close();
        other = TestingRepository.empty(workspace, "other");
    }

    @AfterEach
    void close() {
        bare.close();
        repository.close();
        other.close();
    }

    @Test
    void fetchLearnsWhatTheRemoteHasAndChangesNothingElse() throws Exception {
        RevCommit theirs = pushFromOther("a.txt", "theirs\n");

        ObjectNode fetched = repository.call("fetch");

        assertThat(fetched.path("remote").asString()).isEqualTo("origin");
        assertThat(fetched.path("updates").get(0).path("ref").asString()).isEqualTo("refs/remotes/origin/main");
        assertThat(ref(repository, "refs/remotes/origin/main")).isEqualTo(theirs.name());
        assertThat(repository.read("a.txt")).isEqualTo("one\ntwo\nthree\n");
        assertThat(repository.call("fetch").path("updates")).isEmpty();
    }

    @Test
    void aConfiguredRefspecCannotWriteOverLocalBranches() throws Exception {
        StoredConfig config = repository.git.getRepository().getConfig();
        config.setString("remote", "origin", "fetch", "+refs/heads/main:refs/heads/victim");
        config.save();
        repository.git.branchCreate().setName("victim").call();
        String before = ref(repository, "refs/heads/victim");
        pushFromOther("a.txt", "theirs\n");

        repository.call("fetch");

        assertThat(ref(repository, "refs/heads/victim")).isEqualTo(before);
    }

    @Test
    void pullMovesTheBranchForward() throws Exception {
        RevCommit theirs = pushFromOther("new/c.txt", "theirs\n");
        repository.write("src/b.txt", "mine, not committed\n");

        ObjectNode pulled = repository.call("pull");

        assertThat(pulled.path("updated").asBoolean()).isTrue();
        assertThat(pulled.path("to").asString()).isEqualTo(theirs.name());
        assertThat(repository.head()).isEqualTo(theirs.name());
        assertThat(repository.read("new/c.txt")).isEqualTo("theirs\n");
        assertThat(repository.read("src/b.txt")).isEqualTo("mine, not committed\n");
        assertThat(repository.call("pull").path("updated").asBoolean()).isFalse();
    }

    @Test
    void pullNeverMerges() throws Exception {
        pushFromOther("a.txt", "theirs\n");
        repository.write("src/b.txt", "ours\n");
        repository.commitAll("Ours");
        String before = repository.head();

        var failure = repository.failure("pull", "{}");

        assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(failure.message()).contains("does not merge");
        assertThat(repository.head()).isEqualTo(before);
        assertThat(repository.git.status().call().isClean()).isTrue();
    }

    @Test
    void pullKeepsLocalChangesOrFails() throws Exception {
        pushFromOther("a.txt", "theirs\n");
        repository.write("a.txt", "mine\n");
        String before = repository.head();

        assertThat(repository.failure("pull", "{}").message()).contains("would be overwritten: a.txt");

        assertThat(repository.head()).isEqualTo(before);
        assertThat(repository.read("a.txt")).isEqualTo("mine\n");
    }

    @Test
    void pushPublishesOneBranchAndItsTrackingState() throws Exception {
        repository.call("create_branch", "{'branch': 'fix/x'}");
        repository.call("switch_branch", "{'branch': 'fix/x'}");
        repository.write("a.txt", "fixed\n");
        repository.call("commit", "{'message': 'Fix', 'paths': ['a.txt']}");

        ObjectNode pushed = repository.call("push", "{'remote': 'origin', 'branch': 'fix/x'}");

        assertThat(pushed.path("result").asString()).isEqualTo("updated");
        assertThat(bare.getRepository()
                        .exactRef("refs/heads/fix/x")
                        .getObjectId()
                        .name())
                .isEqualTo(repository.head());
        assertThat(ref(repository, "refs/remotes/origin/fix/x")).isEqualTo(repository.head());
        assertThat(repository.call("push").path("result").asString()).isEqualTo("up_to_date");
    }

    @Test
    void pushNeverForces() throws Exception {
        repository.git.branchCreate().setName("shared").call();
        repository.call("push", "{'branch': 'shared'}");
        other.git.fetch().call();
        other.git
                .checkout()
                .setCreateBranch(true)
                .setName("shared")
                .setStartPoint("origin/shared")
                .call();
        other.write("a.txt", "theirs\n");
        RevCommit theirs = other.commitAll("Theirs");
        other.git.push().add("shared").call();
        repository.git.checkout().setName("shared").call();
        repository.write("a.txt", "ours\n");
        repository.commitAll("Ours");

        assertThat(repository.failure("push", "{'branch': 'shared'}").code()).isEqualTo(FailureCode.CONFLICT);

        assertThat(bare.getRepository().exactRef("refs/heads/shared").getObjectId())
                .isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "MAIN", "Main", "master", "release/1.0", "Release/2", "release"})
    void protectedBranchesAreNotPushedTo(String branch) throws Exception {
        Ref before = bare.getRepository().exactRef("refs/heads/main");
        repository.write("a.txt", "x\n");
        repository.commitAll("Change");
        if (!branch.equals("main")) {
            repository.git.branchCreate().setName(branch).call();
        }

        assertThat(repository.failure("push", "{'branch': '" + branch + "'}").code())
                .isEqualTo(FailureCode.DENIED);
        assertThat(bare.getRepository().getRefDatabase().getRefsByPrefix("refs/heads/"))
                .hasSize(1);
        assertThat(bare.getRepository().exactRef("refs/heads/main").getObjectId())
                .isEqualTo(before.getObjectId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD:main",
                "refs/heads/main",
                "heads/main",
                "+main",
                "+refs/heads/x:refs/heads/main",
                ":main",
                "x:main",
                "HEAD",
                "@",
                "FETCH_HEAD",
                "refs/tags/v1",
                "tags/main",
                "remotes/origin/main",
                "--force",
                "--mirror",
                "-d",
                "main^",
                "main~0",
                "main@{0}",
                "x..main",
                "ma in",
                "main\n",
                "main\u200b",
                "m*",
                "main.lock",
                "main/",
                "/main",
                "main//x",
                "main\\x",
                ".main",
                "x/.y",
                "\u202emain",
                "0123456789abcdef0123456789abcdef01234567"
            })
    void nothingButAPlainShortNameIsABranch(String branch) throws Exception {
        repository.write("a.txt", "x\n");
        repository.commitAll("Change");
        var before = bare.getRepository().exactRef("refs/heads/main").getObjectId();

        var arguments = dev.writ.Json.object().put("branch", branch);

        assertThat(repository.failure("push", arguments).code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(bare.getRepository().getRefDatabase().getRefs())
                .noneMatch(
                        ref -> ref.getObjectId() != null && !ref.getObjectId().equals(before));
    }

    @Test
    void theCurrentBranchIsChosenAndProtectedAlikeWhereNoneIsNamed() throws Exception {
        assertThat(repository.failure("push", "{}").code()).isEqualTo(FailureCode.DENIED);
        repository.with(repository.settings().withProtectedBranches(List.of("trunk")));
        repository.write("a.txt", "x\n");
        repository.commitAll("Change");

        assertThat(repository.call("push").path("branch").asString()).isEqualTo("main");
    }

    @Test
    void aTagOfTheSameNameIsNotPushedInsteadOfTheBranch() throws Exception {
        repository.git.branchCreate().setName("both").call();
        String branch = ref(repository, "refs/heads/both");
        repository.write("a.txt", "x\n");
        RevCommit elsewhere = repository.commitAll("Elsewhere");
        repository
                .git
                .tag()
                .setName("both")
                .setObjectId(elsewhere)
                .setAnnotated(false)
                .call();

        repository.call("push", "{'branch': 'both'}");

        assertThat(bare.getRepository()
                        .exactRef("refs/heads/both")
                        .getObjectId()
                        .name())
                .isEqualTo(branch);
        assertThat(bare.getRepository().exactRef("refs/tags/both")).isNull();
    }

    @Test
    void aRemoteInTheWorkspaceIsTouchedTooAndSaysSo() {
        assertThat(repository.accesses("fetch", "{}"))
                .containsExactly(
                        new RepositoryAccess("app", "", RepositoryVerb.FETCH),
                        new RepositoryAccess("origin.git", "", RepositoryVerb.READ));
        assertThat(repository.accesses("pull", "{}"))
                .containsExactly(
                        new RepositoryAccess("app", "main", RepositoryVerb.PULL),
                        new RepositoryAccess("origin.git", "", RepositoryVerb.READ));
        assertThat(repository.accesses("push", "{'branch': 'fix/x'}"))
                .containsExactly(
                        new RepositoryAccess("app", "fix/x", RepositoryVerb.PUSH),
                        new RepositoryAccess("origin.git", "fix/x", RepositoryVerb.PUSH));
    }

    @Test
    void aRepositoryWithWorkingFilesIsNotPushedTo() throws Exception {
        repository.addRemote(
                "neighbour", workspace.toRealPath().resolve("other").toString());
        repository.git.branchCreate().setName("x").call();

        assertThat(repository
                        .failure("push", "{'remote': 'neighbour', 'branch': 'x'}")
                        .code())
                .isEqualTo(FailureCode.DENIED);
    }

    @Test
    void remotesAreNamedAndNeverAddressed() {
        for (String remote :
                List.of("https://evil.example/x", "ext::sh -c id", "--upload-pack=x", "../other", "nope")) {
            assertThat(repository
                            .failure("fetch", "{'remote': '" + remote + "'}")
                            .code())
                    .isIn(FailureCode.INVALID_ARGUMENTS, FailureCode.NOT_FOUND);
        }
    }

    @Test
    void aLinkPutInTheRemoteIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(workspace.resolve("elsewhere"));
        Path heads = workspace.resolve("origin.git/refs/heads/team");
        Files.createSymbolicLink(heads, elsewhere);
        repository.git.branchCreate().setName("team/x").call();

        assertThat(repository.failure("push", "{'branch': 'team/x'}").code()).isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
        assertThat(elsewhere).isEmptyDirectory();
    }

    private RevCommit pushFromOther(String path, String content) throws Exception {
        other.write(path, content);
        RevCommit commit = other.commitAll("Theirs");
        other.git.push().add("main").call();
        return commit;
    }

    private static String ref(TestingRepository repository, String name) throws Exception {
        return repository.git.getRepository().exactRef(name).getObjectId().name();
    }
}
