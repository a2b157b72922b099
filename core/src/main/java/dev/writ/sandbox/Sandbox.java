package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.BoxCommandLine.Inside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Runs commands so that they can do harm nowhere but in their workspace: in namespaces of their own made by bubblewrap,
 * without network, as nobody, with limits. Where a protection is missing it refuses; it never runs with less. Safe for
 * use by many threads.
 */
public final class Sandbox {
    /** Where Linux distributions put it. */
    public static final Path BUBBLEWRAP = Path.of("/usr/bin/bwrap");

    /** Nothing can be mounted over these without breaking the box. */
    private static final List<Path> NOT_A_WORKSPACE =
            Stream.of("/proc", "/dev", "/sys", "/run", "/etc").map(Path::of).toList();

    private static final List<Path> NEEDED_WHOLE = Stream.of(
                    "/", "/usr", "/usr/bin", "/usr/lib", "/tmp", "/bin", "/lib")
            .map(Path::of)
            .toList();

    /** Kept back from a command's time, to kill it and to hand over what it said. */
    private static final Duration FOR_THE_RESULT = Duration.ofMillis(500);

    private final HostPrograms programs;
    private final BoxFiles files;
    private final SandboxLimits limits;
    private final InstantSource clock;
    private final ControlGroups groups;
    private final SandboxProbe probe;
    private final HeldFiles held = new HeldFiles();
    private final AtomicLong boxes = new AtomicLong();

    /**
     * A sandbox with ordinary limits.
     *
     * @param folder of Writ's own, for small files the box needs
     */
    public Sandbox(Path folder, InstantSource clock) {
        this(folder, clock, BUBBLEWRAP, SandboxLimits.ORDINARY);
    }

    /** @throws WritException where the folder cannot be written */
    public Sandbox(Path folder, InstantSource clock, Path bubblewrap, SandboxLimits limits) {
        this.programs = new HostPrograms(bubblewrap, BoxOwner.runsAsAdministrator());
        this.limits = limits;
        this.clock = clock;
        this.groups = ControlGroups.find(Path.of("/sys/fs/cgroup"), ownGroups());
        this.groups.removeAbandoned();
        try {
            String machine = System.getProperty("os.arch");
            this.files = BoxFiles.write(
                    folder,
                    profile -> SeccompFilter.forMachine(machine, profile).orElse(new byte[0]));
        } catch (IOException e) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "The sandbox cannot write its files to " + folder + ".",
                    "Make the data folder writable, or name another one.");
        }
        this.probe = new SandboxProbe(programs, groups, limits, clock, this::tryOut);
    }

    /** Which protections hold; tried out anew when the last trial is some seconds old. */
    public SandboxStatus status() {
        return probe.status();
    }

    /**
     * Starts a command.
     *
     * @throws WritException with {@code protection_missing} where the command could not be protected; with other codes
     *     where there is no such program or folder
     */
    public RunningCommand start(SandboxedCommand command) {
        return start(command, Instant.MAX);
    }

    /**
     * As {@link #start(SandboxedCommand)}, for a command that must be over, its result included, at some moment.
     *
     * @throws WritException also with {@code timed_out} where that leaves no time
     */
    public RunningCommand start(SandboxedCommand command, Instant latestEnd) {
        Instant lastMoment = latestEnd.minus(FOR_THE_RESULT);
        Instant now = clock.instant();
        if (!now.isBefore(lastMoment)) {
            throw new WritException(
                    FailureCode.TIMED_OUT, "No time was left to start the command.", "Call again with more time.");
        }
        boolean cut = now.plus(command.timeout()).isAfter(lastMoment);
        return protect(cut ? command.withTimeout(Duration.between(now, lastMoment)) : command);
    }

    private RunningCommand protect(SandboxedCommand command) {
        SandboxStatus status = status();
        if (!status.complete()) {
            throw status.failure().asException();
        }
        return build(command);
    }

    /** Starts a command and waits for its end. */
    public CommandResult run(SandboxedCommand command) throws InterruptedException {
        return start(command).await();
    }

    private CommandResult tryOut(List<String> argv, Duration timeout) throws InterruptedException {
        Workspace trial = new Workspace(files.trialRoot());
        return build(new SandboxedCommand(trial, argv, "", "", SandboxProfile.FULL, timeout))
                .await();
    }

    private RunningCommand build(SandboxedCommand command) {
        Path root = usableRoot(command.workspace());
        Path folder = ProgramSearch.folder(command.workspace(), command.folder());
        Path program = ProgramSearch.program(
                command.workspace(), folder, command.argv().getFirst());
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, program.toString());
        HeldFiles.Hold hold =
                switch (command.profile()) {
                    case READ_ONLY -> HeldFiles.NOTHING;
                    case FULL -> held.hold(root, () -> ControlFiles.of(root));
                };
        boolean started = false;
        try {
            BoxOwner owner = BoxOwner.of(root);
            PinnedPath pinned = PinnedPath.of(root).orElseThrow(() -> gone(root));
            Inside inside = new Inside(pinned, folder, hold.files(), command.profile(), argv);
            ControlGroups.Group group = groups.open(
                    ControlGroups.PREFIX + ProcessHandle.current().pid() + "-" + boxes.incrementAndGet(), limits);
            List<String> line = BoxCommandLine.of(programs, files, limits, owner, group.doors(), inside);
            BoxProcess process = start(line, command.input(), group, hold);
            started = true;
            return new RunningCommand(
                    process, command.timeout(), clock, command.profile().layers());
        } catch (IOException e) {
            throw new WritException(
                    FailureCode.PROTECTION_MISSING,
                    "The sandbox could not be started: " + e.getMessage() + ".",
                    "Run writ doctor to see which protection is missing.");
        } finally {
            if (!started) {
                hold.release();
            }
        }
    }

    private BoxProcess start(List<String> line, String input, ControlGroups.Group group, HeldFiles.Hold hold)
            throws IOException {
        try {
            return BoxProcess.start(line, input, limits.outputBytes(), hold::release, group::close);
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    private static Path usableRoot(Workspace workspace) {
        Path root = workspace.root();
        boolean taken = NEEDED_WHOLE.contains(root) || NOT_A_WORKSPACE.stream().anyMatch(root::startsWith);
        if (taken) {
            throw new WritException(
                    FailureCode.WORKSPACE_UNUSABLE,
                    "Commands cannot run in " + root + ", because the sandbox needs that folder of the system itself.",
                    "Use a folder of your own as the workspace.");
        }
        try {
            if (Files.isDirectory(root) && root.toRealPath().equals(root)) {
                return root;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw gone(root);
    }

    private static WritException gone(Path root) {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The workspace " + root + " no longer exists, or something else was put in its place.",
                "Restore it, or submit the request again with another workspace.");
    }

    private static String ownGroups() {
        try {
            return Files.readString(Path.of("/proc/self/cgroup"));
        } catch (IOException e) {
            return "";
        }
    }
}
