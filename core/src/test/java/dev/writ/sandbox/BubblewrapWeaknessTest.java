package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BubblewrapWeaknessTest {
    @ParameterizedTest
    @CsvSource({
        "0.8.0, CVE-2026-87766 CVE-2024-42472",
        "0.10, CVE-2026-87766",
        "0.10.0, CVE-2026-87766",
        "0.11.0, CVE-2026-87766 CVE-2026-41163",
        "0.11.1, CVE-2026-87766 CVE-2026-41163",
        "0.11.2, CVE-2026-87766",
        "0.12.0, ''",
        "0.12.10, ''",
        "1.0, ''",
        "'', CVE-2026-87766 CVE-2026-41163 CVE-2024-42472",
        "0.12-next, CVE-2026-87766 CVE-2026-41163 CVE-2024-42472"
    })
    void a_version_has_what_was_not_fixed_in_it(String version, String weaknesses) {
        assertThat(BubblewrapWeakness.of(version).stream()
                        .map(BubblewrapWeakness::id)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(weaknesses);
    }
}
