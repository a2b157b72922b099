package dev.writ.sandbox;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the command line that builds the box around a program: launcher, then bubblewrap with everything it may
 * see, then inside the box a check that the right folders were mounted, the limits, and the command itself. The two
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
            exec 4< "$1/passwd" 5< "$1/group" 6< "$1/hosts" 7< "$1/nsswitch.conf"
            if [ "$2" = network ]; then exec 8< "$1/relay"; fi; shift 2
            if [ "$1" != no-variables ]; then exec 9< "$1"; fi; shift
            exec "$@"
            """;

    private static final String INSIDE = """
            while [ "$1" != -- ]; do
              [ "$(/usr/bin/stat -c %d:%i -- "$2")" = "$1" ] || { echo "$2 was replaced while the box was built"; exit 1; } >&2
              shift 2
            done
            shift
            if [ "$1" != no-network ]; then
              said=$("$1" RELAY &)
              [ "$said" = listening ] || { echo "the relay to the network did not start"; exit 1; } >&2
            fi
            shift; echo writ-box-started >&2; exec "$@"
            """.replace("RELAY", relay());

    private static final int RELAY_DESCRIPTOR = 8;
    private static final int VARIABLES_DESCRIPTOR = 9;

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
     * @param doors of the control groups to join
     * @param control files that the box has to hold
     * @param variables file with those of the plan
     */
    static List<String> of(
            HostPrograms programs,
            BoxFiles files,
            List<String> doors,
            BoxPlan plan,
            ControlFiles control,
            Optional<BoxNetwork> network,
            Optional<Path> variables) {
        BoxCommandLine box = new BoxCommandLine();
        box.launcher(files, plan, doors, network.isPresent(), variables);
        box.add(programs.bubblewrap().toString());
        box.isolation();
        box.system(plan.limits());
        box.folders(plan.folders(), control);
        box.add("--chdir", plan.start().toString());
        network.ifPresent(box::network);
        box.add("--remount-ro", "/");
        ENVIRONMENT.forEach((name, value) -> box.add("--setenv", name, value));
        if (variables.isPresent()) {
            box.add("--args", Integer.toString(VARIABLES_DESCRIPTOR));
        }
        box.add("--");
        box.limits(plan.limits());
        box.add(HostPrograms.SHELL.toString(), "-c", INSIDE, "inside");
        Stream.concat(plan.folders().pinned(), control.all())
                .forEach(pinned -> box.add(pinned.identity(), pinned.path().toString()));
        box.add("--", network.isPresent() ? BoxNetwork.java() : "no-network");
        box.line.addAll(plan.argv());
        return List.copyOf(box.line);
    }

    /** Little memory, and quickly there: it only passes bytes on. */
    private static String relay() {
        return String.join(
                " ",
                "-Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx16m",
                "-XX:ReservedCodeCacheSize=8m -XX:CompressedClassSpaceSize=16m -cp",
                BoxNetwork.CLASSES,
                BoxNetwork.RELAY,
                Integer.toString(BoxNetwork.PORT),
                BoxNetwork.SOCKET);
    }

    private void launcher(BoxFiles files, BoxPlan plan, List<String> doors, boolean network, Optional<Path> variables) {
        BoxOwner owner = plan.owner();
        if (owner.mustLockDevices()) {
            add(HostPrograms.UNSHARE.toString(), "--mount", "--propagation", "private", "--");
        }
        add(HostPrograms.SHELL.toString(), "-c", LAUNCHER, "launcher");
        line.addAll(doors);
        add(
                "--",
                owner.mustLockDevices() ? "lock-devices" : "plain",
                files.filter(plan.profile()).toString(),
                files.folder().toString(),
                network ? "network" : "no-network",
                variables.map(Path::toString).orElse("no-variables"));
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

    private void folders(BoxFolders folders, ControlFiles control) {
        folders.mounts().forEach(mount -> bind(mount.writable() ? "--bind" : "--ro-bind", mount.folder()));
        // A mount point cannot be renamed, so a repository cannot be moved away and another put in its place.
        control.repositories().forEach(git -> bind("--bind", git));
        control.locked().forEach(file -> bind("--ro-bind", file));
        control.missingHooks().forEach(hooks -> add("--tmpfs", hooks.toString(), "--remount-ro", hooks.toString()));
    }

    private void bind(String how, PinnedPath pinned) {
        add(how, pinned.path().toString(), pinned.path().toString());
    }

    private void network(BoxNetwork network) {
        add("--ro-bind", network.socket().toString(), BoxNetwork.SOCKET);
        add("--perms", "0644", "--file", String.valueOf(RELAY_DESCRIPTOR), BoxNetwork.RELAY_FILE);
        line.addAll(BoxNetwork.bindJava());
        network.environment().forEach((name, value) -> add("--setenv", name, value));
    }

    private void limits(SandboxLimits limits) {
        add(HostPrograms.PRLIMIT.toString());
        add("--cpu=" + limits.cpuSeconds());
        add("--as=" + limits.addressSpace());
        add("--data=" + limits.data());
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
