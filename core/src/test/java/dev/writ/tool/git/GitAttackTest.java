package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Decision;
import dev.writ.permission.Scope.RepositoryScope;
import dev.writ.tool.TestingDoor;
import dev.writ.tool.ToolOutcome;
import dev.writ.tool.git.TestingGitHost.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attack families GIT-1 to GIT-10 through the real gateway, with a grant as a person would give it: local work and
 * pushing of {@code fix/**} to one remote. What a repository on the disk brings along has tests of its own: GIT-2 and
 * GIT-3 in {@link GitReadingTest} and {@link GitStagingTest}, GIT-4 in {@link RepositoryPlaceTest}, GIT-5 in {@link
 * ConfiguredCommandsTest}, hostile content in {@link HostileContentTest}.
 */
class GitAttackTest {
    private static final String TOKEN = TestingGitHost.TOKEN;

    @TempDir
    Path temp;

    private TestingRepository repository;
    private TestingGitHost host;
    private Git served;
    private TestingDoor door;
    private String task;

    @BeforeEach
    void start() throws Exception {
        Path root = Files.createDirectory(temp.resolve("root"));
        served = Git.init()
                .setBare(true)
                .setDirectory(temp.resolve("served").toFile())
                .call();
        host = new TestingGitHost(served.getRepository());
        repository = TestingRepository.withCommit(root, "app")
                .with(TestingRepository.gitHubAt(host.base()))
                .withToken(TOKEN);
        repository
                .git
                .push()
                .setRemote(temp.resolve("served").toString())
                .setPushAll()
                .call();
        repository.addRemote("origin", host.remoteUrl());
        door = new TestingDoor(temp, root.toRealPath(), (database, events) -> List.of(repository.server()));
        task = door.task();
        door.grant(task, "github", scope("remote:" + host.base().getAuthority() + "/acme/app"));
    }

    @AfterEach
    void stop() {
        door.close();
        host.close();
        repository.close();
        served.close();
    }

    private static RepositoryScope scope(String remote) {
        return new RepositoryScope(
                List.of("app", remote),
                List.of("fix/**"),
                Set.of(
                        RepositoryVerb.READ,
                        RepositoryVerb.STAGE,
                        RepositoryVerb.COMMIT,
                        RepositoryVerb.BRANCH,
                        RepositoryVerb.FETCH,
                        RepositoryVerb.PUSH,
                        RepositoryVerb.PULL_REQUEST));
    }

    private ToolOutcome call(String operation, String arguments) {
        var given = Json.parseObject(arguments.replace('\'', '"')).put("repository", "app");
        return door.call(task, "github." + operation, given);
    }

    private void succeeds(String operation, String arguments) {
        assertThat(call(operation, arguments)).as(operation).isInstanceOf(ToolOutcome.Succeeded.class);
    }

    /** All branches and tags of the served repository with what they point to. */
    private TreeSet<String> refs() throws Exception {
        TreeSet<String> refs = new TreeSet<>();
        served.getRepository()
                .getRefDatabase()
                .getRefs()
                .forEach(ref -> refs.add(ref.getName() + " " + ref.getObjectId().name()));
        return refs;
    }

    @Test
    void whatWasGrantedWorks() throws Exception {
        succeeds("create_branch", "{'branch': 'fix/typo'}");
        succeeds("switch_branch", "{'branch': 'fix/typo'}");
        repository.write("a.txt", "changed\n");
        succeeds("commit", "{'message': 'Change it', 'paths': ['a.txt']}");
        succeeds("push", "{'remote': 'origin', 'branch': 'fix/typo'}");
        assertThat(refs()).contains("refs/heads/fix/typo " + repository.head());
    }

    /** GIT-1, GIT-7: every spelling of a branch that is not the granted one, the protected ones above all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "main",
                "Main",
                "MAIN",
                "refs/heads/main",
                "heads/main",
                "HEAD:main",
                "HEAD:refs/heads/main",
                "fix/x:main",
                "fix/x:refs/heads/main",
                "+main",
                "+fix/x:main",
                "+refs/heads/*:refs/heads/*",
                ":main",
                ":refs/heads/main",
                "fix/x main",
                "main^{}",
                "main~0",
                "main@{0}",
                "@{upstream}",
                "@",
                "HEAD",
                "head",
                "ORIG_HEAD",
                "refs/for/main",
                "refs/tags/main",
                "tags/main",
                "origin/main",
                "refs/remotes/origin/main",
                "fix/../main",
                "./main",
                "/main",
                "main/",
                "main.",
                "main.lock",
                "fix/.x",
                "fix//x",
                "fix/x.lock",
                "--mirror",
                "--force",
                "--force-with-lease=main",
                "--delete",
                "-d",
                "--all",
                "--tags",
                "--receive-pack=touch x",
                "--exec=touch x",
                "main\n",
                "main\u0000",
                "ma\u200Bin",
                "\u202Eniam",
                "m\u0430in",
                "ｍain",
                "fix\\..\\main",
                "fix/*",
                "*",
                "**",
                "fix/x?",
                "release/1",
                "RELEASE/1",
                "master",
                ""
            })
    void noSpellingOfAnotherBranchIsPushedOrMade(String branch) throws Exception {
        repository.git.branchCreate().setName("fix/x").call();
        repository.git.branchCreate().setName("release/1").call();
        repository
                .git
                .tag()
                .setName("main")
                .setAnnotated(false)
                .setSigned(false)
                .call();
        repository.write("a.txt", "changed\n");
        repository.commitAll("On main, where nobody may push");
        TreeSet<String> before = refs();
        String local = repository.git.branchList().call().toString();

        String given = Json.write(Json.object().put("branch", branch));
        for (String operation : List.of("push", "create_branch", "switch_branch")) {
            ToolOutcome outcome = call(operation, given);
            assertThat(outcome).as(operation).isNotInstanceOf(ToolOutcome.Succeeded.class);
        }
        assertThat(refs()).isEqualTo(before);
        assertThat(repository.git.branchList().call().toString()).isEqualTo(local);
        assertThat(repository.workspace.resolve("x")).doesNotExist();
    }

    /** GIT-7: generated from the pieces of which git makes refspecs. */
    @Property(tries = 500)
    void whatIsReadAsABranchIsThatBranchAlone(@ForAll("refspecs") String text) {
        String ref;
        try {
            ref = BranchName.parse(text).ref();
        } catch (dev.writ.WritException e) {
            return;
        }
        assertThat(ref).isEqualTo("refs/heads/" + text);
        assertThat(text)
                .doesNotContain(":", "*", "..", "~", "^", "@{", " ", "\\")
                .doesNotStartWith("-")
                .doesNotStartWith("+");
        assertThat(GitSettings.defaults().protects(text))
                .isEqualTo(text.equalsIgnoreCase("main")
                        || text.equalsIgnoreCase("master")
                        || text.equalsIgnoreCase("release")
                        || text.toLowerCase(java.util.Locale.ROOT).startsWith("release/"));
    }

    @Provide
    Arbitrary<String> refspecs() {
        Arbitrary<String> piece = Arbitraries.of(
                "main", "Master", "release", "fix", "x", "HEAD", "refs", "heads", "tags", "remotes", "/", "/", ":", "+",
                "-", "--", "*", "@", "@{", "}", "^", "~", "..", ".", ".lock", "\\", " ", "\u0000", "\u200B", "\u0430");
        return Combinators.combine(
                        piece.list().ofMinSize(1).ofMaxSize(6),
                        Arbitraries.strings().ofMaxLength(2))
                .as((pieces, rest) -> String.join("", pieces) + rest);
    }

    /** GIT-6, GIT-9: a grant names its remote, and nothing in the repository leads elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOST/acme/other.git",
                "HOST/acme/app.git/../other.git",
                "HOST/evil/app.git",
                "HOST/acme/app/extra.git",
                "HOST/acme/app.git?x",
                "HOST/acme/app.git#x",
                "HOST/acme/%61pp.git",
                "http://user:pw@ONLY/acme/app.git",
                "https://github.com/evil/app.git",
                "https://ONLY.evil.example/acme/app.git",
                "ext::sh -c 'touch x'",
                "fd::3",
                "file:///etc",
                "file://localhost/etc",
                "file:///TEMP/served",
                "/TEMP/served",
                "../../served",
                "ssh://git@ONLY/acme/other.git",
                "git://ONLY/acme/app.git",
                "ftp://ONLY/acme/app.git",
                "-oProxy=x",
                "--upload-pack=touch x",
                "http://[::1]/acme/app.git",
                "http://0x7f000001/acme/app.git",
                "bundle::x",
                "transport::address",
                "\\\\ONLY\\share",
                "javascript:x"
            })
    void noOtherRemoteIsTalkedTo(String url) throws Exception {
        repository.git.branchCreate().setName("fix/x").call();
        repository.addRemote(
                "origin",
                url.replace("HOST", host.base().toString())
                        .replace("ONLY", host.base().getAuthority())
                        .replace("/TEMP", temp.toString()));
        repository.configure("[url \"" + host.base() + "/acme/app.git\"]\n\tinsteadOf = x\n\tpushInsteadOf = x");
        TreeSet<String> before = refs();
        int asked = host.asked().size();
        for (String operation : List.of("push", "fetch", "create_pull_request", "list_pull_requests")) {
            String arguments =
                    switch (operation) {
                        case "push" -> "{'branch': 'fix/x'}";
                        case "create_pull_request" -> "{'title': 'x', 'head': 'fix/x', 'base': 'main'}";
                        default -> "{}";
                    };
            assertThat(call(operation, arguments)).as(operation).isNotInstanceOf(ToolOutcome.Succeeded.class);
        }
        assertThat(refs()).isEqualTo(before);
        assertThat(host.asked()).hasSize(asked);
        assertThat(repository.workspace.resolve("x")).doesNotExist();
    }

    @Test
    void aRemoteThatTheSettingsAllowStillHasToBeGranted() throws Exception {
        repository.git.branchCreate().setName("fix/x").call();
        String other = door.task();
        door.grant(other, "github", scope("remote:github.com/acme/app"));
        ToolOutcome outcome = door.call(other, "github.push", "{'repository': 'app', 'branch': 'fix/x'}");
        assertThat(outcome).isInstanceOfSatisfying(ToolOutcome.Denied.class, denied -> {
            assertThat(denied.decision().rule()).isEqualTo(Decision.Rule.SCOPE);
            assertThat(denied.decision().smallestRequest().toString())
                    .contains("remote:" + host.base().getAuthority() + "/acme/app");
        });
        assertThat(host.asked()).isEmpty();
    }

    @Test
    void aFolderIsNotTakenForARemote() throws Exception {
        Path fake = Files.createDirectories(
                repository.workspace.resolve("remote:" + host.base().getAuthority() + "/acme/app"));
        Git.init().setDirectory(fake.toFile()).call().close();
        ToolOutcome outcome = door.call(
                task,
                "github.status",
                Json.object()
                        .put("repository", repository.workspace.relativize(fake).toString()));
        assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
    }

    /** GIT-10: what a host sends back does not carry the token on. */
    @ParameterizedTest
    @ValueSource(strings = {"TOKEN", "Bearer TOKEN", "xTOKENx", "BASE64", "\\u0074esting-token"})
    void theTokenIsNeverSaid(String form) {
        String echo = form.replace("TOKEN", TOKEN)
                .replace(
                        "BASE64",
                        Base64.getEncoder()
                                .encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.UTF_8)));
        StringBuilder said = new StringBuilder();
        for (Answer answer : List.of(
                new Answer(401, "{\"message\": \"" + echo + "\"}"),
                new Answer(422, "{\"message\": \"" + echo + "\", \"errors\": [{\"message\": \"" + echo + "\"}]}"),
                new Answer(500, "{\"message\": \"" + echo + "\"}"),
                new Answer(200, "[" + TestingGitHost.pullRequest(1, "T").replace("\"T\"", "\"" + echo + "\"") + "]"))) {
            host.answers(answer);
            said.append(call("list_pull_requests", "{}"));
            said.append(call("create_pull_request", "{'title': 'x', 'head': 'fix/x', 'base': 'main'}"));
        }
        assertThat(host.asked()).isNotEmpty();
        String everything = said + door.records();
        assertThat(everything).doesNotContain(TOKEN);
        assertThat(everything)
                .doesNotContain(Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.UTF_8)));
    }

    /** GIT-8: what is committed may be published later, so all of it is looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".github/workflows/ci.yml",
                ".GitHub/Workflows/ci.yml",
                ".github/workflows/deep/x.yml",
                ".github/actions/a/action.yml",
                ".gitlab-ci.yml",
                ".circleci/config.yml",
                "Jenkinsfile",
                ".travis.yml",
                "azure-pipelines.yml",
                ".drone.yml",
                ".github/CODEOWNERS",
                "docs/CODEOWNERS",
                ".gitmodules",
                "sub/.gitmodules"
            })
    void filesThatRunElsewhereAreNotCommitted(String path) throws Exception {
        onFixBranch();
        repository.write(path, "run: evil\n");
        assertThat(call(
                        "commit",
                        Json.write(Json.object().put("message", "x").set("paths", Json.array(List.of(path))))))
                .isNotInstanceOf(ToolOutcome.Succeeded.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f454c46", "4d5a", "cafebabe", "feedfacf", "cffaedfe", "0061736d"})
    void programsForAMachineAreNotCommitted(String magic) throws Exception {
        onFixBranch();
        byte[] program = new byte[512];
        byte[] start = java.util.HexFormat.of().parseHex(magic);
        System.arraycopy(start, 0, program, 0, start.length);
        if (magic.equals("4d5a")) {
            program[0x3c] = (byte) 0x80;
            program[0x80] = 'P';
            program[0x81] = 'E';
        }
        Files.write(repository.folder.resolve("harmless.png"), program);
        ToolOutcome outcome = call("commit", "{'message': 'x', 'paths': ['harmless.png']}");
        assertThat(outcome.toString()).contains("program for a machine");
    }

    @Test
    void largeFilesThatAreNoTextAreNotCommitted() throws Exception {
        onFixBranch();
        Files.write(repository.folder.resolve("data.bin"), new byte[1_000_001]);
        assertThat(call("commit", "{'message': 'x', 'paths': ['data.bin']}").toString())
                .contains("binary files of more than 1,000,000 bytes are not committed");
        Files.writeString(repository.folder.resolve("data.txt"), "line\n".repeat(300_000));
        succeeds("commit", "{'message': 'x', 'paths': ['data.txt']}");
    }

    private void onFixBranch() {
        succeeds("create_branch", "{'branch': 'fix/x'}");
        succeeds("switch_branch", "{'branch': 'fix/x'}");
    }
}
