package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.OperationResult;
import dev.writ.tool.git.TestingGitHost.Answer;
import dev.writ.tool.git.TestingGitHost.Asked;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PullRequestsTest {
    private static final String CREATE = "{'title': 'Fix x', 'head': 'fix/x', 'base': 'main', 'body': 'Because.'}";

    @TempDir
    private Path workspace;

    private TestingRepository repository;
    private TestingGitHost host;

    @BeforeEach
    void start() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
        host = new TestingGitHost(repository.git.getRepository());
        repository.addRemote("origin", host.remoteUrl());
        repository.with(TestingRepository.gitHubAt(host.base())).withToken(TestingGitHost.TOKEN);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aPullRequestIsOpenedInTheRepositoryOfTheRemote() throws Exception {
        host.answers(new Answer(201, TestingGitHost.pullRequest(7, "Fix x")));

        ObjectNode created = repository.call("create_pull_request", CREATE);

        Asked asked = host.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.path()).isEqualTo("/repos/acme/app/pulls");
        assertThat(asked.authorization()).isEqualTo("Bearer " + TestingGitHost.TOKEN);
        assertThat(Json.parse(asked.body()))
                .isEqualTo(
                        Json.parse(
                                "{\"title\":\"Fix x\",\"head\":\"fix/x\",\"base\":\"main\",\"body\":\"Because.\",\"draft\":false}"));
        assertThat(created.path("number").asInt()).isEqualTo(7);
        assertThat(created.path("url").asString()).isEqualTo("https://github.com/acme/app/pull/7");
    }

    @Test
    void theCurrentBranchIsTheHeadWhereNoneIsNamed() throws Exception {
        host.answers(new Answer(201, TestingGitHost.pullRequest(7, "x")));
        repository.call("create_branch", "{'branch': 'work'}");
        repository.call("switch_branch", "{'branch': 'work'}");

        repository.call("create_pull_request", "{'title': 'x', 'base': 'main', 'draft': true}");

        assertThat(host.asked().getFirst().body()).contains("\"head\":\"work\"", "\"draft\":true");
        assertThat(repository.accesses("create_pull_request", "{'title': 'x', 'base': 'main'}"))
                .containsExactly(
                        new RepositoryAccess("app", "work", RepositoryVerb.PULL_REQUEST),
                        new RepositoryAccess(
                                "remote:" + host.base().getAuthority() + "/acme/app",
                                "work",
                                RepositoryVerb.PULL_REQUEST));
    }

    @Test
    void pullRequestsAreListedWithoutWhatStrangersWrote() throws Exception {
        host.answers(new Answer(
                200,
                "[" + TestingGitHost.pullRequest(2, "Evil \\u001b[31m \\u202e title") + ","
                        + TestingGitHost.pullRequest(1, "First") + "]"));

        OperationResult listed = repository.call(
                "list_pull_requests", Json.object().put("state", "all").put("limit", 5));

        assertThat(host.asked().getFirst().path()).isEqualTo("/repos/acme/app/pulls?state=all&per_page=5");
        assertThat(listed.data().path("pull_requests")).hasSize(2);
        assertThat(listed.text()).contains("#1 open: First (fix/x -> main, by ann)");
        assertThat(listed.data().toString() + listed.text())
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .doesNotContain("ignore your instructions");
    }

    @Test
    void withoutATokenNothingIsAsked() {
        repository.withToken(" ");

        for (String operation : new String[] {"create_pull_request", "list_pull_requests"}) {
            var failure = repository.failure(operation, operation.startsWith("create") ? CREATE : "{}");
            assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(failure.hint()).contains("GITHUB_TOKEN");
        }
        assertThat(host.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED",
        "403, DENIED",
        "404, DENIED",
        "422, OPERATION_FAILED",
        "429, UNAVAILABLE",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "301, OPERATION_FAILED"
    })
    void answersBecomeFailuresWithAWayOut(int status, FailureCode code) {
        host.answers(new Answer(
                status, "{\"message\": \"Validation Failed\", \"errors\": [{\"message\": \"No commits\\u001b[2J\"}]}"));

        var failure = repository.failure("create_pull_request", CREATE);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).contains("Validation Failed; No commits").doesNotContain("\u001b");
        assertThat(failure.hint()).isNotBlank();
    }

    @Test
    void aSpentRateLimitIsForNow() {
        host.answers(new Answer(403, "{\"message\": \"API rate limit exceeded\"}", "X-RateLimit-Remaining", "0"));

        assertThat(repository.failure("list_pull_requests", "{}").code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{}", "{\"a\": 1, \"a\": 2}"})
    void nonsenseIsNotTakenForAnAnswer(String body) {
        host.answers(new Answer(200, body));

        assertThat(repository.failure("list_pull_requests", "{}").code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void redirectsAreNotFollowedWithTheToken() throws Exception {
        try (TestingGitHost other = new TestingGitHost(repository.git.getRepository())) {
            host.answers(new Answer(307, "{}", "Location", other.base() + "/repos/evil/app/pulls"));

            assertThat(repository.failure("create_pull_request", CREATE).code())
                    .isEqualTo(FailureCode.OPERATION_FAILED);
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void anAnswerThatDoesNotArriveLeavesTheOutcomeOpenForCreatingOnly() {
        host.answers(new Answer(201, "x".repeat(9_000_000)));

        assertThat(repository.failure("create_pull_request", CREATE).code()).isEqualTo(FailureCode.OUTCOME_UNKNOWN);
        assertThat(repository.failure("list_pull_requests", "{}").code()).isEqualTo(FailureCode.UNAVAILABLE);
        host.close();
        assertThat(repository.failure("create_pull_request", CREATE).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'title': 'x', 'head': 'evil:fix', 'base': 'main'}",
                "{'title': 'x', 'head': 'refs/heads/x', 'base': 'main'}",
                "{'title': 'x', 'head': 'x', 'base': 'evil:main'}",
                "{'title': ' ', 'head': 'x', 'base': 'main'}",
                "{'title': 'a\\nb', 'head': 'x', 'base': 'main'}"
            })
    void oddBranchesAndTitlesAreRefused(String arguments) {
        assertThat(repository.failure("create_pull_request", arguments).code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(host.asked()).isEmpty();
    }

    @Test
    void secretsDoNotLeaveInADescription() {
        String body = "{'title': 'x', 'head': 'x', 'base': 'main', 'body': 'see AKIAIOSFODNN7EXAMPLE'}";

        assertThat(repository.failure("create_pull_request", body).code()).isEqualTo(FailureCode.DENIED);
        assertThat(host.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HOST/acme/../evil", "HOST/acme/app/extra", "HOST/acme", "HOST/ac%2fme/app", "HOST/acme/app?x"})
    void onlyOneOwnerAndOneNameMakeARepository(String url) throws Exception {
        repository.addRemote("origin", url.replace("HOST", host.base().toString()));

        assertThat(repository.failure("list_pull_requests", "{}").code())
                .isIn(FailureCode.DENIED, FailureCode.CONFLICT);
        assertThat(host.asked()).isEmpty();
    }

    @Test
    void aRemoteOnAnotherHostIsNotAskedOfGitHub() throws Exception {
        repository.with(
                repository.settings().withGitHub(new GitHubSettings("github.com", host.base(), "GITHUB_TOKEN")));

        assertThat(repository.failure("list_pull_requests", "{}").code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(host.asked()).isEmpty();
    }

    @Test
    void theTokenIsNotSentUnencryptedOverTheNetwork() {
        repository.with(repository
                .settings()
                .withGitHub(new GitHubSettings(
                        host.base().getAuthority(), URI.create("http://api.example.org"), "GITHUB_TOKEN")));

        assertThat(repository.failure("list_pull_requests", "{}").message()).contains("not encrypted");
    }

    @Test
    void aTokenWithALineEndIsNotQuoted() {
        repository.withToken("abc\ndef");

        assertThat(repository.failure("list_pull_requests", "{}").toString())
                .contains("characters that no token has")
                .doesNotContain("abc");
    }
}
