package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.TestingCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GitCommitTest {
    @TempDir
    private Path workspace;

    private TestingRepository repository;

    @BeforeEach
    void repository() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
    }

    @Test
    void commitsWhatIsStagedAndNothingElse() throws Exception {
        repository.write("a.txt", "staged\n");
        repository.call("stage", "{'paths': ['a.txt']}");
        repository.write("src/b.txt", "not staged\n");

        ObjectNode result = repository.call("commit", "{'message': 'Change a'}");

        assertThat(files(result)).containsExactly("a.txt");
        assertThat(result.path("branch").asString()).isEqualTo("main");
        assertThat(result.path("commit").asString()).isEqualTo(repository.head());
        assertThat(repository.git.status().call().getModified()).containsExactly("src/b.txt");
        RevCommit commit = last();
        assertThat(commit.getFullMessage()).isEqualTo("Change a\n");
        assertThat(commit.getParentCount()).isEqualTo(1);
        assertThat(commit.getCommitterIdent().getEmailAddress()).isEqualTo("writ@localhost");
        assertThat(commit.getCommitterIdent().getWhenAsInstant()).isEqualTo(TestingRepository.NOW);
        assertThat(commit.getRawGpgSignature()).isNull();
        assertThat(repository.git.reflog().call().iterator().next().getComment())
                .isEqualTo("commit: Change a");
    }

    @Test
    void withPathsItCommitsExactlyThoseAndLeavesTheRestStaged() throws Exception {
        repository.write("a.txt", "named\n");
        repository.write("src/b.txt", "staged\n");
        repository.write("c.txt", "staged too\n");
        repository.call("stage", "{'paths': ['src/b.txt', 'c.txt']}");
        Files.delete(repository.folder.resolve("src/b.txt"));

        ObjectNode result = repository.call("commit", "{'message': 'Only a', 'paths': ['a.txt']}");

        assertThat(files(result)).containsExactly("a.txt");
        Status status = repository.git.status().call();
        assertThat(status.getAdded()).containsExactly("c.txt");
        assertThat(status.getChanged()).containsExactly("src/b.txt");
        assertThat(status.getMissing()).containsExactly("src/b.txt");
        assertThat(repository.call("show").path("files")).hasSize(1);
    }

    @Test
    void namedFilesMayBeNewDeletedOrAWholeFolder() throws Exception {
        repository.write("src/new.txt", "new\n");
        Files.delete(repository.folder.resolve("src/b.txt"));
        repository.write("a.txt", "left alone\n");

        ObjectNode result = repository.call("commit", "{'message': 'Renew src', 'paths': ['src']}");

        assertThat(files(result)).containsExactly("src/b.txt", "src/new.txt");
        assertThat(repository.git.status().call().getModified()).containsExactly("a.txt");
    }

    @Test
    void aNamedFileInsideAFolderThatReplacedAFileIsCommitted() throws Exception {
        Files.delete(repository.folder.resolve("a.txt"));
        repository.write("a.txt/inner.txt", "in\n");

        repository.call("commit", "{'message': 'Make it a folder', 'paths': ['a.txt/inner.txt']}");

        assertThat(repository.git.status().call().isClean()).isTrue();
        assertThat(repository.call("show").path("diff").asString()).contains("a.txt/inner.txt");
    }

    @Test
    void theFirstCommitOfARepositoryHasNoParent() throws Exception {
        TestingRepository fresh = TestingRepository.empty(workspace, "fresh");
        fresh.write("x", "x\n");

        ObjectNode result = fresh.call("commit", "{'message': 'Begin', 'paths': ['x']}");

        assertThat(result.path("branch").asString()).isEqualTo("main");
        assertThat(fresh.call("log").path("commits")).hasSize(1);
        assertThat(fresh.git.status().call().isClean()).isTrue();
    }

    @Test
    void theAuthorIsTheRepositorysOwnUserAndTheCommitterIsWrit() throws Exception {
        repository.configure("[user]\n\tname = Bea\n\temail = bea@example.org");
        repository.write("a.txt", "x\n");

        ObjectNode result = repository.call("commit", "{'message': 'Change', 'paths': ['a.txt']}");

        assertThat(result.path("author").asString()).isEqualTo("Bea <bea@example.org>");
        assertThat(last().getAuthorIdent().getName()).isEqualTo("Bea");
        assertThat(last().getCommitterIdent().getName()).isEqualTo("Writ");
    }

    @Test
    void nothingToCommitIsSaidAndNothingChanges() throws Exception {
        String before = repository.head();
        repository.write("a.txt", "changed\n");

        assertThat(repository.failure("commit", "{'message': 'x'}").message()).contains("nothing is staged");
        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['src']}")
                        .message())
                .contains("no changes");
        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['nowhere']}")
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(repository.head()).isEqualTo(before);
        assertThat(repository.folder.resolve(".git/index.lock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n\n", "\u001b[2Jhidden", "sub\u202eject", "a\u0000b", "one\rtwo", "\ud800"})
    void messagesBreakingTheRulesAreRefused(String message) throws Exception {
        repository.write("a.txt", "x\n");

        var arguments = Json.object().put("message", message);
        arguments.set("paths", Json.array(List.of("a.txt")));

        assertThat(repository.failure("commit", arguments).code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(repository.git.status().call().getChanged()).isEmpty();
    }

    @Test
    void theFirstLineHasALimitAndMayNeedAForm() throws Exception {
        repository.write("a.txt", "x\n");
        assertThat(repository
                        .failure("commit", "{'message': '" + "x".repeat(101) + "', 'paths': ['a.txt']}")
                        .message())
                .contains("more than 100 characters");
        repository.with(repository
                .settings()
                .withCommits(CommitRules.defaults().withSubjectPattern(Pattern.compile("[A-Z]+-[0-9]+: .+"))));

        assertThat(repository
                        .failure("commit", "{'message': 'fix', 'paths': ['a.txt']}")
                        .message())
                .contains("does not match");
        repository.call("commit", "{'message': 'ABC-1: fix', 'paths': ['a.txt']}");
        assertThat(last().getShortMessage()).isEqualTo("ABC-1: fix");
    }

    @Test
    void aDetachedHeadHasNoBranchToCommitOn() throws Exception {
        repository.git.checkout().setName(repository.head()).call();
        repository.write("a.txt", "x\n");

        var failure = repository.failure("commit", "{'message': 'x', 'paths': ['a.txt']}");

        assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(failure.message()).contains("No branch is checked out");
    }

    @Test
    void aMergeInProgressOrALockedIndexStopsACommit() throws Exception {
        Path lock = Files.createFile(repository.folder.resolve(".git/index.lock"));
        repository.write("a.txt", "x\n");
        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['a.txt']}")
                        .message())
                .contains("locked");
        Files.delete(lock);
        repository.commitAll("Clean up");
        GitReadingTest.conflict(repository);

        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['a.txt']}")
                        .message())
                .contains("in the middle of");
    }

    @Test
    void aDamagedBranchIsNotTakenForANewOne() throws Exception {
        Files.writeString(repository.folder.resolve(".git/refs/heads/main"), "");
        repository.write("a.txt", "x\n");

        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['a.txt']}")
                        .message())
                .contains("is damaged");
    }

    @Test
    void commitStatesTheBranchAndHoldsToIt() throws Exception {
        repository.git.branchCreate().setName("other").call();
        repository.write("a.txt", "x\n");
        assertThat(repository.accesses("commit", "{'message': 'x'}"))
                .containsExactly(new RepositoryAccess("app", "main", RepositoryVerb.COMMIT));
        PreparedCall prepared = TestingCalls.find(repository.server(), "github.commit")
                .prepare(
                        Json.parseObject("{\"repository\":\"app\",\"message\":\"x\",\"paths\":[\"a.txt\"]}"),
                        repository.context());
        repository.git.checkout().setName("other").call();

        Assertions.assertThatThrownBy(() -> prepared.run(TestingCalls.authorized(repository.context())))
                .hasMessageContaining("Another branch was checked out meanwhile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws = AKIAIOSFODNN7EXAMPLE",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
                "token: ghp_abcdefghijklmnopqrstuvwxyz0123456789",
                "url = https://user:hunter2hunter2@example.org/",
                "password = \"correct horse\""
            })
    void secretsAreNotCommittedWhereverTheyAre(String secret) throws Exception {
        String before = repository.head();
        byte[] utf16 = secret.getBytes(StandardCharsets.UTF_16LE);
        byte[] binary = ("\0\1\2 " + secret + " \0").getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] content : List.of(secret.getBytes(StandardCharsets.UTF_8), utf16, binary)) {
            Files.write(repository.folder.resolve("config.txt"), content);

            var failure = repository.failure("commit", "{'message': 'Configure', 'paths': ['config.txt']}");

            assertThat(failure.code()).isEqualTo(FailureCode.DENIED);
            assertThat(failure.toString()).contains("config.txt").doesNotContain(secret.substring(8));
        }
        var message = Json.object().put("message", "Use it\n\n" + secret);
        message.set("paths", Json.array(List.of("config.txt")));
        assertThat(repository.failure("commit", message).code()).isEqualTo(FailureCode.DENIED);
        assertThat(repository.head()).isEqualTo(before);
    }

    @Test
    void whatIsThereAlreadyAndChecksumsDoNotStopACommit() throws Exception {
        repository.write("fixture.txt", "password = \"correct horse\"\nend\n");
        repository.commitAll("Add a fixture without Writ");
        repository.write("fixture.txt", "password = \"correct horse\"\nmiddle\nend\n");
        repository.write(
                "package-lock.json",
                "\"integrity\": \"sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedA\"\n");

        repository.call("commit", "{'message': 'Extend', 'paths': ['fixture.txt', 'package-lock.json']}");

        assertThat(last().getShortMessage()).isEqualTo("Extend");
        repository.write("fixture.txt", "password = \"another horse\"\n");
        assertThat(repository
                        .failure("commit", "{'message': 'x', 'paths': ['fixture.txt']}")
                        .code())
                .isEqualTo(FailureCode.DENIED);
    }

    @Test
    void filesThatAreTooLargeAreNotCommittedHoweverTheyWereStaged() throws Exception {
        byte[] content = new byte[10_000_001];
        new Random(7).nextBytes(content);
        Files.write(repository.folder.resolve("big.bin"), content);
        repository.git.add().addFilepattern("big.bin").call();

        var failure = repository.failure("commit", "{'message': 'Big'}");

        assertThat(failure.code()).isEqualTo(FailureCode.TOO_LARGE);
        assertThat(failure.message()).contains("big.bin has 10,000,001 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {".github/workflows/ci.yml", ".GitHub/Workflows/x.yaml", ".github/workflows/a/b.yml"})
    void workflowsAreNotCommitted(String path) throws Exception {
        repository.write(path, "on: push\n");

        assertThat(repository
                        .failure("commit", "{'message': 'CI', 'paths': ['" + path + "']}")
                        .code())
                .isEqualTo(FailureCode.DENIED);
        repository.with(repository.settings().withCommits(CommitRules.defaults().withGuardedPaths(List.of())));
        repository.call("commit", "{'message': 'CI', 'paths': ['" + path + "']}");
        assertThat(files(repository.call("show"), "files")).containsExactly(path);
    }

    @Test
    void aFailedCommitLeavesTheIndexAsItWas() throws Exception {
        repository.write("a.txt", "password = \"correct horse\"\n");
        repository.write("src/b.txt", "fine\n");
        repository.call("stage", "{'paths': ['src/b.txt']}");

        repository.failure("commit", "{'message': 'x', 'paths': ['a.txt']}");

        assertThat(repository.git.status().call().getChanged()).containsExactly("src/b.txt");
        assertThat(repository.folder.resolve(".git/index.lock")).doesNotExist();
    }

    private RevCommit last() throws Exception {
        try (RevWalk walk = new RevWalk(repository.git.getRepository())) {
            return walk.parseCommit(ObjectId.fromString(repository.head()));
        }
    }

    private static List<String> files(ObjectNode result) {
        return result.path("files").valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> files(ObjectNode result, String list) {
        return result.path(list)
                .valueStream()
                .map(file -> file.path("path").asString())
                .toList();
    }
}
