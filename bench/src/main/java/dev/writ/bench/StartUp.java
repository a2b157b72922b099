package dev.writ.bench;

import dev.writ.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How soon a server answers, and how much memory it holds when it has nothing to do. */
final class StartUp implements Measurement {
    private static final long READY_NANOS = 1_500_000_000;
    private static final long IDLE_MEGABYTES = 150;
    private static final Duration IDLE = Duration.ofSeconds(2);

    /** One server, started several times. */
    private record Starts(Series times, List<Duration> processor, List<Long> bytes) {
        String processorTime() {
            return processor.stream()
                    .sorted()
                    .skip(processor.size() / 2)
                    .findFirst()
                    .map(one -> Spans.text(one.toNanos()))
                    .orElse("unknown on this system");
        }

        Optional<Long> megabytes() {
            return bytes.stream().sorted().skip(bytes.size() / 2).findFirst().map(one -> one >> 20);
        }

        String memory() {
            return megabytes().map(one -> one + " MB").orElse("unknown on this system");
        }

        String memorySpread() {
            List<Long> sorted = bytes.stream().map(one -> one >> 20).sorted().toList();
            return sorted.isEmpty() ? "" : sorted.getFirst() + " to " + sorted.getLast() + " MB";
        }
    }

    /** What is started, with the folder it announces its address in. */
    @FunctionalInterface
    private interface Starter {
        ChildProcess start(Path folder) throws Exception;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "Start and idle memory";
    }

    @Override
    public String explanation() {
        return "A Java virtual machine with the launcher's options runs `serve` on an empty data folder, from the start of "
                + "the process until `/healthz` answers on loopback; resident memory is read " + IDLE.toSeconds()
                + " s later. *As launched* uses the archive of loaded classes that the launcher makes when it builds, by one "
                + "`writ run`. The peer is the floor of the stack: a Helidon server that says ok, "
                + "started with the same options. *Processor time* is what all its threads used until then; it is hardly "
                + "disturbed by other load. The launcher's own time (a shell script) is not in any of these.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int times = plan.choose(3, 7);
        Starts helloWithout = starts(plan, times, folder -> hello(folder, JavaOptions.withoutArchive()));
        Starts without = starts(plan, times, folder -> serve(folder, JavaOptions.withoutArchive()));
        Path helloArchive = helloArchive(plan);
        Starts helloWith = starts(plan, times, folder -> hello(folder, JavaOptions.with(helloArchive)));
        Path archive = archive(plan);
        Starts with = starts(plan, times, folder -> serve(folder, JavaOptions.with(archive)));
        List<Row> rows = new ArrayList<>();
        rows.addAll(rows("as launched", with, helloWith));
        rows.addAll(rows("without the archive", without, helloWithout));
        return rows;
    }

    private static List<Row> rows(String label, Starts starts, Starts floor) {
        Row ready = starts.times()
                .rowOfMedian(label + ": ready")
                .besides("bare Helidon " + Spans.text(floor.times().median()))
                .against("< " + Spans.text(READY_NANOS), starts.times().median() < READY_NANOS);
        Row memory = Row.of(label + ": resident when idle", starts.memory(), starts.memorySpread())
                .besides("bare Helidon " + floor.memory());
        return List.of(
                ready,
                Row.of(label + ": processor time", starts.processorTime(), "")
                        .besides("bare Helidon " + floor.processorTime()),
                starts.megabytes()
                        .map(one -> memory.against("< " + IDLE_MEGABYTES + " MB", one < IDLE_MEGABYTES))
                        .orElse(memory));
    }

    private static Starts starts(Plan plan, int times, Starter starter) throws Exception {
        List<Long> bytes = new ArrayList<>();
        List<Samples> samples = new ArrayList<>();
        List<Duration> processor = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Path folder = plan.newFolder("start");
            try (ChildProcess child = starter.start(folder)) {
                samples.add(new Samples(new long[] {child.awaitHealthy(folder)}));
                child.processorTime().ifPresent(processor::add);
                Thread.sleep(IDLE);
                child.residentMemory().ifPresent(bytes::add);
            }
        }
        return new Starts(new Series(samples), processor, bytes);
    }

    static ChildProcess serve(Path data, List<String> options) throws Exception {
        return ChildProcess.start(
                Objects.requireNonNull(data.getParent()),
                options,
                Main.class,
                List.of("serve", "--port", "0", "--data", data.toString()));
    }

    private static ChildProcess hello(Path folder, List<String> options) throws Exception {
        return ChildProcess.start(
                folder,
                options,
                HelloServer.class,
                List.of(folder.resolve("server.json").toString()));
    }

    /** Makes the archive as the launcher does. */
    static Path archive(Plan plan) throws Exception {
        Path folder = plan.newFolder("run");
        Path archive = folder.resolve("writ.aot");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        try (ChildProcess command = ChildProcess.start(
                folder,
                JavaOptions.making(archive),
                Main.class,
                List.of(
                        "run",
                        "describe this workspace",
                        "--workspace",
                        workspace.toString(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--no-input"))) {
            command.awaitEnd();
        }
        return archive;
    }

    private static Path helloArchive(Plan plan) throws Exception {
        Path folder = plan.newFolder("hello");
        Path archive = folder.resolve("hello.aot");
        try (ChildProcess command = ChildProcess.start(
                folder,
                JavaOptions.making(archive),
                HelloServer.class,
                List.of(folder.resolve("server.json").toString(), "once"))) {
            command.awaitEnd();
        }
        return archive;
    }
}
