package dev.writ.mcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine passes what the protocol's authors score. Skipped, with the reason, where their suite cannot be had. */
class ConformanceTest {
    private static final Duration LONGEST_INSTALL = Duration.ofSeconds(60);

    @Test
    void everyScoredCheckOfBothErasPasses() throws Exception {
        for (ConformanceResult result : results()) {
            assertThat(result.scenarios()).as(result.revision()).hasSizeGreaterThan(30);
            assertThat(result.passed(true)).as(result.summary()).isGreaterThan(60);
            assertThat(result.failing()).as(result.summary()).isEmpty();
        }
    }

    private static List<ConformanceResult> results() throws Exception {
        try {
            return ConformanceRun.run(Path.of("target").toAbsolutePath(), LONGEST_INSTALL);
        } catch (ConformanceSuite.Missing e) {
            return abort(e.getMessage());
        }
    }
}
