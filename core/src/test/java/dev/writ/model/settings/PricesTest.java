package dev.writ.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {
    private static final Price HAIKU = new Price(1_000_000, 5_000_000, true);

    private final Prices prices = Prices.with(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-haiku-4-5",
                "claude-haiku-4-5-20251001",
                "claude-haiku-4-5@20251001",
                "claude-haiku-4-5-latest",
                "anthropic/claude-haiku-4.5"
            })
    void aModelIsKnownUnderItsNames(String name) {
        assertThat(prices.of(Provider.OPENROUTER, name)).isEqualTo(HAIKU);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5-turbo", "gpt-5.9", "claude-haiku-4-51", "claude", "openai/gpt-5-mini:free", ""})
    void anotherModelWithASimilarNameIsUnknown(String name) {
        assertThat(prices.of(Provider.OPENAI_COMPATIBLE, name)).isEqualTo(Price.UNKNOWN);
    }

    @Test
    void theLongerNameWins() {
        assertThat(prices.of(Provider.OPENAI, "gpt-5-mini-2025-08-07")).isEqualTo(new Price(250_000, 2_000_000, true));
    }

    @Test
    void ownMachinesCostNothing() {
        assertThat(prices.of(Provider.OLLAMA, "qwen3:8b")).isEqualTo(Price.FREE);
    }

    @Test
    void whatTheUserSaysStandsAboveTheList() {
        Price said = new Price(7, 8, true);

        assertThat(Prices.with(Map.of("gpt-5", said)).of(Provider.OPENAI, "gpt-5"))
                .isEqualTo(said);
    }

    @Test
    void aCallIsPricedInMillionthsOfADollarRoundedUp() {
        assertThat(HAIKU.costMicros(1000, 20)).isEqualTo(1100);
        assertThat(new Price(50_000, 400_000, true).costMicros(1, 0)).isEqualTo(1);
        assertThat(Price.UNKNOWN.costMicros(1000, 20)).isZero();
    }

    @Property
    void moreTokensNeverCostLess(
            @ForAll @LongRange(min = 0, max = 10_000_000) long input,
            @ForAll @LongRange(min = 0, max = 10_000_000) long output,
            @ForAll @LongRange(min = 0, max = 10_000) long more,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long price) {
        Price dear = new Price(price, price, true);

        assertThat(dear.costMicros(input + more, output + more))
                .isGreaterThanOrEqualTo(dear.costMicros(input, output))
                .isNotNegative();
    }
}
