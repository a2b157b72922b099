package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.tool.git.TestingGitHost.Asked;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetch and push over HTTP with a token. */
class GitHostTest {
    @TempDir
    private Path workspace;

    @TempDir
    private Path hosted;

    private TestingRepository repository;
    private Git bare;
    private TestingGitHost host;

    @BeforeEach
    void start() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
        bare = Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(hosted.toFile())
                .call();
        repository.git.push().setRemote(hosted.toString()).setPushAll().call();
        host = new TestingGitHost(bare.getRepository());
        repository.addRemote("origin", host.remoteUrl());
        repository.with(TestingRepository.gitHubAt(host.base())).withToken(TestingGitHost.TOKEN);
    }

    @AfterEach
    void stop() {
        host.close();
        bare.close();
    }

    @Test
    void fetchesAndPushesWithTheToken() throws Exception {
        repository.call("fetch");
        repository.call("create_branch", "{'branch': 'fix/x'}");
        repository.call("switch_branch", "{'branch': 'fix/x'}");
        repository.write("a.txt", "fixed\n");
        repository.call("commit", "{'message': 'Fix', 'paths': ['a.txt']}");

        assertThat(repository.call("push").path("result").asString()).isEqualTo("updated");

        assertThat(bare.getRepository()
                        .exactRef("refs/heads/fix/x")
                        .getObjectId()
                        .name())
                .isEqualTo(repository.head());
        assertThat(repository.call("push").path("result").asString()).isEqualTo("up_to_date");
    }

    @Test
    void aRefusedTokenIsNamedByItsVariableOnly() {
        repository.withToken("wrong-token");

        var failure = repository.failure("fetch", "{}");

        assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHENTICATED);
        assertThat(failure.hint()).contains("GITHUB_TOKEN");
        assertThat(failure.toString()).doesNotContain("wrong-token");
    }

    @Test
    void theTokenGoesToItsOwnHostAlone() {
        GitSettings settings = TestingRepository.gitHubAt(host.base());
        repository.with(settings.withGitHub(
                new GitHubSettings("github.com", settings.gitHub().api(), "GITHUB_TOKEN")));

        assertThat(repository.failure("fetch", "{}").code()).isEqualTo(FailureCode.UNAUTHENTICATED);
        assertThat(host.asked())
                .isNotEmpty()
                .allMatch(asked -> asked.authorization().equals("null"));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (TestingGitHost other = new TestingGitHost(bare.getRepository())) {
            host.redirectsTo(other.base().toString());

            assertThat(repository.failure("fetch", "{}").code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void aHostThatIsNotThereIsSaidToBe() {
        host.close();

        assertThat(repository.failure("fetch", "{}").code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void nothingIsAskedOfAHostThatIsNotInTheSettings() {
        repository.with(repository.settings().withRemotes(List.of("github.com/**")));

        assertThat(repository.failure("fetch", "{}").code()).isEqualTo(FailureCode.DENIED);
        assertThat(host.asked()).extracting(Asked::path).isEmpty();
    }

    @Test
    void aProtectedBranchIsRefusedBeforeTheHostIsAsked() {
        assertThat(repository.failure("push", "{'branch': 'main'}").code()).isEqualTo(FailureCode.DENIED);
        assertThat(host.asked()).isEmpty();
    }
}
