package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.cli.ApprovalAnswer.Approve;
import dev.writ.cli.ApprovalAnswer.Deny;
import dev.writ.cli.ApprovalAnswer.Unclear;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalAnswerTest {
    private static ApprovalAnswer parse(String line) {
        return ApprovalAnswer.parse(line, 3);
    }

    @Test
    void nothingIsNo() {
        assertThat(parse("  ")).isEqualTo(new Deny(""));
        assertThat(parse("deny")).isEqualTo(new Deny(""));
        assertThat(parse("Deny, Not on  this branch")).isInstanceOf(Deny.class);
        assertThat(parse("deny Not on  this branch")).isEqualTo(new Deny("Not on  this branch"));
    }

    @Test
    void theWholeWordIsYes() {
        assertThat(parse("approve")).isEqualTo(new Approve(Optional.empty(), Set.of()));
        assertThat(parse(" APPROVE ")).isEqualTo(new Approve(Optional.empty(), Set.of()));
    }

    @Test
    void lessCanBeAllowed() {
        assertThat(parse("approve 10m")).isEqualTo(new Approve(Optional.of(Duration.ofMinutes(10)), Set.of()));
        assertThat(parse("approve for 2h")).isEqualTo(new Approve(Optional.of(Duration.ofHours(2)), Set.of()));
        assertThat(parse("approve only 1, 3")).isEqualTo(new Approve(Optional.empty(), Set.of(1, 3)));
        assertThat(parse("approve 30s only 2")).isEqualTo(new Approve(Optional.of(Duration.ofSeconds(30)), Set.of(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y",
                "yes",
                "a",
                "ok",
                "approved",
                "approv",
                "aapprove",
                "approveapprove",
                "approve it",
                "approve 10x",
                "approve 0m",
                "approve only",
                "approve only 0",
                "approve only 4",
                "approve only all",
                "approve 10m 1",
                "approve for",
                "no",
                "approve 1",
                "approve only 1 only 2",
                "approve 99999999m"
            })
    void anythingElseIsNeither(String line) {
        assertThat(parse(line)).isInstanceOf(Unclear.class);
    }
}
