package dev.writ.mcp.conformance;

import java.util.List;

/** The result as a page for people. */
record ConformanceReport(List<ConformanceResult> results) {
    String markdown() {
        StringBuilder page = new StringBuilder("# Conformance\n\n@modelcontextprotocol/conformance "
                + ConformanceSuite.VERSION + " against the fixture server on the engine of this module.\n\n"
                + "| revision | scored scenarios | checks passed | failed | not scored | checks passed | failed |\n"
                + "|---|---|---|---|---|---|---|\n");
        for (ConformanceResult result : results) {
            page.append("| ").append(result.revision());
            for (boolean scored : new boolean[] {true, false}) {
                page.append(" | ").append(result.count(scored));
                page.append(" | ").append(result.passed(scored));
                page.append(" | ").append(result.failed(scored));
            }
            page.append(" |\n");
        }
        results.forEach(result -> page.append(scenarios(result)));
        return page.toString();
    }

    private static String scenarios(ConformanceResult result) {
        StringBuilder table = new StringBuilder(
                "\n## " + result.revision() + "\n\n| scenario | passed | failed | scored |\n|---|---|---|---|\n");
        for (ConformanceResult.Scenario scenario : result.scenarios()) {
            table.append("| ")
                    .append(scenario.name())
                    .append(" | ")
                    .append(scenario.passed())
                    .append(" | ")
                    .append(scenario.failed())
                    .append(" | ")
                    .append(scenario.isScored() ? "yes" : "no: " + scenario.unscored())
                    .append(" |\n");
        }
        return table.toString();
    }
}
