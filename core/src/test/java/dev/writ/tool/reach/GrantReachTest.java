package dev.writ.tool.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.HostPattern;
import dev.writ.permission.Scope;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.RepositoryScope;
import dev.writ.sandbox.Workspace;
import dev.writ.tool.reach.Fact.Subject;
import dev.writ.tool.reach.Fact.Tone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantReachTest {
    private static final ReachLimits LIMITS = ReachLimits.standard();

    @TempDir
    Path temporary;

    private Path folder = Path.of("/");

    @BeforeEach
    void files() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("workspace"));
        write("notes.txt");
        write("src/a.txt");
        write("src/deep/b.txt");
        write("src/.env");
        write("src/.claude/settings.json");
        write(".github/workflows/ci.yml");
    }

    private void write(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private List<Fact> files(List<String> read, List<String> write) {
        return new FileFacts(Workspace.open(folder), LIMITS).of(new FileScope(read, write));
    }

    private static Fact fact(List<Fact> facts, Subject subject) {
        return facts.stream()
                .filter(fact -> fact.subject() == subject)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing about " + subject + " in " + facts));
    }

    @Test
    void filesAreCountedAsTheyAreNow() {
        List<Fact> facts = files(List.of("**"), List.of("src/**"));

        assertThat(fact(facts, Subject.CHANGES).words()).startsWith("3 files there now");
        assertThat(fact(facts, Subject.CHANGES).examples()).containsExactly("src/.env", "src/a.txt", "src/deep/b.txt");
        assertThat(fact(facts, Subject.READS).words()).isEqualTo("6 files there now.");
        assertThat(fact(facts, Subject.SENSITIVE).examples())
                .containsExactly(".github/workflows/ci.yml (build pipeline)", "src/.env (secrets)");
        assertThat(fact(facts, Subject.SENSITIVE).tone()).isEqualTo(Tone.CAUTION);
        assertThat(fact(facts, Subject.UNDO).tone()).isEqualTo(Tone.GOOD);
    }

    @Test
    void aFileThatIsNotThereYetIsNone() {
        List<Fact> facts = files(List.of(), List.of("report.txt"));

        assertThat(fact(facts, Subject.CHANGES).words()).isEqualTo("No file is there yet: it could make new ones.");
        assertThat(facts).extracting(Fact::subject).containsExactly(Subject.CHANGES, Subject.UNDO);
    }

    @Test
    void whatGitKeepsIsToldApartFromWhatItDoesNot() throws Exception {
        try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
            git.add().addFilepattern("src/a.txt").call();
        }

        assertThat(fact(files(List.of(), List.of("src/*.txt", "notes.txt")), Subject.CHANGES)
                        .words())
                .isEqualTo("2 files there now: 1 tracked by git, 1 not.");
    }

    @Test
    void withoutARepositoryNobodySaysWhatGitKeeps() {
        assertThat(fact(files(List.of(), List.of("notes.txt")), Subject.CHANGES).words())
                .isEqualTo("1 file there now; whether git keeps them is not known: the workspace is no repository that"
                        + " can be read.");
    }

    @Test
    void aLinkLeadsNowhere() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "x");
        Files.createSymbolicLink(folder.resolve("src/link"), outside);

        assertThat(FilesReached.of(Workspace.open(folder), List.of("src/link/**", "src/link/secret.txt"), LIMITS)
                        .paths())
                .isEmpty();
    }

    @Test
    void beyondALimitItIsAtLeastSoMany() {
        FilesReached few =
                FilesReached.of(Workspace.open(folder), List.of("**"), new ReachLimits(2, 100, Duration.ofSeconds(5)));
        assertThat(few.count()).isEqualTo("at least 2 files");
        assertThat(FilesReached.of(
                                Workspace.open(folder), List.of("**"), new ReachLimits(100, 3, Duration.ofSeconds(5)))
                        .complete())
                .isFalse();
        assertThat(FilesReached.of(Workspace.open(folder), List.of("**"), new ReachLimits(100, 100, Duration.ZERO))
                        .complete())
                .isFalse();
    }

    @Test
    void aCommandThatOnlyLooksChangesNothingAndAnyOtherMayChangeAll() {
        List<Fact> looks =
                CommandFacts.of(new CommandScope(List.of(List.of("ls"))), Optional.of(Workspace.open(folder)), LIMITS);
        assertThat(fact(looks, Subject.CHANGES).tone()).isEqualTo(Tone.GOOD);
        assertThat(fact(looks, Subject.NETWORK).words()).isEqualTo("None.");
        assertThat(looks).extracting(Fact::subject).doesNotContain(Subject.UNDO);

        List<Fact> changes = CommandFacts.of(
                new CommandScope(
                        List.of(List.of("ls"), List.of("make", "**")), List.of(HostPattern.parse("example.org"))),
                Optional.of(Workspace.open(folder)),
                LIMITS);
        assertThat(fact(changes, Subject.CHANGES).words()).startsWith("Any of the 6 files of the workspace");
        assertThat(fact(changes, Subject.NETWORK).examples()).hasSize(1);
        assertThat(fact(changes, Subject.UNDO).tone()).isEqualTo(Tone.CAUTION);
    }

    @Test
    void aPushTellsTheBranchesTheProtectedOnesAndWhereItGoes() throws Exception {
        try (Git git = Git.init()
                .setInitialBranch("main")
                .setDirectory(folder.toFile())
                .call()) {
            git.add().addFilepattern("notes.txt").call();
            git.commit()
                    .setMessage("Begin")
                    .setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org")
                    .setSign(false)
                    .call();
            git.branchCreate().setName("feature").call();
            var config = git.getRepository().getConfig();
            config.setString("remote", "origin", "url", "https://github.com/acme/app.git");
            config.save();
        }
        RepositoryScope push = new RepositoryScope(List.of(""), List.of("*"), Set.of(RepositoryVerb.PUSH));

        List<Fact> facts = RepositoryFacts.of(push, Optional.of(Workspace.open(folder)), List.of("main"));

        assertThat(fact(facts, Subject.BRANCHES).examples()).containsExactly("feature", "main (protected)");
        assertThat(fact(facts, Subject.BRANCHES).tone()).isEqualTo(Tone.CAUTION);
        assertThat(fact(facts, Subject.REMOTES).examples())
                .singleElement()
                .asString()
                .contains("github.com/acme/app");
        assertThat(fact(facts, Subject.UNDO).tone()).isEqualTo(Tone.CAUTION);
    }

    @Test
    void aRepositoryThatIsNotThereIsNotGuessedAt() {
        RepositoryScope read = new RepositoryScope(List.of("other"), List.of(""), Set.of(RepositoryVerb.READ));

        List<Fact> facts = RepositoryFacts.of(read, Optional.of(Workspace.open(folder)), List.of());

        assertThat(fact(facts, Subject.UNKNOWN).examples()).containsExactly("other");
    }

    @Test
    void aWorkspaceThatIsGoneIsSaidAndNotFailed() {
        GrantProposal proposal = new GrantProposal(
                "task_1",
                "file_edit",
                Set.of(),
                new FileScope(List.of(), List.of("a.txt")),
                Duration.ofMinutes(5),
                0,
                "because");
        List<Fact> facts = new GrantReach(Set::of, LIMITS)
                .of(proposal, temporary.resolve("gone").toString(), List.of());

        assertThat(facts).singleElement().satisfies(fact -> {
            assertThat(fact.subject()).isEqualTo(Subject.UNKNOWN);
            assertThat(fact.words()).contains("does not exist");
        });
    }

    @Test
    void queriesOnlyReadAndAreCounted() {
        GrantProposal proposal = new GrantProposal(
                "task_1",
                "sql_lite",
                Set.of(),
                new Scope.QueryScope(List.of("shop:*")),
                Duration.ofMinutes(5),
                0,
                "because");

        List<Fact> facts = new GrantReach(() -> Set.of("shop:orders", "shop:items", "writ:tasks"), LIMITS)
                .of(proposal, "", List.of());

        assertThat(fact(facts, Subject.CHANGES).tone()).isEqualTo(Tone.GOOD);
        assertThat(fact(facts, Subject.READS).words()).startsWith("What 2 declared queries can return.");
    }
}
