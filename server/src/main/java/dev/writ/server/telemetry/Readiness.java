package dev.writ.server.telemetry;

import dev.writ.WritException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether Writ takes work: what {@code /readyz} answers. Safe for use by many threads. */
public final class Readiness {
    private static final Duration LONGEST_LAG = Duration.ofSeconds(30);

    private final StoreProbe store;
    private final BooleanSupplier engineRuns;
    private final Supplier<Duration> lag;
    private volatile boolean draining;

    /** @param lag how far behind what follows the events is */
    Readiness(StoreProbe store, BooleanSupplier engineRuns, Supplier<Duration> lag) {
        this.store = store;
        this.engineRuns = engineRuns;
        this.lag = lag;
    }

    /** Says from now on that no more work is taken. */
    public void drain() {
        draining = true;
    }

    /** What keeps Writ from taking work, a sentence each; nothing where it is ready. */
    public List<String> obstacles() {
        if (draining) {
            return List.of("Writ is shutting down.");
        }
        List<String> obstacles = new ArrayList<>();
        if (!engineRuns.getAsBoolean()) {
            obstacles.add("The engine does not run.");
        }
        store.problem().ifPresent(obstacles::add);
        late().ifPresent(obstacles::add);
        return List.copyOf(obstacles);
    }

    private Optional<String> late() {
        try {
            Duration behind = lag.get();
            return behind.compareTo(LONGEST_LAG) > 0
                    ? Optional.of("What follows the events is " + behind.toSeconds() + " s behind.")
                    : Optional.empty();
        } catch (WritException e) {
            return Optional.of("The events cannot be read: " + e.failure().message());
        }
    }
}
