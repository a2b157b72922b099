package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.permission.Access.RepositoryAccess;
import dev.writ.permission.Access.RepositoryVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class GitBranchesTest {
    @TempDir
    private Path workspace;

    private TestingRepository repository;

    @BeforeEach
    void repository() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
    }

    @Test
    void aBranchIsCreatedAtHeadAndNotSwitchedTo() throws Exception {
        ObjectNode created = repository.call("create_branch", "{'branch': 'fix/typo'}");

        assertThat(created.path("created").asBoolean()).isTrue();
        assertThat(created.path("commit").asString()).isEqualTo(repository.head());
        assertThat(repository.call("list_branches").path("current").asString()).isEqualTo("main");
        assertThat(repository
                        .git
                        .getRepository()
                        .exactRef("refs/heads/fix/typo")
                        .getObjectId()
                        .name())
                .isEqualTo(repository.head());
    }

    @Test
    void creatingTheSameBranchAgainChangesNothing() throws Exception {
        repository.call("create_branch", "{'branch': 'x'}");

        assertThat(repository
                        .call("create_branch", "{'branch': 'x'}")
                        .path("created")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void anExistingBranchIsNotMoved() throws Exception {
        repository.call("create_branch", "{'branch': 'x'}");
        String before = repository.head();
        repository.write("a.txt", "more\n");
        repository.commitAll("More");

        assertThat(repository.failure("create_branch", "{'branch': 'x'}").code())
                .isEqualTo(FailureCode.CONFLICT);
        assertThat(repository
                        .call("create_branch", "{'branch': 'y', 'from': 'HEAD~1'}")
                        .path("commit")
                        .asString())
                .isEqualTo(before);
    }

    @Test
    void aNameBelowAnotherBranchIsRefused() throws Exception {
        assertThat(repository.failure("create_branch", "{'branch': 'main/x'}").code())
                .isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void aBranchWithoutCommitsHasNothingToBranchFrom() throws Exception {
        TestingRepository fresh = TestingRepository.empty(workspace, "fresh");

        assertThat(fresh.failure("create_branch", "{'branch': 'x'}").message()).contains("no commits yet");
        assertThat(fresh.failure("switch_branch", "{'branch': 'x'}").code()).isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void switchingChangesTheFilesAndKeepsLocalChanges() throws Exception {
        RevCommit second = second();
        repository.write("src/b.txt", "local\n");

        ObjectNode switched = repository.call("switch_branch", "{'branch': 'old'}");

        assertThat(switched.path("previous").asString()).isEqualTo("main");
        assertThat(switched.path("changed_files").asInt()).isEqualTo(2);
        assertThat(repository.read("a.txt")).isEqualTo("one\ntwo\nthree\n");
        assertThat(repository.folder.resolve("dir/new.txt")).doesNotExist();
        assertThat(repository.read("src/b.txt")).isEqualTo("local\n");
        assertThat(repository.git.getRepository().getFullBranch()).isEqualTo("refs/heads/old");

        repository.call("switch_branch", "{'branch': 'main'}");
        assertThat(repository.head()).isEqualTo(second.name());
        assertThat(repository.read("dir/new.txt")).isEqualTo("new\n");
    }

    @Test
    void switchingFailsWholeWhereLocalChangesWouldBeLost() throws Exception {
        second();
        repository.write("a.txt", "mine\n");

        var failure = repository.failure("switch_branch", "{'branch': 'old'}");

        assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(failure.message()).contains("a.txt");
        assertThat(repository.read("a.txt")).isEqualTo("mine\n");
        assertThat(repository.read("dir/new.txt")).isEqualTo("new\n");
        assertThat(repository.git.getRepository().getFullBranch()).isEqualTo("refs/heads/main");
        assertThat(repository.folder.resolve(".git/index.lock")).doesNotExist();
    }

    @Test
    void switchingFailsWhileAMergeIsInProgressOrTheIndexIsLocked() throws Exception {
        second();
        Path lock = Files.createFile(repository.folder.resolve(".git/index.lock"));
        assertThat(repository.failure("switch_branch", "{'branch': 'old'}").message())
                .contains("locked");
        Files.delete(lock);
        GitReadingTest.conflict(repository);

        assertThat(repository.failure("switch_branch", "{'branch': 'old'}").message())
                .contains("in the middle of");
    }

    @Test
    void aFolderReplacedByALinkLeadsNeitherWritesNorDeletionsElsewhere() throws Exception {
        second();
        Path outside = Files.createDirectory(workspace.resolve("outside"));
        Files.writeString(outside.resolve("new.txt"), "new\n");
        Files.delete(repository.folder.resolve("dir/new.txt"));
        Files.delete(repository.folder.resolve("dir"));
        Files.createSymbolicLink(repository.folder.resolve("dir"), outside);

        assertThat(repository.failure("switch_branch", "{'branch': 'old'}").code())
                .isEqualTo(FailureCode.CONFLICT);

        assertThat(outside.resolve("new.txt")).hasContent("new\n");
    }

    @Test
    void branchesStateTheBranchTheyConcern() {
        assertThat(repository.accesses("create_branch", "{'branch': 'fix/a'}"))
                .containsExactly(new RepositoryAccess("app", "fix/a", RepositoryVerb.BRANCH));
        assertThat(repository.accesses("switch_branch", "{'branch': 'main'}"))
                .containsExactly(new RepositoryAccess("app", "main", RepositoryVerb.BRANCH));
    }

    @Test
    void switchingToWhereOneIsChangesNothing() throws Exception {
        repository.write("a.txt", "mine\n");

        assertThat(repository
                        .call("switch_branch", "{'branch': 'main'}")
                        .path("changed_files")
                        .asInt())
                .isZero();
        assertThat(repository.read("a.txt")).isEqualTo("mine\n");
    }

    /** A branch old at the first commit, and main one commit further. */
    private RevCommit second() throws Exception {
        repository.git.branchCreate().setName("old").call();
        repository.write("a.txt", "changed\n");
        repository.write("dir/new.txt", "new\n");
        return repository.commitAll("Second");
    }
}
