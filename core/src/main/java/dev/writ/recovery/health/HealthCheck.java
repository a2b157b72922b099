package dev.writ.recovery.health;

import java.time.Instant;
import java.util.List;

/** A rule that sees troubles of one kind: the same records and the same time always give the same findings. */
@FunctionalInterface
public interface HealthCheck {
    List<Finding> look(Instant now);
}
