package dev.writ.mcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceResultTest {
    private static final String OUTPUT = """
            Running…
            === SUMMARY ===
            ✓ ping: 2 passed, 0 failed
            ✗ tools-list: 3 passed, 1 failed
            ✗ tasks-lifecycle: 1 passed, 8 failed

            Total: 6 passed, 9 failed

            Not scored for 2026-07-28: 1 scenario(s) run, 1 failing.
              ✗ tasks-lifecycle (extension)
            """;

    @Test
    void tellsWhatCountsFromWhatDoesNot() {
        ConformanceResult result = ConformanceResult.read("2026-07-28", OUTPUT);
        assertThat(result.failing()).containsExactly("tools-list");
        assertThat(result.summary())
                .isEqualTo("2026-07-28: 2 scored scenarios, 5 checks passed, 1 failed; 1 not scored, 1 checks passed,"
                        + " 8 failed");
    }

    @Test
    void theReportNamesEveryScenario() {
        String page = new ConformanceReport(List.of(ConformanceResult.read("2026-07-28", OUTPUT))).markdown();
        assertThat(page)
                .contains(
                        "| 2026-07-28 | 2 | 5 | 1 | 1 | 1 | 8 |",
                        "| ping | 2 | 0 | yes |",
                        "| tasks-lifecycle | 1 | 8 | no: extension |");
    }

    @Test
    void aRunThatBrokeOffIsNoResult() {
        assertThatThrownBy(() -> ConformanceResult.read("2026-07-28", "Error: connect"))
                .isInstanceOf(IllegalStateException.class);
    }
}
