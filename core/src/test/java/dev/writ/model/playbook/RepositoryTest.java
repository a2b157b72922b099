package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
    @TempDir
    Path folder;

    private TestingWorld world;
    private Git git;

    @BeforeEach
    void prepare() throws Exception {
        world = new TestingWorld(folder);
        git = Git.init()
                .setDirectory(world.root().toFile())
                .setInitialBranch("work")
                .call();
        world.file("a.txt", "one\n").file("src/b.txt", "two\n").file("c.txt", "three\n");
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage("Begin")
                .setAuthor("T", "t@example.org")
                .setSign(false)
                .call();
        world.file("a.txt", "one changed\n").file("src/b.txt", "two changed\n").file("new.txt", "fresh\n");
    }

    @AfterEach
    void close() {
        git.close();
    }

    private List<RevCommit> commits() throws Exception {
        return StreamSupport.stream(git.log().call().spliterator(), false).toList();
    }

    private String committed(String path) throws Exception {
        try (TreeWalk walk =
                TreeWalk.forPath(git.getRepository(), path, commits().getFirst().getTree())) {
            return walk == null
                    ? "(none)"
                    : new String(
                            git.getRepository().open(walk.getObjectId(0)).getBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Show what changed",
                "show me what changed in this git repository",
                "What has changed since the last commit?",
                "git status",
                "show the diff",
                "list the uncommitted changes",
                "Which files have been modified?",
                "what did I change?",
                "Is the repository clean?"
            })
    void showsWhatChangedAndChangesNothing(String request) throws Exception {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result())
                .contains(
                        "3 files changed on the branch work", "a.txt", "src/b.txt", "new.txt", "+one changed", "-one");
        assertThat(ended.data().path("changed").asInt()).isEqualTo(3);
        assertThat(commits()).hasSize(1);
        assertThat(world.asked("github").toString()).doesNotContain("commit").doesNotContain("stage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Commit a.txt and new.txt with the message \"Change two\"",
                "commit a.txt, new.txt with message 'Change two'",
                "Show what changed and commit the files a.txt and new.txt with the message \"Change two\"",
                "please make a commit of a.txt and new.txt saying \"Change two\"",
                "git commit -m \"Change two\" a.txt new.txt",
                "commit only a.txt and new.txt as \"Change two\"",
                "Commit `a.txt` and `new.txt` (message: \"Change two\")",
                "Using the message \"Change two\", commit a.txt and new.txt"
            })
    void commitsTheNamedFilesAndNoOthers(String request) throws Exception {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(commits()).hasSize(2);
        assertThat(commits().getFirst().getFullMessage().strip()).isEqualTo("Change two");
        assertThat(committed("a.txt")).isEqualTo("one changed\n");
        assertThat(committed("new.txt")).isEqualTo("fresh\n");
        assertThat(committed("src/b.txt")).isEqualTo("two\n");
        assertThat(ended.data().path("files").toString()).isEqualTo("[\"a.txt\",\"new.txt\"]");
        assertThat(ended.result()).contains("Not committed, as not asked for: src/b.txt");
    }

    @Test
    void asksForTheBranchThatIsCheckedOutAlone() {
        world.ask("commit a.txt with message \"x y\"");
        assertThat(world.asked("github").getLast().toString())
                .isEqualTo("{\"repositories\":[\"\"],\"branches\":[\"work\"],\"verbs\":[\"commit\"]}");
        assertThat(world.denied()).isZero();
    }

    @Test
    void everythingMeansAllChangedFiles() throws Exception {
        world.ask("commit everything with the message \"All\"");
        assertThat(commits()).hasSize(2);
        assertThat(committed("src/b.txt")).isEqualTo("two changed\n");
        assertThat(committed("new.txt")).isEqualTo("fresh\n");
    }

    @Test
    void writesASensibleMessageWhenNoneIsGiven() throws Exception {
        world.ask("commit new.txt");
        assertThat(commits().getFirst().getShortMessage()).isEqualTo("Add new.txt");
    }

    @Test
    void whatIsStagedAlreadyStaysOut() throws Exception {
        git.add().addFilepattern("src/b.txt").call();
        world.ask("commit a.txt with message \"Only a\"");
        assertThat(committed("src/b.txt")).isEqualTo("two\n");
    }

    @Test
    void aFileWithoutChangesIsNotCommitted() throws Exception {
        Ended ended = world.ask("commit c.txt with the message \"x\"");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("not_found");
        assertThat(ended.result()).contains("c.txt has no changes").contains("a.txt");
        assertThat(commits()).hasSize(1);
    }

    @Test
    void aCommitThatNamesNoFilesIsNotGuessed() throws Exception {
        Ended ended = world.ask("commit with the message \"x\"");
        assertThat(ended.completed()).isFalse();
        assertThat(commits()).hasSize(1);
    }

    @Test
    void commitsWhatAnEarlierPartChanged() throws Exception {
        Ended ended = world.ask("Replace three by four in c.txt and commit it with the message \"Count on\"");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(committed("c.txt")).isEqualTo("four\n");
        assertThat(committed("a.txt")).isEqualTo("one\n");
    }

    @Test
    void showsTheHistory() {
        Ended ended = world.ask("show the last 5 commits");
        assertThat(ended.result()).contains("Begin");
        assertThat(ended.data().path("commits").asInt()).isEqualTo(1);
    }

    @Test
    void aDeniedCommitChangesNothing() throws Exception {
        Ended ended = world.refuse("github", "A person denied it: no").ask("commit a.txt with message \"x\"");
        assertThat(ended.code()).isEqualTo("approval_denied");
        assertThat(commits()).hasSize(1);
    }

    @Test
    void aFolderWithoutARepositoryIsSaid() {
        Ended ended = world.ask("show what changed in the repository src");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("not_found");
    }
}
