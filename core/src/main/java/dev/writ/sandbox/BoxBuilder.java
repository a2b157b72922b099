package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Builds boxes. What a box needs of the machine (its way to hosts, its control groups, the names it holds) is given back
 * when it is over, or when it could not be started. Safe for use by many threads.
 */
final class BoxBuilder {
    private final HostPrograms programs;
    private final BoxFiles files;
    private final ControlGroups groups;
    private final HeldFiles held = new HeldFiles();
    private final AtomicLong boxes = new AtomicLong();

    BoxBuilder(HostPrograms programs, BoxFiles files, ControlGroups groups) {
        this.programs = programs;
        this.files = files;
        this.groups = groups;
    }

    /**
     * Starts a box; what is wrong with it may show only later.
     *
     * @throws WritException with {@code protection_missing} where it cannot be started; with {@code conflict} where
     *     another box stands against it
     */
    Box build(BoxPlan plan, BoxStreams streams) {
        HeldFiles.Hold hold = held.hold(plan.folders());
        Deque<Runnable> back = new ArrayDeque<>();
        back.push(hold::release);
        boolean started = false;
        try {
            Optional<BoxNetwork> network = network(plan);
            network.ifPresent(way -> back.push(way::close));
            Optional<Path> variables = files.variables(plan.variables());
            Runnable forget = () -> variables.ifPresent(BoxBuilder::delete);
            back.push(forget);
            ControlGroups.Group group = groups.open(
                    ControlGroups.PREFIX + ProcessHandle.current().pid() + "-" + boxes.incrementAndGet(),
                    plan.limits());
            back.push(group::close);
            List<String> line =
                    BoxCommandLine.of(programs, files, group.doors(), plan, hold.files(), network, variables);
            Runnable afterwards = () -> {
                network.ifPresent(BoxNetwork::close);
                group.close();
            };
            BoxProcess process =
                    BoxProcess.start(line, streams, plan.limits().outputBytes(), hold::release, afterwards);
            started = true;
            CompletableFuture<Void> _ = process.stands().thenRun(forget);
            return new Box(process, plan.profile().layers(plan.hosts()), network);
        } catch (IOException e) {
            throw new WritException(
                    FailureCode.PROTECTION_MISSING,
                    "The sandbox could not be started: " + e.getMessage() + ".",
                    "Run writ doctor to see which protection is missing.");
        } finally {
            if (!started) {
                back.forEach(Runnable::run);
            }
        }
    }

    private static Optional<BoxNetwork> network(BoxPlan plan) throws IOException {
        return plan.hosts().isEmpty() ? Optional.empty() : Optional.of(BoxNetwork.open(plan.hosts(), plan.owner()));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Only we can read it, and the next start of Writ removes it.
        }
    }
}
