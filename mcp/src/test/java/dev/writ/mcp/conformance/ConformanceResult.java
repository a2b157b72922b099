package dev.writ.mcp.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the suite found for one revision. */
record ConformanceResult(String revision, List<Scenario> scenarios) {
    private static final Pattern LINE = Pattern.compile("[✓✗] ([a-z0-9-]+): (\\d+) passed, (\\d+) failed");
    private static final Pattern NOT_SCORED = Pattern.compile("  [✓✗] ([a-z0-9-]+) \\(([a-z-]+)\\)");

    /** @param unscored why it does not count; empty where it does */
    record Scenario(String name, int passed, int failed, String unscored) {
        boolean isScored() {
            return unscored.isEmpty();
        }
    }

    /** @throws IllegalStateException where the text is not that of a run that came to its end */
    static ConformanceResult read(String revision, String output) {
        int summary = output.indexOf("=== SUMMARY ===");
        if (summary < 0) {
            throw new IllegalStateException("The suite did not come to its end:\n" + output);
        }
        List<String> lines = output.substring(summary).lines().toList();
        var why = lines.stream()
                .map(NOT_SCORED::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
        List<Scenario> scenarios = new ArrayList<>();
        for (String line : lines) {
            Matcher match = LINE.matcher(line);
            if (match.matches()) {
                scenarios.add(new Scenario(
                        match.group(1),
                        Integer.parseInt(match.group(2)),
                        Integer.parseInt(match.group(3)),
                        why.getOrDefault(match.group(1), "")));
            }
        }
        return new ConformanceResult(revision, List.copyOf(scenarios));
    }

    int passed(boolean scored) {
        return scenarios.stream()
                .filter(scenario -> scenario.isScored() == scored)
                .mapToInt(Scenario::passed)
                .sum();
    }

    int failed(boolean scored) {
        return scenarios.stream()
                .filter(scenario -> scenario.isScored() == scored)
                .mapToInt(Scenario::failed)
                .sum();
    }

    /** The names of scored scenarios that did not pass in full. */
    Set<String> failing() {
        return scenarios.stream()
                .filter(scenario -> scenario.isScored() && scenario.failed() > 0)
                .map(Scenario::name)
                .collect(Collectors.toSet());
    }

    long count(boolean scored) {
        return scenarios.stream()
                .filter(scenario -> scenario.isScored() == scored)
                .count();
    }

    String summary() {
        return revision + ": " + count(true) + " scored scenarios, " + passed(true) + " checks passed, " + failed(true)
                + " failed; " + count(false) + " not scored, " + passed(false) + " checks passed, " + failed(false)
                + " failed";
    }
}
