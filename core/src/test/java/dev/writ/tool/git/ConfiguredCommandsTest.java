package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.WritException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a repository's configuration asks for, no command of it runs (attack family GIT-5). */
class ConfiguredCommandsTest {
    private static final List<String> HOOKS = List.of(
            "pre-commit",
            "prepare-commit-msg",
            "commit-msg",
            "post-commit",
            "pre-push",
            "post-checkout",
            "post-merge",
            "reference-transaction",
            "post-index-change",
            "fsmonitor-watchman",
            "pre-receive",
            "update",
            "post-receive",
            "post-update",
            "pre-auto-gc",
            "proc-receive");

    @TempDir
    private Path workspace;

    private TestingRepository repository;
    private Path marker;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[core]\n\tfsmonitor = COMMAND",
                "[core]\n\thooksPath = HOOKS",
                "[core]\n\tsshCommand = COMMAND\n\tgitProxy = COMMAND\n\taskPass = COMMAND\n\teditor = COMMAND\n\tpager = COMMAND",
                "[core]\n\talternateRefsCommand = COMMAND",
                "[diff]\n\texternal = COMMAND",
                "[diff \"evil\"]\n\tcommand = COMMAND\n\ttextconv = COMMAND",
                "[filter \"evil\"]\n\tclean = COMMAND\n\tsmudge = COMMAND\n\tprocess = COMMAND\n\trequired = true",
                "[filter \"evil\"]\n\tclean = COMMAND\n\tsmudge = COMMAND\n\tuseJGitBuiltin = true",
                "[merge \"evil\"]\n\tdriver = COMMAND",
                "[merge]\n\ttool = evil\n[mergetool \"evil\"]\n\tcmd = COMMAND",
                "[alias]\n\tstatus = !COMMAND\n\tcommit = !COMMAND",
                "[credential]\n\thelper = !COMMAND",
                "[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = COMMAND\n\tformat = openpgp",
                "[commit]\n\tgpgSign = true\n[gpg]\n\tformat = ssh\n[gpg \"ssh\"]\n\tprogram = COMMAND\n\tdefaultKeyCommand = COMMAND",
                "[include]\n\tpath = INCLUDED",
                "[includeIf \"gitdir:**\"]\n\tpath = INCLUDED",
                "[remote \"origin\"]\n\tuploadpack = COMMAND\n\treceivepack = COMMAND\n\tvcs = evil",
                "[uploadpack]\n\tpackObjectsHook = COMMAND",
                "[receive]\n\tprocReceiveRefs = refs\n\tautogc = true\n[gc]\n\tauto = 1",
                "[lfs]\n\tcustomtransfer = COMMAND\n[interactive]\n\tdiffFilter = COMMAND\n[sequence]\n\teditor = COMMAND",
                "[trailer \"x\"]\n\tcommand = COMMAND\n\tcmd = COMMAND",
                "[core]\n\tattributesFile = ATTRIBUTES\n[filter \"evil\"]\n\tclean = COMMAND\n\tsmudge = COMMAND"
            })
    void noConfiguredCommandRuns(String configuration) throws Exception {
        prepare();
        Path included = Files.writeString(
                workspace.resolve("included.cfg"),
                "[core]\n\tfsmonitor = " + command() + "\n[filter \"evil\"]\n\tclean = " + command() + "\n\tsmudge = "
                        + command() + "\n");
        Path attributes = Files.writeString(workspace.resolve("attributes"), "* filter=evil diff=evil merge=evil\n");
        String text = configuration
                .replace("COMMAND", command())
                .replace("HOOKS", workspace.resolve("hooks").toString())
                .replace("INCLUDED", included.toString())
                .replace("ATTRIBUTES", attributes.toString());
        repository.configure(text);
        Path remoteConfig = workspace.resolve("origin.git/config");
        Files.writeString(remoteConfig, Files.readString(remoteConfig) + "\n" + text + "\n");

        everyOperation();

        assertThat(marker).as("a command of %s ran", configuration).doesNotExist();
    }

    @Test
    void theCommandsWouldLeaveTheirMark() throws Exception {
        prepare();

        assertThat(new ProcessBuilder("sh", "-c", command()).start().waitFor()).isZero();

        assertThat(marker).exists();
    }

    @Test
    void jgitItselfWouldRunTheFilterThatIsKeptFromItHere() throws Exception {
        prepare();
        repository.configure("[filter \"evil\"]\n\tclean = " + command());
        try (Git plain = Git.open(repository.folder.toFile())) {
            repository.write("a.txt", "filtered\n");
            plain.add().addFilepattern("a.txt").call();
        }
        assertThat(marker).exists();
        Files.delete(marker);

        repository.write("a.txt", "filtered again\n");
        repository.call("stage", "{'paths': ['a.txt']}");

        assertThat(marker).doesNotExist();
    }

    @Test
    void settingsOfTheUserAndTheSystemAreNotRead() throws Exception {
        prepare();

        try (OpenRepository opened = OpenRepository.open(
                RepositoryPlace.find(new dev.writ.sandbox.Workspace(repository.workspace), "app"))) {
            var config = opened.git().getConfig();
            assertThat(config.getString("core", null, "hooksPath")).isNull();
            assertThat(config.getSubsections("filter")).isEmpty();
            assertThat(config.getString("http", null, "followRedirects")).isEqualTo("false");
            assertThat(opened.git().getFS().userHome().toPath()).isNotEqualTo(Path.of(System.getProperty("user.home")));
            assertThat(opened.git().getFS().findHook(opened.git(), "pre-commit"))
                    .isNull();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> opened.git().getFS().runInShell(command(), new String[0])))
                    .isInstanceOf(WritException.class);
        }
    }

    /** A repository, a bare origin and a second branch, with every hook and attribute there could be. */
    private void prepare() throws Exception {
        marker = workspace.resolve("marker");
        repository = TestingRepository.withCommit(workspace, "app");
        repository.write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
        repository.commitAll("Attributes");
        repository.addBareOrigin("origin.git");
        repository.git.branchCreate().setName("side").call();
        Path own = Files.createDirectories(workspace.resolve("hooks"));
        for (Path hooks :
                List.of(own, repository.folder.resolve(".git/hooks"), workspace.resolve("origin.git/hooks"))) {
            Files.createDirectories(hooks);
            for (String hook : HOOKS) {
                Path script = Files.writeString(hooks.resolve(hook), "#!/bin/sh\n" + command() + "\nexit 0\n");
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private String command() {
        return "touch " + marker;
    }

    private void everyOperation() throws Exception {
        repository.write("a.txt", "changed\n");
        repository.call("status");
        repository.call("diff");
        repository.call("stage", "{'paths': ['a.txt']}");
        repository.call("unstage", "{'paths': ['a.txt']}");
        repository.call("diff", "{'from': 'HEAD'}");
        repository.call("switch_branch", "{'branch': 'side'}");
        repository.call("commit", "{'message': 'Change', 'paths': ['a.txt']}");
        repository.call("switch_branch", "{'branch': 'main'}");
        repository.call("switch_branch", "{'branch': 'side'}");
        repository.call("log");
        repository.call("show");
        repository.call("verify_commit");
        repository.call("list_branches");
        repository.call("create_branch", "{'branch': 'third'}");
        repository.call("fetch");
        repository.call("push", "{'branch': 'side'}");
        repository.call("pull");
    }
}
