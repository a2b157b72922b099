package dev.writ.tool.terminal;

import dev.writ.entity.Tuning;
import dev.writ.permission.Permissions;
import dev.writ.sandbox.Sandbox;
import dev.writ.sandbox.SandboxStatus;
import dev.writ.tool.Availability;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.util.List;

/** Runs allowed command lines in the sandbox. No shell reads them, and without its sandbox it runs nothing. */
public final class TerminalServer implements ToolServer {
    static final String TOOL = "terminal";

    private final Sandbox sandbox;
    private final List<Operation> operations;

    /** With the numbers that Writ ships. */
    public TerminalServer(Sandbox sandbox, Permissions permissions) {
        this(sandbox, permissions, Tuning.USUAL);
    }

    public TerminalServer(Sandbox sandbox, Permissions permissions, Tuning tuning) {
        this.sandbox = sandbox;
        this.operations = List.of(
                new ListCommands(permissions), new CheckCommand(permissions), new ExecuteCommand(sandbox, tuning));
    }

    @Override
    public String name() {
        return TOOL;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                TOOL,
                "Runs allowed command lines in the workspace, in a sandbox without network but to hosts that a grant names.",
                SecurityLevel.ELEVATED,
                Duration.ofHours(6),
                List.of("file_system_listing")));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public Availability availability() {
        SandboxStatus status = sandbox.status();
        return status.complete()
                ? new Availability.Ready()
                : new Availability.Missing(
                        status.failure().message(), status.failure().hint());
    }
}
