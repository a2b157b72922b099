package dev.writ.server.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process holds.
 *
 * @param descriptors open files, sockets and the like
 * @param threads of the operating system
 * @param heapBytes live objects, after a whole collection
 */
record ProcessState(long descriptors, long threads, long heapBytes) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    static ProcessState of(long pid) throws IOException, InterruptedException {
        return new ProcessState(count(pid, "fd"), count(pid, "task"), heap(pid));
    }

    private static long count(long pid, String what) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), what))) {
            return all.count();
        }
    }

    /** A histogram counts what a full collection leaves. */
    private static long heap(long pid) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        asked.waitFor();
        Matcher total = TOTAL.matcher(said);
        if (!total.find()) {
            throw new IOException("no histogram: " + said.lines().limit(3).toList());
        }
        return Long.parseLong(total.group(1));
    }

    @Override
    public String toString() {
        return descriptors + " descriptors, " + threads + " threads, " + heapBytes / 1_000_000 + " MB of live objects";
    }
}
