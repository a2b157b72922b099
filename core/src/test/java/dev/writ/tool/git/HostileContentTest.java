package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.WritException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits and remotes made by someone who knows git's storage, not by git. */
class HostileContentTest {
    @TempDir
    private Path folder;

    private TestingRepository repository;
    private Path outside;

    @BeforeEach
    void repository() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("ws"));
        repository = TestingRepository.withCommit(workspace, "app");
        outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", ".Git", "GIT~1", ".git ", "a/../../../outside", "/outside"})
    void namesThatLeadElsewhereAreNotCheckedOut(String name) throws Exception {
        branch(tree(name, FileMode.TREE, tree("hooks", FileMode.REGULAR_FILE, blob("evil\n"))));
        String config = Files.readString(repository.folder.resolve(".git/config"));

        attempt("switch_branch", "{'branch': 'evil'}");

        assertThat(outside).isEmptyDirectory();
        assertThat(repository.workspace.resolve("hooks")).doesNotExist();
        assertThat(repository.folder.resolve(".git/hooks")).isDirectory();
        assertThat(repository.folder.resolve(".git/config")).hasContent(config);
        assertThat(repository.git.getRepository().getFullBranch()).isEqualTo("refs/heads/main");
    }

    @Test
    void nothingIsWrittenThroughALinkOfTheSameCommit() throws Exception {
        TreeFormatter tree = new TreeFormatter();
        tree.append("d", FileMode.SYMLINK, blob(outside.toString()));
        tree.append("d", FileMode.TREE, tree("file", FileMode.REGULAR_FILE, blob("evil\n")));
        branch(insert(tree));

        attempt("switch_branch", "{'branch': 'evil'}");

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void nothingIsWrittenThroughALinkOfTheCommitBefore() throws Exception {
        branch(tree("d", FileMode.SYMLINK, blob(outside.toString())));
        repository.call("switch_branch", "{'branch': 'evil'}");
        assertThat(repository.folder.resolve("d")).isSymbolicLink();
        branchNamed("worse", tree("d", FileMode.TREE, tree("file", FileMode.REGULAR_FILE, blob("in place\n"))));

        repository.call("switch_branch", "{'branch': 'worse'}");

        assertThat(outside).isEmptyDirectory();
        assertThat(repository.folder.resolve("d")).isDirectory();
        assertThat(repository.read("d/file")).isEqualTo("in place\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/../../../../../pwned", "refs/heads/../../hooks/pwned", "refs/heads/../../../heads/main",
                "refs/heads/x.lock", "refs/heads//pwned", "refs/heads/a/./pwned"
            })
    void branchNamesOfARemoteThatArePathsAreNotFollowed(String name) throws Exception {
        try (Git bare = repository.addBareOrigin("origin.git")) {
            repository.write("a.txt", "another\n");
            String main = repository.head();
            ObjectId other = bare.getRepository().resolve("refs/heads/main");
            Files.writeString(
                    repository.workspace.resolve("origin.git/packed-refs"),
                    "# pack-refs with: peeled fully-peeled sorted\n" + other.name() + " " + name + "\n");

            attempt("fetch", "{}");

            assertThat(folder.resolve("pwned")).doesNotExist();
            assertThat(repository.workspace.resolve("pwned")).doesNotExist();
            assertThat(find("pwned")).isEmpty();
            assertThat(repository.call("list_branches").toString()).doesNotContain("pwned", "..", ".lock");
            Path packed = repository.folder.resolve(".git/packed-refs");
            assertThat(Files.exists(packed) ? Files.readString(packed) : "").doesNotContain("..", "pwned");
            assertThat(repository.head()).isEqualTo(main);
        }
    }

    @Test
    void aTreeThatContainsItselfManyTimesEndsBounded() throws Exception {
        ObjectId tree = tree("leaf", FileMode.REGULAR_FILE, blob("x\n"));
        for (int depth = 0; depth < 4; depth++) {
            TreeFormatter wide = new TreeFormatter();
            for (int i = 10; i < 20; i++) {
                wide.append("d" + i, FileMode.TREE, tree);
            }
            tree = insert(wide);
        }
        branch(tree);

        assertThat(repository
                        .call("diff", "{'from': 'main', 'to': 'evil'}")
                        .path("truncated")
                        .asBoolean())
                .isTrue();
    }

    private java.util.List<Path> find(String name) throws Exception {
        try (var all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().contains(name))
                    .toList();
        }
    }

    private void attempt(String operation, String arguments) throws Exception {
        try {
            repository.call(operation, arguments);
        } catch (WritException e) {
            assertThat(e.failure().hint()).isNotBlank();
        }
    }

    private void branch(ObjectId tree) throws Exception {
        branchNamed("evil", tree);
    }

    private void branchNamed(String name, ObjectId tree) throws Exception {
        try (ObjectInserter inserter = repository.git.getRepository().newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            commit.setParentId(repository.git.getRepository().resolve("refs/heads/main"));
            commit.setAuthor(new PersonIdent("Eve", "eve@example.org"));
            commit.setCommitter(new PersonIdent("Eve", "eve@example.org"));
            commit.setMessage("Evil\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            Files.writeString(repository.folder.resolve(".git/refs/heads/" + name), id.name() + "\n");
        }
    }

    private ObjectId tree(String name, FileMode mode, ObjectId entry) throws Exception {
        TreeFormatter tree = new TreeFormatter();
        tree.append(
                name.getBytes(StandardCharsets.UTF_8),
                0,
                name.getBytes(StandardCharsets.UTF_8).length,
                mode,
                entry,
                true);
        return insert(tree);
    }

    private ObjectId insert(TreeFormatter tree) throws Exception {
        try (ObjectInserter inserter = repository.git.getRepository().newObjectInserter()) {
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return id;
        }
    }

    private ObjectId blob(String text) throws Exception {
        try (ObjectInserter inserter = repository.git.getRepository().newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
            return id;
        }
    }
}
