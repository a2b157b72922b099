package dev.writ.improvement.catalogue;

import dev.writ.entity.Tunable;

/** How far a number may go at once: to double, to half, and never out of its bounds. */
final class Steps {
    private Steps() {}

    static long up(Tunable tunable, long now) {
        return tunable.bounded(Math.max(now + 1, 2 * now));
    }

    static long down(Tunable tunable, long now) {
        return tunable.bounded(now / 2);
    }

    /** As far as one step goes on the way. */
    static long towards(Tunable tunable, long now, long goal) {
        return Math.clamp(goal, down(tunable, now), up(tunable, now));
    }
}
