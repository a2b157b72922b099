package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.gate.Measure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change is judged by what it is to bring about: one that saves cannot show it in what succeeds. */
class AimTest {
    @ParameterizedTest
    @CsvSource({
        "time_cut, SCORE",
        "repeated_failure, SCORE",
        "harmful_document, SCORE",
        "request, SCORE",
        "retries, ERRORS",
        "tool_mismatch, DENIALS",
        "limit_too_low, SCORE",
        "tool_round_trips, COST",
        "denied_then_granted, COST",
        "always_requested, COST",
        "loop, COST",
        "context_bloat, COST",
        "unused_grants, COST",
        "unused_base_permission, COST",
        "unused_tool_named, COST",
        "limit_too_high, TIME",
        "slow_step, TIME",
        "slow_command, TIME",
        "regression, TIME"
    })
    void each_kind_of_opportunity_has_its_own(String opportunity, Measure aim) {
        Proposal proposal =
                new Proposal(EntityKind.AGENT, "clerk", Json.object(), opportunity, "h", "e", List.of(), "catalogue");
        assertThat(Aim.of(proposal)).isEqualTo(aim);
    }
}
