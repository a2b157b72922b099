package dev.writ.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** What the figures were measured on, as Markdown. */
record Machine(String text) {
    static Machine at(Path folder) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Machine("""
                | | |
                |---|---|
                | Date | %s |
                | Processor | %s, %d cores |
                | Java | %s %s |
                | System | %s %s |
                | Disk | %s (durable commits take as long as it takes) |
                | Memory | %s MB, at most %s MB for Java |
                | Libraries | %s |
                | Node.js | %s |
                | Load at the start | %s |
                | One reading of the clock | %s, part of every figure |
                """.formatted(
                        ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx")),
                        processor(),
                        cores,
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Files.getFileStore(folder).type(),
                        memory(),
                        Runtime.getRuntime().maxMemory() >> 20,
                        Versions.libraries(),
                        Versions.node(),
                        warned(load(), cores),
                        Spans.text(clock())));
    }

    /** How many programs wanted a processor, over the last minute; negative where the system does not say. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String memory() {
        return Long.toString(ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getTotalMemorySize()
                >> 20);
    }

    private static String warned(double load, int cores) {
        if (load < 0) {
            return "unknown";
        }
        String figure = Spans.digits(load);
        return load > cores / 2.0
                ? figure + ": **the machine was busy with other things, which disturbs every figure**"
                : figure;
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (Files.isReadable(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            }
        }
        return System.getProperty("os.arch");
    }

    private static long clock() throws Exception {
        Samples.take(200_000, Duration.ofSeconds(1), number -> number);
        return Samples.take(200_000, Duration.ofSeconds(1), number -> number).median();
    }
}
