package dev.writ.sandbox;

import static dev.writ.sandbox.SandboxLayer.*;

import dev.writ.WritException;
import dev.writ.sandbox.SandboxStatus.LayerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds out which layers hold by building a box and looking from inside it. The answer is kept for some seconds, since
 * kernel settings seldom change. Safe for use by many threads.
 */
final class SandboxProbe {
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String INSTALL = "Install bubblewrap 0.8 or newer (apt install bubblewrap) and util-linux.";

    private final HostPrograms programs;
    private final ControlGroups groups;
    private final SandboxLimits limits;
    private final InstantSource clock;
    private final Trial trial;
    private Optional<Tried> last = Optional.empty();

    SandboxProbe(HostPrograms programs, ControlGroups groups, SandboxLimits limits, InstantSource clock, Trial trial) {
        this.programs = programs;
        this.groups = groups;
        this.limits = limits;
        this.clock = clock;
        this.trial = trial;
    }

    /** Runs a command in a box of the ordinary kind. */
    @FunctionalInterface
    interface Trial {
        CommandResult run(List<String> argv, Duration timeout) throws InterruptedException;
    }

    private record Tried(SandboxStatus status, Instant at) {}

    synchronized SandboxStatus status() {
        List<Path> missing = programs.missing();
        if (!missing.isEmpty()) {
            last = Optional.empty();
            return nothing("", missing.getFirst() + " was not found", INSTALL);
        }
        Instant now = clock.instant();
        Optional<SandboxStatus> fresh = last.filter(tried ->
                        !now.isBefore(tried.at()) && now.isBefore(tried.at().plus(KEPT)))
                .map(Tried::status);
        if (fresh.isPresent()) {
            return fresh.get();
        }
        SandboxStatus status = tryOut();
        last = Optional.of(new Tried(status, now));
        return status;
    }

    private SandboxStatus tryOut() {
        String version = version();
        if (groups.processes().isEmpty() && BoxOwner.runsAsAdministrator()) {
            return without(
                    version,
                    PROCESS_LIMIT,
                    "the administrator's processes can only be limited by control groups, and none can be made here",
                    "Run Writ as an ordinary user, or make the pids control group writable.");
        }
        try {
            CommandResult result = trial.run(List.of("sh", "-c", BoxView.SCRIPT), LIMIT);
            BoxView view = new BoxView(result.output().text(), limits);
            List<LayerStatus> layers = Stream.of(SandboxLayer.values())
                    .map(layer -> view.problem(layer)
                            .map(problem -> new LayerStatus(layer, false, problem))
                            .orElse(new LayerStatus(layer, true, "")))
                    .toList();
            boolean complete = layers.stream().allMatch(LayerStatus::present);
            return new SandboxStatus(version, layers, complete ? "" : INSTALL);
        } catch (WritException e) {
            return nothing(
                    version, shorten(e.failure().message()), hintFor(e.failure().message()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return nothing(version, "the trial was interrupted", "Try again.");
        }
    }

    private static String hintFor(String message) {
        return message.contains("namespace") || message.contains("not permitted")
                ? "Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, and on Ubuntu"
                        + " kernel.apparmor_restrict_unprivileged_userns=0; in a container its seccomp profile, as"
                        + " docs/cluster.md says), and use bubblewrap 0.8 or newer."
                : INSTALL;
    }

    private static String shorten(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        String plain = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return plain.length() <= 300 ? plain : plain.substring(0, 300) + "…";
    }

    private static SandboxStatus nothing(String version, String reason, String hint) {
        return new SandboxStatus(
                version,
                Stream.of(SandboxLayer.values())
                        .map(layer -> new LayerStatus(layer, false, reason))
                        .toList(),
                hint);
    }

    private static SandboxStatus without(String version, SandboxLayer missing, String reason, String hint) {
        return new SandboxStatus(
                version,
                Stream.of(SandboxLayer.values())
                        .map(layer -> layer == missing
                                ? new LayerStatus(layer, false, reason)
                                : new LayerStatus(layer, true, ""))
                        .toList(),
                hint);
    }

    /** As {@code bwrap --version} says it; "" where it says nothing in time. */
    private String version() {
        ProcessBuilder builder = new ProcessBuilder(programs.bubblewrap().toString(), "--version");
        builder.environment().clear();
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            String said = new String(process.getInputStream().readNBytes(200), java.nio.charset.StandardCharsets.UTF_8);
            return said.startsWith("bubblewrap ") ? said.substring(11).strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Name of a namespace of ours, as {@code net:[4026531840]}. */
    static String ownNamespace(String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
