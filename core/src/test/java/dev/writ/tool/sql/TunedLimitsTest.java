package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.Tunable;
import dev.writ.entity.Tuning;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limits of queries are those of the tree; as Writ ships them they are the standard ones. */
class TunedLimitsTest {
    @Test
    void asShippedTheyAreTheStandard() {
        assertThat(SqlLimits.standard().tuned(Tuning.USUAL, "")).isEqualTo(SqlLimits.standard());
    }

    @Test
    void aTreeHasItsOwn() {
        Tuning tuning = (tree, tunable) ->
                tree.equals("t") && tunable == Tunable.QUERY_ROWS ? 20 : Tuning.USUAL.number(tree, tunable);
        assertThat(SqlLimits.standard().tuned(tuning, "t").rows()).isEqualTo(20);
        assertThat(SqlLimits.standard().tuned(tuning, "t").time()).isEqualTo(Duration.ofSeconds(10));
        assertThat(SqlLimits.standard().tuned(tuning, "other").rows()).isEqualTo(1_000);
    }
}
