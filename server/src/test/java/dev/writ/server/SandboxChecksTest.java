package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.sandbox.SandboxLayer;
import dev.writ.sandbox.SandboxStatus;
import dev.writ.sandbox.SandboxStatus.LayerStatus;
import dev.writ.server.Doctor.Check;
import dev.writ.server.Doctor.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code writ doctor} says of the sandbox. */
class SandboxChecksTest {
    @Test
    void each_layer_and_each_profile_says_what_it_keeps() {
        List<Check> checks = SandboxChecks.of(status("0.12.0", List.of(), ""), Optional.empty());
        assertThat(checks)
                .allMatch(check -> check.state() == State.OK && !check.detail().isEmpty());
        assertThat(checks).extracting(Check::name).contains("profile: read-only", "profile: full");
        assertThat(checks)
                .filteredOn(check -> check.name().startsWith("sandbox: "))
                .hasSize(SandboxLayer.values().length + 1);
    }

    @Test
    void an_older_bubblewrap_is_named_with_its_weaknesses_and_what_keeps_the_guarantee() {
        assertThat(SandboxChecks.of(status("0.8.0", List.of(), ""), Optional.empty()))
                .filteredOn(check -> check.name().equals("CVE-2026-87766"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.state()).isEqualTo(State.WARNING);
                    assertThat(check.disables()).isEmpty();
                    assertThat(check.detail()).contains("0.12.0");
                    assertThat(check.hint()).contains("read-only-control-files");
                });
    }

    @Test
    void a_missing_layer_says_why_and_what_it_disables() {
        List<Check> checks = SandboxChecks.of(
                status("0.12.0", List.of(SandboxLayer.SYSTEM_CALL_FILTER), "Install it."), Optional.empty());
        assertThat(checks)
                .filteredOn(check -> check.state() == State.MISSING)
                .extracting(Check::name)
                .containsExactly("bubblewrap", "sandbox: seccomp", "profile: read-only", "profile: full");
        assertThat(checks)
                .filteredOn(check -> check.name().equals("sandbox: seccomp"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.detail()).isEqualTo("not in force");
                    assertThat(check.disables()).isEqualTo("terminal");
                });
    }

    @Test
    void a_missing_way_to_hosts_disables_commands_that_name_some_and_no_others() {
        Failure failure = Failure.of(FailureCode.PROTECTION_MISSING, "No relay.", "Install Java again.");
        assertThat(SandboxChecks.of(status("0.12.0", List.of(), ""), Optional.of(failure)))
                .filteredOn(check -> check.state() == State.MISSING)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo("sandbox: network proxy");
                    assertThat(check.detail()).isEqualTo("No relay.");
                    assertThat(check.disables()).isEqualTo("commands with hosts");
                });
    }

    private static SandboxStatus status(String version, List<SandboxLayer> missing, String hint) {
        return new SandboxStatus(
                version,
                Stream.of(SandboxLayer.values())
                        .map(layer -> missing.contains(layer)
                                ? new LayerStatus(layer, false, "not in force")
                                : new LayerStatus(layer, true, ""))
                        .toList(),
                hint);
    }
}
