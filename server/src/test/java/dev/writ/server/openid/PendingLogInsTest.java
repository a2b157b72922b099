package dev.writ.server.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingLogInsTest {
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final PendingLogIns pending = new PendingLogIns(() -> now, new Random(3));

    private PendingLogIns.Begun begin() {
        return pending.begin("http://127.0.0.1/back", "/", Optional.empty());
    }

    @Test
    void one_can_be_used_for_ten_minutes() {
        PendingLogIns.Begun first = begin();
        PendingLogIns.Begun second = begin();
        now = now.plus(PendingLogIns.LIFETIME).minusMillis(1);
        assertThat(pending.take(first.state(), first.browser())).contains(first.pending());
        now = now.plusMillis(1);
        assertThat(pending.take(second.state(), second.browser())).isEmpty();
    }

    @Test
    void another_browser_gets_nothing_and_spoils_nothing() {
        PendingLogIns.Begun mine = begin();
        PendingLogIns.Begun other = begin();
        assertThat(pending.take(mine.state(), other.browser())).isEmpty();
        assertThat(pending.take(mine.state(), "")).isEmpty();
        assertThat(pending.take(mine.state(), mine.browser())).isPresent();
        assertThat(pending.take(mine.state(), mine.browser())).isEmpty();
    }

    @Test
    void of_a_hundred_and_one_the_oldest_is_gone() {
        PendingLogIns.Begun first = begin();
        PendingLogIns.Begun second = begin();
        for (int i = 0; i < PendingLogIns.MOST - 1; i++) {
            begin();
        }
        assertThat(pending.take(first.state(), first.browser())).isEmpty();
        assertThat(pending.take(second.state(), second.browser())).isPresent();
    }

    @Test
    void all_that_is_secret_is_new_each_time() {
        PendingLogIns.Begun first = begin();
        PendingLogIns.Begun second = pending.begin("http://127.0.0.1/back", "/", Optional.of(first.browser()));
        assertThat(second.browser()).isEqualTo(first.browser());
        assertThat(second.state()).isNotEqualTo(first.state());
        assertThat(second.pending().nonce())
                .isNotEqualTo(first.pending().nonce())
                .isNotEqualTo(second.state());
        assertThat(second.pending().verifier())
                .isNotEqualTo(first.pending().verifier())
                .hasSize(43);
    }
}
