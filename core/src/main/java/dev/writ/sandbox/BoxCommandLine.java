package dev.writ.sandbox;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the command line that builds the box around a command: launcher, then bubblewrap with everything the command
 * may see, then inside the box a check that the right folders were mounted, the limits, and the command itself. The two
 * shell texts are constants; whatever a caller chose stands behind them as arguments, never as shell text.
 */
final class BoxCommandLine {
    /** What a command finds in its environment, and nothing else. */
    static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
            entry("HOME", "/tmp"),
            entry("LANG", "C.UTF-8"),
            entry("TERM", "dumb"));

    /** Says on standard error that the box stands; what comes before it is a complaint of the builders. */
    static final String STARTED = "writ-box-started\n";

    /** Joins control groups, locks the device files where asked to, opens the box's files, and becomes the next program. */
    private static final String LAUNCHER = """
            while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift
            if [ "$1" = lock-devices ]; then /usr/bin/mount --bind -o ro /dev /dev || exit 1; fi; shift
            exec 3< "$1"; shift
            exec 4< "$1/passwd" 5< "$1/group" 6< "$1/hosts" 7< "$1/nsswitch.conf"; shift
            exec "$@"
            """;

    private static final String INSIDE = """
            while [ "$1" != -- ]; do
              [ "$(/usr/bin/stat -c %d:%i -- "$2")" = "$1" ] || { echo "$2 was replaced while the box was built"; exit 1; } >&2
              shift 2
            done
            shift; echo writ-box-started >&2; exec "$@"
            """;

    private static final List<String> SYSTEM_FOLDERS = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** Public settings that common programs need to start. */
    private static final List<String> SETTINGS = List.of(
            "alternatives",
            "ld.so.cache",
            "localtime",
            "magic",
            "mime.types",
            "os-release",
            "ssl/certs",
            "ssl/openssl.cnf",
            "maven/m2.conf",
            "maven/logging");

    private static final List<String> JAVA_SETTINGS_NOT_SHOWN = List.of("management");

    private final List<String> line = new ArrayList<>();

    private BoxCommandLine() {}

    /**
     * @param owner whose rights on the workspace's files the command gets
     * @param doors of the control groups to join
     */
    static List<String> of(
            HostPrograms programs,
            BoxFiles files,
            SandboxLimits limits,
            BoxOwner owner,
            List<String> doors,
            Inside inside) {
        BoxCommandLine box = new BoxCommandLine();
        box.launcher(files, files.filter(inside.profile()), owner, doors);
        box.add(programs.bubblewrap().toString());
        box.isolation();
        box.system(limits);
        box.workspace(inside);
        box.add("--remount-ro", "/");
        ENVIRONMENT.forEach((name, value) -> box.add("--setenv", name, value));
        box.add("--", HostPrograms.SHELL.toString(), "-c", INSIDE, "inside");
        box.checks(inside);
        box.limits(limits);
        box.line.addAll(inside.argv());
        return List.copyOf(box.line);
    }

    /**
     * What is to run, resolved.
     *
     * @param argv starts with the program's path
     */
    record Inside(PinnedPath root, Path folder, ControlFiles control, SandboxProfile profile, List<String> argv) {}

    private void launcher(BoxFiles files, Path filter, BoxOwner owner, List<String> doors) {
        if (owner.mustLockDevices()) {
            add(HostPrograms.UNSHARE.toString(), "--mount", "--propagation", "private", "--");
        }
        add(HostPrograms.SHELL.toString(), "-c", LAUNCHER, "launcher");
        line.addAll(doors);
        add(
                "--",
                owner.mustLockDevices() ? "lock-devices" : "plain",
                filter.toString(),
                files.folder().toString());
        line.addAll(owner.become());
    }

    private void isolation() {
        add("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup");
        add(
                "--disable-userns",
                "--assert-userns-disabled",
                "--uid",
                "65534",
                "--gid",
                "65534",
                "--cap-drop",
                "ALL",
                "--seccomp",
                "3");
        add("--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv");
    }

    private void system(SandboxLimits limits) {
        add("--ro-bind", "/usr", "/usr");
        for (String name : SYSTEM_FOLDERS) {
            Path folder = Path.of("/").resolve(name);
            if (Files.isSymbolicLink(folder)) {
                add("--symlink", "usr/" + name, folder.toString());
            } else {
                add("--ro-bind-try", folder.toString(), folder.toString());
            }
        }
        add("--dir", "/etc");
        SETTINGS.forEach(name -> add("--ro-bind-try", "/etc/" + name, "/etc/" + name));
        javaSettings();
        for (int i = 1; i < BoxFiles.NAMES.size(); i++) {
            add("--perms", "0644", "--file", String.valueOf(BoxFiles.FIRST_DESCRIPTOR + i));
            add("/etc/" + BoxFiles.NAMES.get(i));
        }
        // Remounted read-only because a process that owns the kernel's settings on disk could otherwise write them,
        // even
        // without any capability (bubblewrap covers only some of them).
        add("--proc", "/proc", "--remount-ro", "/proc");
        add("--dev", "/dev");
        temporary("/dev/shm", limits);
        add("--remount-ro", "/dev");
        temporary("/tmp", limits);
    }

    /** Debian keeps the settings of its Java there, some of which may hold passwords. */
    private void javaSettings() {
        try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
            etc.filter(path -> path.getFileName().toString().matches("java-[0-9]+-openjdk"))
                    .sorted()
                    .forEach(path -> {
                        add("--ro-bind", path.toString(), path.toString());
                        JAVA_SETTINGS_NOT_SHOWN.stream()
                                .map(path::resolve)
                                .filter(Files::isDirectory)
                                .forEach(
                                        hidden -> add("--tmpfs", hidden.toString(), "--remount-ro", hidden.toString()));
                    });
        } catch (IOException e) {
            // Without /etc there is nothing to show.
        }
    }

    private void temporary(String folder, SandboxLimits limits) {
        add("--perms", "1777", "--size", Long.toString(limits.temporaryBytes()), "--tmpfs", folder);
    }

    private void workspace(Inside inside) {
        String root = inside.root().path().toString();
        switch (inside.profile()) {
            case READ_ONLY -> add("--ro-bind", root, root);
            case FULL -> {
                add("--bind", root, root);
                ControlFiles control = inside.control();
                // A mount point cannot be renamed, so the repository cannot be moved away and another put in its place.
                control.repository()
                        .ifPresent(git ->
                                add("--bind", git.path().toString(), git.path().toString()));
                control.locked()
                        .forEach(file -> add(
                                "--ro-bind", file.path().toString(), file.path().toString()));
                if (control.lacksHooks()) {
                    String hooks = inside.root().path().resolve(".git/hooks").toString();
                    add("--tmpfs", hooks, "--remount-ro", hooks);
                }
            }
        }
        add("--chdir", inside.folder().toString());
    }

    private void checks(Inside inside) {
        Stream<PinnedPath> control =
                switch (inside.profile()) {
                    case READ_ONLY -> Stream.empty();
                    case FULL -> inside.control().all();
                };
        Stream.concat(Stream.of(inside.root()), control)
                .forEach(pinned -> add(pinned.identity(), pinned.path().toString()));
        add("--");
    }

    private void limits(SandboxLimits limits) {
        add(HostPrograms.PRLIMIT.toString());
        add("--cpu=" + limits.cpuSeconds());
        add("--as=" + limits.addressSpace());
        add("--fsize=" + limits.fileSize());
        add("--nofile=" + limits.openFiles());
        add("--nproc=" + limits.processes());
        add("--core=0");
        add("--");
    }

    private void add(String... words) {
        line.addAll(List.of(words));
    }
}
