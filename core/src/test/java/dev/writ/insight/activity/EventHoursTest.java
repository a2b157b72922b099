package dev.writ.insight.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.insight.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Kept numbers against an independent count. */
class EventHoursTest extends ActivityTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Instant hour = START.truncatedTo(ChronoUnit.HOURS);

    private void happen(Instant at) {
        call(at, "worker", "terminal.execute_command", "succeeded", Duration.ofMillis(3));
    }

    private void assertCounted(Instant from, Instant until) {
        Period period = new Period(from, until);
        EventHours.Numbers counted = records.database()
                .read(handle -> handle.createQuery("""
                                SELECT COALESCE(MIN(seq), 1), COALESCE(MAX(seq), 0), COUNT(*) FROM events
                                WHERE at >= :from AND at < :until
                                """)
                        .bind("from", from.toEpochMilli())
                        .bind("until", until.toEpochMilli())
                        .map((row, context) -> new EventHours.Numbers(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .one());
        EventHours.Numbers kept = records.database().read(handle -> EventHours.of(handle, period));
        assertThat(kept).isEqualTo(counted);
    }

    private void assertAllCounted() {
        for (int from = 0; from < 5; from++) {
            for (int until = from; until < 6; until++) {
                assertCounted(hour.plus(AN_HOUR.multipliedBy(from)), hour.plus(AN_HOUR.multipliedBy(until)));
            }
        }
        assertCounted(hour.plusSeconds(60), hour.plusSeconds(5_000));
    }

    @Test
    void they_are_those_of_a_count_read_or_not_and_where_a_clock_was_set_back() {
        EventHours hours = new EventHours(records.database());
        assertAllCounted();
        for (int minute = 0; minute < 200; minute += 7) {
            happen(hour.plusSeconds(60L * minute));
        }
        assertAllCounted();
        assertThat(hours.advance(1)).isZero();
        assertAllCounted();
        happen(hour.plusSeconds(30));
        happen(hour.plusSeconds(15_000));
        assertAllCounted();
        assertThat(hours.advance(1)).isZero();
        assertThat(hours.advance(1)).isZero();
        assertAllCounted();
    }

    @Test
    void what_was_taken_out_of_the_log_is_not_counted() {
        for (int minute = 0; minute < 200; minute += 7) {
            happen(hour.plusSeconds(60L * minute));
        }
        assertThat(new EventHours(records.database()).advance(1)).isZero();
        records.database().writeOnly(transaction -> transaction.execute("DELETE FROM events WHERE seq <= 12"));
        assertAllCounted();
    }
}
