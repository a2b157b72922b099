package dev.writ.recovery.health;

import dev.writ.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongSupplier;

/** The disk of the records fills up: told while there is still room to tell it. One finding a day. */
record FullStore(LongSupplier freeBytes, long least) implements HealthCheck {
    @Override
    public List<Finding> look(Instant now) {
        long free = freeBytes.getAsLong();
        return free >= least
                ? List.of()
                : List.of(new Finding(
                        Sign.STORE_FULL,
                        "little room left",
                        new Subject("store", "database"),
                        "The disk of the data folder has " + free / 1_000_000
                                + " MB left; without room Writ can record nothing, and then does nothing.",
                        true,
                        List.of(new Sighting("", now.truncatedTo(ChronoUnit.DAYS))),
                        1,
                        Json.object().put("free_bytes", free)));
    }
}
