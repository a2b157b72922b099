package dev.writ.sandbox;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs commands so that they can do harm nowhere but in their workspace, and services so that they can do it nowhere but
 * in the folders they were given: in namespaces of their own made by bubblewrap, without network but to the hosts that
 * were granted, as nobody, with limits. Where a protection is missing it refuses; it never runs with less. Safe for
 * use by many threads.
 */
public final class Sandbox {
    /** Where Linux distributions put it. */
    public static final Path BUBBLEWRAP = Path.of("/usr/bin/bwrap");

    /** Kept back from a command's time, to kill it and to hand over what it said. */
    private static final Duration FOR_THE_RESULT = Duration.ofMillis(500);

    /** From a service's start until its program begins; some hundredths of a second, on a busy machine seconds. */
    private static final Duration LONGEST_BUILD = Duration.ofSeconds(30);

    private final BoxFiles files;
    private final SandboxLimits limits;
    private final InstantSource clock;
    private final SandboxProbe probe;
    private final BoxBuilder builder;

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
        HostPrograms programs = new HostPrograms(bubblewrap, BoxOwner.runsAsAdministrator());
        this.limits = limits;
        this.clock = clock;
        ControlGroups groups = ControlGroups.find(Path.of("/sys/fs/cgroup"), ownGroups());
        groups.removeAbandoned();
        BoxNetwork.removeAbandoned();
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
        this.builder = new BoxBuilder(programs, files, groups);
        this.probe = new SandboxProbe(programs, groups, limits, clock, this::tryOut);
    }

    /** Which protections hold; tried out anew when the last trial is some seconds old. */
    public SandboxStatus status() {
        return probe.status();
    }

    /** Why no command can be given a way to hosts, found by giving one to a command; empty where it can. */
    public Optional<Failure> missingNetwork() throws InterruptedException {
        if (!status().complete()) {
            return Optional.of(status().failure());
        }
        try {
            Workspace trial = new Workspace(files.trialRoot());
            List<Host> nowhere = List.of(Host.parse("127.0.0.1:9"));
            CommandResult result = run(new SandboxedCommand(
                    trial, List.of("true"), "", "", SandboxProfile.FULL, nowhere, Duration.ofSeconds(20)));
            return result.exitCode() == 0
                    ? Optional.empty()
                    : Optional.of(Failure.of(
                            FailureCode.PROTECTION_MISSING,
                            "A command with a way to hosts ended with " + result.exitCode() + ".",
                            "Look at what else writ doctor says."));
        } catch (WritException e) {
            return Optional.of(e.failure());
        }
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
        mustBeComplete();
        return build(command);
    }

    private void mustBeComplete() {
        SandboxStatus status = status();
        if (!status.complete()) {
            throw status.failure().asException();
        }
    }

    /**
     * Starts a service, and returns once its program has begun.
     *
     * @throws WritException with {@code protection_missing} where it could not be protected; with other codes where
     *     there is no such program or folder, or a folder that no service may have
     * @throws InterruptedException where the waiting thread was interrupted; the service is then killed
     */
    public RunningService start(SandboxedService service) throws InterruptedException {
        mustBeComplete();
        Box box = builder.build(ServicePlan.of(service, files.folder()), BoxStreams.LEFT_OPEN);
        BoxProcess process = box.process();
        boolean begun = false;
        try {
            begun = BoxProcess.isDoneWithin(process.stands(), LONGEST_BUILD) && process.boxStood();
        } finally {
            if (!begun) {
                process.kill();
                process.killNow();
            }
        }
        if (!begun) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "The sandbox could not be built for the service " + service.name() + ": " + box.complaint() + ".",
                    "Check that its folders still exist and that their owner can reach and read them.");
        }
        return new RunningService(box);
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
        List<Path> folder = List.of(root);
        Path start = ProgramSearch.folder(command.workspace(), command.folder());
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(
                0,
                ProgramSearch.SYSTEM
                        .program(ProgramSearch.Reach.of(command.workspace()), start, argv.getFirst())
                        .toString());
        BoxFolders folders =
                switch (command.profile()) {
                    case READ_ONLY -> BoxFolders.of(folder, List.of());
                    case FULL -> BoxFolders.of(List.of(), folder);
                };
        CommandStreams streams = new CommandStreams(command.input(), limits.outputBytes());
        try {
            BoxPlan plan = new BoxPlan(
                    folders, start, BoxOwner.of(root), command.profile(), command.hosts(), Map.of(), argv, limits);
            return new RunningCommand(builder.build(plan, streams), streams.output(), command.timeout(), clock);
        } catch (IOException e) {
            throw BoxFolders.gone(root);
        }
    }

    private static Path usableRoot(Workspace workspace) {
        Path root = workspace.root();
        if (SystemFolders.have(root)) {
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
        throw BoxFolders.gone(root);
    }

    private static String ownGroups() {
        try {
            return Files.readString(Path.of("/proc/self/cgroup"));
        } catch (IOException e) {
            return "";
        }
    }
}
