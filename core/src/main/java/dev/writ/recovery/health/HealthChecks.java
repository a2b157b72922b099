package dev.writ.recovery.health;

import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All health checks. Bursts of denials are anomalies, and looked after there. Safe for use by many threads. */
public final class HealthChecks implements HealthCheck {
    private static final long ROOM = 256_000_000;

    private final List<HealthCheck> checks;

    public HealthChecks(List<HealthCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * The checks there are.
     *
     * @param servers how third parties' servers stand
     * @param freeBytes on the disk of the data folder
     */
    public static HealthChecks standard(Database database, Supplier<List<Standing>> servers, LongSupplier freeBytes) {
        return new HealthChecks(List.of(
                new FailingServers(servers, 2),
                new FailingTasks(database, 3, Duration.ofHours(1)),
                new FailingCalls(database, 8, Duration.ofMinutes(10)),
                new StuckTasks(database, Duration.ofMinutes(30)),
                new WorseVersions(database, 3, Duration.ofDays(1), Duration.ofDays(7)),
                new FullStore(freeBytes, ROOM)));
    }

    @Override
    public List<Finding> look(Instant now) {
        return checks.stream().flatMap(check -> check.look(now).stream()).toList();
    }
}
