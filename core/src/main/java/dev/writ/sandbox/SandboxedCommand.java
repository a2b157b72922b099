package dev.writ.sandbox;

import dev.writ.permission.Host;
import java.time.Duration;
import java.util.List;

/**
 * A command line to be run in the sandbox; no shell reads it.
 *
 * @param argv the program and its arguments; a bare program name is looked for in the system's program folders, never
 *     in the workspace
 * @param folder where it starts: relative to the workspace root, "" for the root itself
 * @param input what it reads from standard input
 * @param hosts which it may reach; none means that it has no network
 * @param timeout wall-clock time after which it and everything it started are killed
 */
public record SandboxedCommand(
        Workspace workspace,
        List<String> argv,
        String folder,
        String input,
        SandboxProfile profile,
        List<Host> hosts,
        Duration timeout) {
    public SandboxedCommand {
        argv = List.copyOf(argv);
        hosts = List.copyOf(hosts);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command line needs a program");
        }
        if (profile == SandboxProfile.READ_ONLY && !hosts.isEmpty()) {
            throw new IllegalArgumentException("a command that only looks has no network");
        }
    }

    /** A command without network. */
    public SandboxedCommand(
            Workspace workspace,
            List<String> argv,
            String folder,
            String input,
            SandboxProfile profile,
            Duration timeout) {
        this(workspace, argv, folder, input, profile, List.of(), timeout);
    }

    public SandboxedCommand withTimeout(Duration newTimeout) {
        return new SandboxedCommand(workspace, argv, folder, input, profile, hosts, newTimeout);
    }
}
