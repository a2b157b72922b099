package dev.writ.bench;

import dev.writ.sandbox.CommandResult;
import dev.writ.sandbox.Sandbox;
import dev.writ.sandbox.SandboxProfile;
import dev.writ.sandbox.SandboxedCommand;
import dev.writ.sandbox.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What the sandbox adds to a command. */
final class SandboxedCommands implements Measurement {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public String title() {
        return "Sandboxed command";
    }

    @Override
    public String explanation() {
        return "The command `true`, from its start to its end with its output read: in Writ's sandbox with every layer, "
                + "and by a plain `ProcessBuilder` as the peer.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        Path folder = plan.newFolder("sandbox").toRealPath();
        Sandbox sandbox = new Sandbox(Files.createDirectory(folder.resolve("own")), InstantSource.system());
        if (!sandbox.status().complete()) {
            return List.of(Row.missing(
                    "`true` in the sandbox", sandbox.status().failure().message()));
        }
        Workspace workspace = new Workspace(Files.createDirectory(folder.resolve("workspace")));
        SandboxedCommand command =
                new SandboxedCommand(workspace, List.of("true"), "", "", SandboxProfile.FULL, Duration.ofSeconds(10));
        int calls = plan.choose(20, 100);
        Samples.take(5, LONGEST, number -> boxed(sandbox, command));
        Series boxed = Series.of(plan.repeats(), () -> Samples.take(calls, LONGEST, number -> boxed(sandbox, command)));
        Samples.take(5, LONGEST, number -> plain(workspace));
        Series plain = Series.of(plan.repeats(), () -> Samples.take(calls, LONGEST, number -> plain(workspace)));
        return List.of(Row.of("`true` in the sandbox", boxed).besides("ProcessBuilder " + plain.figure()));
    }

    private static int boxed(Sandbox sandbox, SandboxedCommand command) throws InterruptedException {
        CommandResult result = sandbox.run(command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException("The command failed: " + result);
        }
        return result.layers().size();
    }

    private static int plain(Workspace workspace) throws Exception {
        Process process = new ProcessBuilder("true")
                .directory(workspace.root().toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        int read = process.getInputStream().readAllBytes().length;
        return read + process.waitFor();
    }
}
