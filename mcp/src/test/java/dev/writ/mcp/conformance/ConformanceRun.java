package dev.writ.mcp.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the suite against the fixture server and writes the report: what {@code ./writ conformance} does. */
public final class ConformanceRun {
    private static final List<String> REVISIONS = List.of("2025-11-25", "2026-07-28");
    private static final Duration LONGEST_INSTALL = Duration.ofMinutes(3);

    private ConformanceRun() {}

    /**
     * @param target where the suite is installed, as {@code conformance}, and the report written, as {@code conformance.md}
     * @throws ConformanceSuite.Missing where the suite cannot be run here
     */
    static List<ConformanceResult> run(Path target, Duration longestInstall)
            throws IOException, InterruptedException, ConformanceSuite.Missing {
        Path folder = target.resolve("conformance");
        ConformanceSuite suite = ConformanceSuite.install(folder, longestInstall);
        List<ConformanceResult> results = new ArrayList<>();
        try (FixtureServer server = FixtureServer.start(0)) {
            for (String revision : REVISIONS) {
                results.add(ConformanceResult.read(revision, suite.run(server.url(), revision, folder)));
            }
        }
        Files.writeString(target.resolve("conformance.md"), new ConformanceReport(results).markdown());
        return results;
    }

    /** @param arguments the folder {@code target} of this module; ends with 0 where all that is scored passed */
    static void main(String[] arguments) throws IOException, InterruptedException {
        Path target = Path.of(arguments[0]);
        try {
            List<ConformanceResult> results = run(target, LONGEST_INSTALL);
            results.stream().map(ConformanceResult::summary).forEach(System.out::println);
            results.forEach(result -> result.failing().forEach(name -> System.out.println("failed: " + name)));
            System.out.println("The report: " + target.resolve("conformance.md"));
            System.exit(results.stream().allMatch(result -> result.failing().isEmpty()) ? 0 : 1);
        } catch (ConformanceSuite.Missing e) {
            System.err.println("The conformance suite was not run. " + e.getMessage());
            System.exit(2);
        }
    }
}
