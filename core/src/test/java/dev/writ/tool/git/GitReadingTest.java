package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.OperationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeResult;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GitReadingTest {
    @TempDir
    private Path workspace;

    private TestingRepository repository;

    @BeforeEach
    void repository() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
    }

    @Test
    void statusOfAnUnchangedRepositoryIsClean() throws Exception {
        ObjectNode status = repository.call("status");

        assertThat(status.path("repository").asString()).isEqualTo("app");
        assertThat(status.path("branch").asString()).isEqualTo("main");
        assertThat(status.path("clean").asBoolean()).isTrue();
        assertThat(status.path("upstream").asString()).isEmpty();
    }

    @Test
    void statusTellsStagedFromChangedFromUntrackedAndLeavesOutIgnored() throws Exception {
        repository.write(".gitignore", "*.log\n");
        repository.commitAll("Ignore logs");
        repository.write("a.txt", "one\n");
        repository.git.add().addFilepattern("a.txt").call();
        repository.write("src/b.txt", "changed\n");
        repository.write("new/c.txt", "new\n");
        repository.write("noise.log", "noise\n");

        ObjectNode status = repository.call("status");

        assertThat(changes(status, "staged")).containsExactly("modified a.txt");
        assertThat(changes(status, "unstaged")).containsExactly("modified src/b.txt");
        assertThat(status.path("untracked").valueStream().map(JsonNode::asString))
                .containsExactly("new/c.txt");
        assertThat(status.path("clean").asBoolean()).isFalse();
    }

    @Test
    void statusShowsDeletionsAndRenames() throws Exception {
        Files.move(repository.folder.resolve("a.txt"), repository.folder.resolve("moved.txt"));
        repository.git.add().addFilepattern("moved.txt").call();
        repository.git.rm().addFilepattern("a.txt").call();
        Files.delete(repository.folder.resolve("src/b.txt"));

        OperationResult result = repository.call("status", Json.object());

        assertThat(changes(result.data(), "staged")).containsExactly("renamed moved.txt");
        assertThat(result.data().path("staged").get(0).path("from").asString()).isEqualTo("a.txt");
        assertThat(changes(result.data(), "unstaged")).containsExactly("deleted src/b.txt");
        assertThat(result.text()).contains("On branch main", "renamed: a.txt -> moved.txt", "deleted: src/b.txt");
    }

    @Test
    void statusOfARepositoryWithoutCommitsNamesItsBranch() throws Exception {
        TestingRepository fresh = TestingRepository.empty(workspace, "fresh");
        fresh.write("x", "x");

        ObjectNode status = fresh.call("status");

        assertThat(status.path("branch").asString()).isEqualTo("main");
        assertThat(status.path("untracked").get(0).asString()).isEqualTo("x");
    }

    @Test
    void statusStatesConflictsAndWhatIsInProgress() throws Exception {
        conflict(repository);

        OperationResult result = repository.call("status", Json.object());

        assertThat(changes(result.data(), "conflicts")).containsExactly("modified by both a.txt");
        assertThat(result.data().path("staged")).isEmpty();
        assertThat(result.text()).contains("In conflict:", "In progress: Conflicts");
    }

    @Test
    void statusOfADetachedHeadHasNoBranch() throws Exception {
        repository.git.checkout().setName(repository.head()).call();

        ObjectNode status = repository.call("status");

        assertThat(status.path("branch").asString()).isEmpty();
        assertThat(status.path("detached").asBoolean()).isTrue();
    }

    @Test
    void statusCountsHowFarAheadAndBehindTheBranchIs() throws Exception {
        try (Git bare = repository.addBareOrigin("origin.git")) {
            repository.configure("[branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main");
            repository.call("fetch");
            repository.write("a.txt", "ahead\n");
            repository.commitAll("Ahead");

            ObjectNode status = repository.call("status");

            assertThat(bare.getRepository().isBare()).isTrue();
            assertThat(status.path("upstream").asString()).isEqualTo("origin/main");
            assertThat(status.path("ahead").asInt()).isEqualTo(1);
            assertThat(status.path("behind").asInt()).isZero();
        }
    }

    @Test
    void nestedRepositoriesLinksAndPipesAreSeenButNotEntered() throws Exception {
        TestingRepository nested = TestingRepository.withCommit(workspace, "app/nested");
        nested.write("secret.txt", "untracked in the nested one\n");
        Files.createSymbolicLink(repository.folder.resolve("link"), workspace);
        mkfifo(repository.folder.resolve("pipe"));

        ObjectNode status = repository.call("status");

        assertThat(status.path("untracked").valueStream().map(JsonNode::asString))
                .containsExactly("link");
        assertThat(status.path("nested_repositories").valueStream().map(JsonNode::asString))
                .containsExactly("nested");
    }

    @Test
    void aTrackedFileReplacedByAPipeIsDeletedToGit() throws Exception {
        Files.delete(repository.folder.resolve("a.txt"));
        mkfifo(repository.folder.resolve("a.txt"));

        assertThat(changes(repository.call("status"), "unstaged")).containsExactly("deleted a.txt");
        assertThat(repository.call("diff").path("files").get(0).path("change").asString())
                .isEqualTo("deleted");
    }

    @Test
    void diffShowsWhatIsNotStaged() throws Exception {
        repository.write("a.txt", "one\n2\nthree\nfour\n");
        repository.write("untracked.txt", "not part of it\n");

        ObjectNode diff = repository.call("diff");

        assertThat(diff.path("files")).hasSize(1);
        JsonNode file = diff.path("files").get(0);
        assertThat(file.path("path").asString()).isEqualTo("a.txt");
        assertThat(file.path("additions").asInt()).isEqualTo(2);
        assertThat(file.path("deletions").asInt()).isEqualTo(1);
        assertThat(diff.path("diff").asString()).contains("--- a/a.txt", "-two", "+2", "+four");
        assertThat(diff.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void diffShowsWhatIsStagedOrEverythingSinceACommit() throws Exception {
        repository.write("a.txt", "staged\n");
        repository.git.add().addFilepattern("a.txt").call();
        repository.write("src/b.txt", "not staged\n");

        assertThat(paths(repository.call("diff"))).containsExactly("src/b.txt");
        assertThat(paths(repository.call("diff", "{'staged': true}"))).containsExactly("a.txt");
        assertThat(paths(repository.call("diff", "{'from': 'HEAD'}"))).containsExactly("a.txt", "src/b.txt");
        assertThat(paths(repository.call("diff", "{'from': 'HEAD', 'paths': ['src']}")))
                .containsExactly("src/b.txt");
    }

    @Test
    void diffComparesTwoCommitsAndFindsRenames() throws Exception {
        Files.move(repository.folder.resolve("a.txt"), repository.folder.resolve("z.txt"));
        repository.commitAll("Move");

        ObjectNode diff = repository.call("diff", "{'from': 'HEAD~1', 'to': 'main'}");

        assertThat(diff.path("files")).hasSize(1);
        assertThat(diff.path("files").get(0).path("change").asString()).isEqualTo("renamed");
        assertThat(diff.path("files").get(0).path("from").asString()).isEqualTo("a.txt");
    }

    @Test
    void diffOfEverythingStagedBeforeTheFirstCommitWorks() throws Exception {
        TestingRepository fresh = TestingRepository.empty(workspace, "fresh");
        fresh.write("x", "x\n");
        fresh.git.add().addFilepattern("x").call();

        assertThat(paths(fresh.call("diff", "{'staged': true}"))).containsExactly("x");
    }

    @Test
    void binaryFilesAreMarkedAndNotShown() throws Exception {
        Files.write(repository.folder.resolve("a.txt"), new byte[] {0, 1, 2, 0, 3});

        ObjectNode diff = repository.call("diff");

        assertThat(diff.path("files").get(0).path("binary").asBoolean()).isTrue();
        assertThat(diff.path("diff").asString()).contains("Binary files");
    }

    @Test
    void aLargeDiffIsCutAndSaysSo() throws Exception {
        for (int i = 0; i < 310; i++) {
            repository.write("many/f" + i, "line\n".repeat(400));
        }
        repository.git.add().addFilepattern(".").call();

        OperationResult result = repository.call("diff", Json.object().put("staged", true));

        assertThat(result.data().path("files")).hasSize(300);
        assertThat(result.data().path("diff").asString().length()).isLessThanOrEqualTo(200_000);
        assertThat(result.data().path("truncated").asBoolean()).isTrue();
        assertThat(result.text()).contains("[cut:");
    }

    @Test
    void comparingFilesMadeToBeSlowEnds() throws Exception {
        // Every pair swapped: a histogram diff without a bound compares what is left again for each pair.
        int lines = 100_000;
        repository.write("slow.txt", lines(lines, i -> i));
        repository.commitAll("Slow");
        repository.write("slow.txt", lines(lines, i -> i ^ 1));

        ObjectNode diff = repository.call("diff");

        assertThat(diff.path("files").get(0).path("additions").asInt()).isEqualTo(lines);
    }

    @Test
    void controlAndInvisibleCharactersDoNotPassThrough() throws Exception {
        repository.write("a.txt", "\u001b]0;title\u0007 \u202eabc\u2066 \u200bzero \udb40\udc41tag\rover\n");
        repository.commitAll("Evil \u001b[31m subject \u202e");

        for (OperationResult result : List.of(
                repository.call("show", Json.object()),
                repository.call("log", Json.object()),
                repository.call("diff", Json.object().put("from", "HEAD~1")))) {
            assertThat(result.text().codePoints().filter(point -> point != '\n'))
                    .allMatch(PlainText::isVisible);
            assertThat(result.data().toString()).doesNotContain("\u202e").doesNotContain("\u001b");
        }
    }

    @Test
    void logListsCommitsNewestFirstWithinALimit() throws Exception {
        for (int i = 1; i <= 3; i++) {
            repository.write("a.txt", "v" + i);
            repository.commitAll("Change " + i);
        }

        ObjectNode log = repository.call("log", "{'limit': 2}");

        assertThat(log.path("commits")
                        .valueStream()
                        .map(commit -> commit.path("message").asString()))
                .containsExactly("Change 3", "Change 2");
        assertThat(log.path("commits").get(0).path("author").asString()).isEqualTo("Ann <ann@example.org>");
        assertThat(log.path("truncated").asBoolean()).isTrue();
        assertThat(repository.call("log", "{'paths': ['src']}").path("commits")).hasSize(1);
        assertThat(repository.call("log", "{'revision': 'HEAD~2'}").path("commits"))
                .hasSize(2);
    }

    @Test
    void aBranchWithoutCommitsHasAnEmptyLogAndNothingToShow() throws Exception {
        TestingRepository fresh = TestingRepository.empty(workspace, "fresh");

        OperationResult log = fresh.call("log", Json.object());

        assertThat(log.data().path("commits")).isEmpty();
        assertThat(log.text()).contains("main has no commits yet");
        assertThat(fresh.failure("show", "{}").code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(fresh.failure("show", "{}").message()).contains("no commits yet");
    }

    @Test
    void showGivesOneCommitWithItsDiff() throws Exception {
        repository.write("a.txt", "one\n");
        RevCommit commit = repository.commitAll("Shorten\n\nBecause.");

        ObjectNode show = repository
                .call("show", Json.object().put("revision", commit.abbreviate(7).name()))
                .data();

        assertThat(show.path("id").asString()).isEqualTo(commit.name());
        assertThat(show.path("message").asString()).isEqualTo("Shorten\n\nBecause.");
        assertThat(show.path("parents")).hasSize(1);
        assertThat(paths(show)).containsExactly("a.txt");
        assertThat(repository.call("show", "{'revision': 'HEAD~1'}").path("files"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output=/tmp/x", "-p", "HEAD:a.txt", ":/Begin", "HEAD@{1}", "main..HEAD", "^main", "HEAD^{tree}",
                "a b", "HEAD\n", "", "HEAD~99999", "@", "main:a.txt", "*", "../x"
            })
    void onlyPlainRevisionsAreUnderstood(String revision) {
        assertThat(repository
                        .failure("show", Json.object().put("revision", revision))
                        .code())
                .isIn(FailureCode.INVALID_ARGUMENTS, FailureCode.NOT_FOUND);
    }

    @Test
    void aBranchIsMeantBeforeATagOfTheSameName() throws Exception {
        repository.write("a.txt", "second\n");
        RevCommit second = repository.commitAll("Second");
        repository
                .git
                .tag()
                .setName("main")
                .setObjectId(firstOf(second))
                .setSigned(false)
                .call();

        assertThat(repository.call("show", "{'revision': 'main'}").path("id").asString())
                .isEqualTo(second.name());
    }

    @Test
    void branchesAreListedWithTheCurrentOneAndTheProtected() throws Exception {
        repository.git.branchCreate().setName("fix/x").call();

        ObjectNode branches = repository.call("list_branches");

        assertThat(branches.path("current").asString()).isEqualTo("main");
        assertThat(branches.path("branches")
                        .valueStream()
                        .map(branch -> branch.path("name").asString() + " "
                                + branch.path("protected").asBoolean()))
                .containsExactly("fix/x false", "main true");
    }

    @Test
    void namesOnDiskThatLookLikeOptionsAreOnlyData() throws Exception {
        Path heads = repository.folder.resolve(".git/refs/heads");
        for (String name : List.of("--format=%x", "--output=owned", "-c", "--upload-pack=touch owned")) {
            Files.writeString(heads.resolve(name), repository.head() + "\n");
        }

        ObjectNode branches = repository.call("list_branches");

        assertThat(branches.path("branches")
                        .valueStream()
                        .map(branch -> branch.path("name").asString()))
                .contains("--format=%x", "--output=owned", "main");
        assertThat(repository.folder.resolve("owned")).doesNotExist();
        assertThat(repository
                        .failure("switch_branch", "{'branch': '--output=owned'}")
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN PGP SIGNATURE-----, openpgp",
        "-----BEGIN SSH SIGNATURE-----, ssh",
        "-----BEGIN SIGNED MESSAGE-----, x509",
        "something else, unknown"
    })
    void verifyNamesTheKindOfSignatureAndClaimsNothing(String begin, String kind) throws Exception {
        ObjectId id = signed(begin + "\nabc\n-----END-----");

        ObjectNode verified = repository
                .call("verify_commit", Json.object().put("revision", id.name()))
                .data();

        assertThat(verified.path("signature").asString()).isEqualTo(kind);
        assertThat(verified.path("signature_verified").asBoolean()).isFalse();
        assertThat(verified.path("intact").asBoolean()).isTrue();
    }

    @Test
    void verifyOfAnUnsignedCommitSaysSoAndNamesBrokenRules() throws Exception {
        repository.write("a.txt", "x");
        repository.commitAll("x".repeat(120));

        OperationResult result = repository.call("verify_commit", Json.object());

        assertThat(result.data().path("signature").asString()).isEqualTo("none");
        assertThat(result.data().path("message_problems")).hasSize(1);
        assertThat(result.text()).contains("It is not signed.", "more than 100 characters");
    }

    @Test
    void readingStatesOneReadOfTheRepository() {
        for (String operation : List.of("status", "diff", "log", "show", "list_branches", "verify_commit")) {
            assertThat(repository.accesses(operation, "{}"))
                    .containsExactly(new RepositoryAccess("app", "", RepositoryVerb.READ));
        }
    }

    @Test
    void theWorkspaceRootIsTheRepositoryWhereNoneIsNamed() throws Exception {
        Path other = Files.createDirectory(workspace.resolve("other"));
        TestingRepository root = TestingRepository.withCommit(other, "");

        for (String name : List.of("", ".", "./", other.toRealPath().toString())) {
            ObjectNode arguments = Json.object().put("repository", name);
            assertThat(root.call("status", arguments).data().path("repository").asString())
                    .isEqualTo(".");
        }
        assertThat(root.accesses("status", "{'repository': '.'}"))
                .containsExactly(new RepositoryAccess("", "", RepositoryVerb.READ));
    }

    @Test
    void aLockedIndexDoesNotStopReading() throws Exception {
        Files.createFile(repository.folder.resolve(".git/index.lock"));

        assertThat(repository.call("status").path("clean").asBoolean()).isTrue();
    }

    @Test
    void aDamagedRepositoryIsReportedWithoutItsContent() throws Exception {
        Files.writeString(repository.folder.resolve(".git/refs/heads/main"), "top secret text of a file\n");

        var failure = repository.failure("log", "{}");

        assertThat(failure.code()).isEqualTo(FailureCode.OPERATION_FAILED);
        assertThat(failure.toString()).doesNotContain("top secret");
    }

    private RevCommit firstOf(RevCommit commit) {
        return commit.getParent(0);
    }

    private ObjectId signed(String signature) throws Exception {
        try (ObjectInserter inserter = repository.git.getRepository().newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(repository.git.getRepository().resolve("HEAD^{tree}"));
            commit.setAuthor(new PersonIdent("Ann", "ann@example.org"));
            commit.setCommitter(new PersonIdent("Ann", "ann@example.org"));
            commit.setMessage("Signed\n");
            commit.setGpgSignature(new GpgSignature(signature.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    static void conflict(TestingRepository repository) throws Exception {
        repository.git.checkout().setCreateBranch(true).setName("side").call();
        repository.write("a.txt", "side\n");
        repository.commitAll("Side");
        repository.git.checkout().setName("main").call();
        repository.write("a.txt", "main\n");
        repository.commitAll("Main");
        MergeResult merge = repository
                .git
                .merge()
                .include(repository.git.getRepository().resolve("side"))
                .call();
        assertThat(merge.getMergeStatus()).isEqualTo(MergeResult.MergeStatus.CONFLICTING);
    }

    static void mkfifo(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }

    private static String lines(int count, java.util.function.IntUnaryOperator order) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, count).map(order).forEach(i -> text.append(i).append('\n'));
        return text.toString();
    }

    private static List<String> changes(ObjectNode status, String list) {
        return status.path(list)
                .valueStream()
                .map(entry -> entry.path("change").asString() + " "
                        + entry.path("path").asString())
                .toList();
    }

    private static List<String> paths(ObjectNode diff) {
        return diff.path("files")
                .valueStream()
                .map(file -> file.path("path").asString())
                .toList();
    }
}
