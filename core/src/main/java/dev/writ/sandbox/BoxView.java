package dev.writ.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process sees from inside the box, as printed by {@link #SCRIPT}, and what that says about each layer.
 *
 * @param text the output
 */
record BoxView(String text, SandboxLimits limits) {
    /** Only looks; the one thing it tries is refused without a trace. */
    static final String SCRIPT = """
            for n in user mnt pid net ipc uts cgroup; do echo "namespace $n $(readlink /proc/self/ns/$n)"; done
            cat /proc/self/status /proc/self/limits
            while read -r device place type options rest; do echo "mount $place ${options%%,*} $type"; done < /proc/mounts
            unshare --user true 2> /dev/null && echo nested namespaces
            [ -w /proc/sys/kernel/core_pattern ] && echo writable kernel settings
            env | while read -r variable; do echo "variable ${variable%%=*}"; done
            """;

    private static final Set<String> VARIABLES = Set.of("PATH", "HOME", "LANG", "TERM", "PWD", "OLDPWD", "SHLVL", "_");

    /** Why the layer does not hold; empty where it does. */
    Optional<String> problem(SandboxLayer layer) {
        return switch (layer) {
            case USER_NAMESPACE -> shared("user");
            case MOUNT_NAMESPACE -> shared("mnt");
            case PROCESS_NAMESPACE -> shared("pid");
            case NETWORK_NAMESPACE -> shared("net");
            case IPC_NAMESPACE -> shared("ipc");
            case HOST_NAME_NAMESPACE -> shared("uts");
            case CGROUP_NAMESPACE -> shared("cgroup");
            case NO_CAPABILITIES ->
                unless(
                        List.of("CapEff", "CapPrm", "CapBnd", "CapInh").stream()
                                .allMatch(set -> field(set).equals("0000000000000000")),
                        "capabilities are left");
            case NO_NEW_PRIVILEGES -> unless(field("NoNewPrivs").equals("1"), "the kernel's flag is not set");
            case NO_NESTED_NAMESPACES ->
                unless(!text.isEmpty() && !has("nested namespaces"), "a user namespace could be made");
            case SYSTEM_CALL_FILTER -> unless(field("Seccomp").equals("2"), "no filter is in force");
            case READ_ONLY_SYSTEM -> unless(has("mount / ro tmpfs") && mounted("/usr", "ro"), "/usr can be written");
            case READ_ONLY_KERNEL_SETTINGS ->
                unless(has("mount /proc ro proc") && !has("writable kernel settings"), "/proc can be written");
            case READ_ONLY_DEVICES ->
                unless(!BoxOwner.runsAsAdministrator() || mounted("/dev/null", "ro"), "/dev can be changed");
            case PRIVATE_TEMPORARY_FOLDER -> unless(has("mount /tmp rw tmpfs"), "/tmp is shared");
            case EMPTY_ENVIRONMENT ->
                unless(
                        text.lines()
                                .filter(line -> line.startsWith("variable "))
                                .allMatch(line -> VARIABLES.contains(line.substring("variable ".length()))),
                        "variables are passed on");
            case RESOURCE_LIMITS ->
                unless(
                        limited("Max cpu time", limits.cpuSeconds())
                                && limited("Max address space", limits.addressSpace())
                                && limited("Max data size", limits.data())
                                && limited("Max file size", limits.fileSize())
                                && limited("Max open files", limits.openFiles()),
                        "limits are not in force");
            case PROCESS_LIMIT ->
                unless(limited("Max processes", limits.processes()), "the number of processes is not limited");
        };
    }

    private Optional<String> shared(String kind) {
        Matcher matcher = Pattern.compile("(?m)^namespace " + kind + " (\\S+)$").matcher(text);
        return unless(
                matcher.find() && !matcher.group(1).equals(SandboxProbe.ownNamespace(kind)),
                "the machine's own is visible");
    }

    private String field(String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s*(\\S+)$").matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private boolean limited(String name, long most) {
        Matcher matcher =
                Pattern.compile("(?m)^" + name + "\\s+\\S+\\s+(\\d+)\\s").matcher(text);
        return matcher.find() && Long.parseLong(matcher.group(1)) <= most;
    }

    private boolean mounted(String place, String how) {
        return text.lines().anyMatch(line -> line.startsWith("mount " + place + " " + how + " "));
    }

    private boolean has(String wanted) {
        return text.lines().anyMatch(line -> line.equals(wanted));
    }

    private static Optional<String> unless(boolean holds, String problem) {
        return holds ? Optional.empty() : Optional.of(problem);
    }
}
