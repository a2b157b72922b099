package dev.writ.bench;

import dev.writ.permission.Host;
import dev.writ.sandbox.CommandResult;
import dev.writ.sandbox.Sandbox;
import dev.writ.sandbox.SandboxProfile;
import dev.writ.sandbox.SandboxedCommand;
import dev.writ.sandbox.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
        return "The command `true`, from its start to its end with its output read: in Writ's sandbox with every layer in"
                + " both profiles, and as peers by a plain `ProcessBuilder` and by `bwrap --ro-bind / / true`, which"
                + " shares everything with the machine but its files' writability. A command that may reach a host waits"
                + " for its relay, a small Java program.";
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
        int calls = plan.choose(20, 100);
        Series plain = series(plan, calls, number -> started(workspace, "true"));
        Series bubblewrap = series(
                plan,
                calls,
                number -> started(workspace, Sandbox.BUBBLEWRAP.toString(), "--ro-bind", "/", "/", "true"));
        List<Row> rows = new ArrayList<>();
        for (SandboxProfile profile : SandboxProfile.values()) {
            SandboxedCommand command =
                    new SandboxedCommand(workspace, List.of("true"), "", "", profile, Duration.ofSeconds(10));
            Series boxed = series(plan, calls, number -> boxed(sandbox, command));
            rows.add(Row.of("`true` in the sandbox, profile " + profile.id(), boxed)
                    .besides("ProcessBuilder " + plain.figure() + "; plain bwrap " + bubblewrap.figure()));
        }
        SandboxedCommand connected = new SandboxedCommand(
                workspace,
                List.of("true"),
                "",
                "",
                SandboxProfile.FULL,
                List.of(Host.parse("127.0.0.1:9")),
                Duration.ofSeconds(10));
        rows.add(Row.of(
                "`true` in the sandbox with a host it may reach",
                series(plan, calls, number -> boxed(sandbox, connected))));
        return rows;
    }

    private static Series series(Plan plan, int calls, Samples.Call call) throws Exception {
        Samples.take(5, LONGEST, call);
        return Series.of(plan.repeats(), () -> Samples.take(calls, LONGEST, call));
    }

    private static int boxed(Sandbox sandbox, SandboxedCommand command) throws InterruptedException {
        CommandResult result = sandbox.run(command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException("The command failed: " + result);
        }
        return result.layers().size();
    }

    private static int started(Workspace workspace, String... line) throws Exception {
        Process process = new ProcessBuilder(line)
                .directory(workspace.root().toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        int read = process.getInputStream().readAllBytes().length;
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The command failed: " + List.of(line));
        }
        return read;
    }
}
