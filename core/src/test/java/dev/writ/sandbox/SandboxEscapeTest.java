package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile command tries, and does not get. Every attempt is made inside the box only. */
class SandboxEscapeTest {
    @TempDir
    Path folder;

    TestingSandbox box;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
    }

    /** Each prints GOT only when it succeeds; none would do lasting harm even then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat /etc/shadow && echo GOT",
                "ls /root/.ssh /home/* && echo GOT",
                "ls /var/log /run /sys && echo GOT",
                "[ -e /run/docker.sock ] || [ -e /var/run/docker.sock ] && echo GOT",
                "[ -w /proc/sys/kernel/core_pattern ] && echo GOT",
                "(: >> /proc/sys/kernel/core_pattern) && echo GOT",
                "(: >> /proc/sysrq-trigger) && echo GOT",
                "chmod --reference=/dev/full /dev/full && echo GOT",
                "touch /usr/x /etc/x /x /dev/x /lib/x && echo GOT",
                "mount -t tmpfs none /tmp && echo GOT",
                "mount -o remount,rw,bind /usr && echo GOT",
                "umount /proc/bus && echo GOT",
                "unshare --user true && echo GOT",
                "unshare --mount true && echo GOT",
                "chroot /usr && echo GOT",
                "mknod disk b 254 0 && echo GOT",
                "kill -0 -1 && [ \"$(ls -d /proc/[0-9]* | wc -l)\" -gt 20 ] && echo GOT",
                "nsenter -t 1 -m true && echo GOT",
                "hostname changed && echo GOT",
                "(echo hi > /dev/tcp/127.0.0.1/22) && echo GOT",
                "(echo hi > /dev/tcp/192.0.2.1/80) && echo GOT",
                "getent hosts example.org && echo GOT",
                "python3 -c 'import socket; socket.socket(40, 1)' && echo GOT",
                "python3 -c 'import socket; socket.socket(17, 3)' && echo GOT",
                "python3 -c 'import ctypes,sys; sys.exit(ctypes.CDLL(None).ptrace(16, 1, 0, 0) != 0)' && echo GOT",
                "python3 -c 'import ctypes,sys; sys.exit(ctypes.CDLL(None).syscall(250, 0, -3, 0) < 0)' && echo GOT",
                "python3 -c 'import ctypes,sys; sys.exit(ctypes.CDLL(None).syscall(425, 1, 0) == -1)' && echo GOT",
                "grep -E '^Cap(Eff|Prm|Bnd):.*[1-9a-f]' /proc/self/status /proc/1/status && echo GOT",
                "[ \"$(id -u)\" = 0 ] && echo GOT",
                "ulimit -n 100000 && echo GOT",
            })
    void is_refused(String attempt) throws Exception {
        CommandResult result = box.shell(attempt);
        assertThat(result.output().text()).as(result.errors().text()).doesNotContain("GOT");
    }

    @Test
    void the_environment_is_empty() throws Exception {
        assertThat(box.run("env").output().text().lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder("PATH", "HOME", "LANG", "TERM", "PWD");
        assertThat(box.shell("tr '\\0' '\\n' < /proc/1/environ").output().text().lines())
                .allMatch(line -> line.startsWith("PWD=") || line.startsWith("_=") || line.startsWith("OLDPWD="));
    }

    @Test
    void files_beside_the_workspace_cannot_be_seen() throws Exception {
        Path beside = Files.writeString(folder.resolve("beside.txt"), "private");
        Files.createSymbolicLink(box.file("link"), beside);

        CommandResult result = box.shell("cat link; cat ../beside.txt; cat " + beside + "; ls -A /tmp | wc -l");
        assertThat(result.output().text()).doesNotContain("private");
        assertThat(result.errors().text()).contains("No such file");
    }

    @Test
    void a_server_on_this_machine_cannot_be_reached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandResult result = box.shell("echo hi > /dev/tcp/127.0.0.1/" + server.getLocalPort());
            assertThat(result.exitCode()).isNotZero();
        }
    }

    @Test
    void temporary_files_are_private_and_gone_afterwards() throws Exception {
        assertThat(box.shell("echo secret > /tmp/mine && cat /tmp/mine")
                        .output()
                        .text())
                .isEqualTo("secret\n");
        assertThat(box.run("ls", "/tmp/mine").exitCode()).isNotZero();
        assertThat(Path.of("/tmp/mine")).doesNotExist();
    }

    @Test
    void control_files_stay_as_they_are() throws Exception {
        Files.createDirectories(box.file(".git/hooks"));
        Files.writeString(box.file(".git/config"), "[core]\n");
        Files.writeString(box.file(".envrc"), "original\n");

        box.shell("echo x > .git/hooks/pre-commit");
        box.shell("echo x >> .git/config");
        box.shell("echo x > .envrc; rm -f .envrc; mv .envrc other");
        box.shell("mv .git old && mkdir .git && echo x > .git/config");
        CommandResult ordinary = box.shell("echo ref > .git/HEAD");

        assertThat(box.file(".git/hooks")).isEmptyDirectory();
        assertThat(box.file(".git/config")).hasContent("[core]");
        assertThat(box.file(".envrc")).hasContent("original");
        assertThat(box.file("old")).doesNotExist();
        assertThat(ordinary.exitCode()).isZero();
        assertThat(box.file(".git/HEAD")).hasContent("ref");
    }

    @Test
    void a_repository_without_hooks_gets_none() throws Exception {
        Files.createDirectories(box.file(".git"));
        Files.writeString(box.file(".git/config"), "[core]\n");
        box.shell("mkdir -p .git/hooks; echo x > .git/hooks/pre-commit");
        assertThat(box.file(".git/hooks/pre-commit")).doesNotExist();
    }

    @Test
    void a_link_in_place_of_the_repository_leads_nowhere() throws Exception {
        Path beside = Files.createDirectories(folder.resolve("beside/hooks"));
        Files.createSymbolicLink(box.file(".git"), beside.getParent());
        CommandResult result = box.shell("echo x > .git/hooks/pre-commit");
        assertThat(result.exitCode()).isNotZero();
        assertThat(beside).isEmptyDirectory();
    }

    @Test
    void what_was_swapped_while_the_box_was_built_is_noticed() throws Exception {
        Path root = box.workspace().root();
        BoxFolders swapped = new BoxFolders(List.of(new BoxFolders.Mount(new PinnedPath(root, "1:1"), true)));
        BoxPlan plan = new BoxPlan(
                swapped,
                root,
                BoxOwner.of(root),
                SandboxProfile.FULL,
                List.of(),
                Map.of(),
                List.of("/usr/bin/touch", "ran"),
                TestingSandbox.SMALL);
        HostPrograms programs = new HostPrograms(Sandbox.BUBBLEWRAP, BoxOwner.runsAsAdministrator());
        BoxFiles files = new BoxFiles(folder.toRealPath().resolve("sandbox"));
        BoxProcess process = new BoxBuilder(programs, files, ControlGroups.find(folder, ""))
                .build(plan, BoxStreams.LEFT_OPEN)
                .process();
        process.ended().join();
        assertThat(process.boxStood()).isFalse();
        assertThat(process.errors().text()).contains("was replaced");
        assertThat(box.file("ran")).doesNotExist();
    }

    @Test
    void run_by_the_administrator_it_has_the_rights_of_the_workspace_owner() throws Exception {
        assumeTrue(BoxOwner.runsAsAdministrator(), "only the administrator can give files away");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(box.workspace().root(), "unix:uid", 61234);
        Files.setAttribute(box.workspace().root(), "unix:gid", 61234);
        Files.writeString(box.file("of-root"), "x");

        CommandResult result =
                box.shell("id -u; echo made > mine; echo x >> of-root; for i in $(seq 60); do sleep 5 & done");

        assertThat(result.output().text()).isEqualTo("65534\n");
        assertThat(result.errors().text()).contains("Resource temporarily unavailable");
        assertThat(Files.getAttribute(box.file("mine"), "unix:uid")).isEqualTo(61234);
        assertThat(box.file("of-root")).hasContent("x");
    }

    @Test
    void a_fork_bomb_stays_small() throws Exception {
        CommandResult result = box.sandbox()
                .run(box.command(
                        SandboxProfile.FULL,
                        Duration.ofSeconds(3),
                        "bash",
                        "-c",
                        "bomb() { bomb | bomb & sleep 2; }; bomb; ls -d /proc/[0-9]* | wc -l; wait"));
        assertThat(result.errors().text()).containsAnyOf("Resource temporarily unavailable", "Cannot fork", "fork");
    }

    @Test
    void memory_files_and_processor_time_end_somewhere() throws Exception {
        assertThat(box.run("python3", "-c", "x = bytearray(6 << 30)").errors().text())
                .contains("MemoryError");
        assertThat(box.shell("head -c 20000000 /dev/zero > big").exitCode()).isNotZero();
        assertThat(Files.size(box.file("big"))).isLessThanOrEqualTo(TestingSandbox.SMALL.fileSize());
        assertThat(box.shell("head -c 30000000 /dev/zero > /tmp/big").errors().text())
                .containsAnyOf("No space left", "File size limit");
    }
}
