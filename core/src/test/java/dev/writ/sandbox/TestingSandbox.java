package dev.writ.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real sandbox around a fresh workspace; tests that use it are skipped where bubblewrap is missing. */
public final class TestingSandbox {
    /** Small, so that tests that run into them are quick and harm nobody. */
    public static final SandboxLimits SMALL =
            new SandboxLimits(5, 4L << 30, 4L << 30, 512L << 20, 8L << 20, 128, 40, 16L << 20, 64 << 10);

    private final Sandbox sandbox;
    private final Workspace workspace;

    public TestingSandbox(Path folder) throws IOException {
        assumeTrue(
                Files.isExecutable(Sandbox.BUBBLEWRAP),
                "bubblewrap is not installed here (apt install bubblewrap), so the sandbox cannot be tested");
        Path root = Files.createDirectories(folder.toRealPath().resolve("workspace"));
        this.workspace = new Workspace(root);
        this.sandbox = new Sandbox(folder.resolve("sandbox"), InstantSource.system(), Sandbox.BUBBLEWRAP, SMALL);
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public Workspace workspace() {
        return workspace;
    }

    public Path file(String name) {
        return workspace.root().resolve(name);
    }

    public SandboxedCommand command(SandboxProfile profile, Duration timeout, String... argv) {
        return new SandboxedCommand(workspace, List.of(argv), "", "", profile, timeout);
    }

    /** A service without network, with small limits. */
    public SandboxedService service(List<Path> reads, List<Path> writes, String... argv) {
        return new SandboxedService(
                "tested", List.of(argv), Map.of(), reads, writes, List.of(), Optional.empty(), SMALL);
    }

    /** Starts a shell text as a service that may write in the workspace. */
    public RunningService startShell(String text, String... arguments) throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", text, "sh"));
        argv.addAll(List.of(arguments));
        return sandbox.start(service(List.of(), List.of(workspace.root()), argv.toArray(String[]::new)));
    }

    /** Runs a shell text with full rights on the workspace. */
    public CommandResult shell(String text) throws InterruptedException {
        return run("bash", "-c", text);
    }

    public CommandResult run(String... argv) throws InterruptedException {
        return sandbox.run(command(SandboxProfile.FULL, Duration.ofSeconds(30), argv));
    }
}
