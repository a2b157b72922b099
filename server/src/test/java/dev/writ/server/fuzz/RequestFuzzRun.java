package dev.writ.server.fuzz;

import dev.writ.server.chaos.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code ./writ fuzz --only http}: fuzzed requests for long. */
final class RequestFuzzRun {
    private RequestFuzzRun() {}

    /** @param arguments seconds, the seed, and a folder for data and logs; the exit code is 1 where something was found */
    public static void main(String[] arguments) throws Exception {
        Duration length = Duration.ofSeconds(Long.parseLong(arguments[0]));
        long seed = Long.parseLong(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        System.exit(findsNothing(length, seed, folder) ? 0 : 1);
    }

    private static boolean findsNothing(Duration length, long seed, Path folder) throws Exception {
        try (ServerProcess server = new ServerProcess(folder, "server", List.of(), "")) {
            server.start();
            RequestFuzz fuzz = new RequestFuzz(server, Files.createDirectories(folder.resolve("workspace")), seed);
            List<Finding> findings = fuzz.run(length.dividedBy(10), length.minus(length.dividedBy(10)));
            System.out.println("seed " + seed + ", " + fuzz.story());
            fuzz.states().forEach(state -> System.out.println("  held " + state));
            findings.forEach(finding -> System.out.println("  FOUND " + finding));
            System.out.println(findings.isEmpty() ? "  nothing was found" : "  see the log in " + folder);
            return findings.isEmpty();
        }
    }
}
