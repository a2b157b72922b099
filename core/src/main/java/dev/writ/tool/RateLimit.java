package dev.writ.tool;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls each task may make a minute, as a bucket that fills evenly: a burst up to the limit, then its rate. Buckets
 * that have filled up again are forgotten. Safe for use by many threads.
 */
final class RateLimit {
    private static final int TASKS_BEFORE_CLEARING = 10_000;
    private static final double MINUTE = 60_000;

    private record Bucket(double calls, long at) {}

    private final int perMinute;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimit(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Takes one call from the task's allowance; false where none is left now. */
    boolean take(String task) {
        long now = clock.millis();
        if (buckets.size() > TASKS_BEFORE_CLEARING) {
            buckets.values().removeIf(bucket -> filled(bucket, now) >= perMinute);
        }
        boolean[] taken = {false};
        buckets.compute(task, (name, bucket) -> {
            double calls = bucket == null ? perMinute : filled(bucket, now);
            taken[0] = calls >= 1;
            return new Bucket(taken[0] ? calls - 1 : calls, now);
        });
        return taken[0];
    }

    private double filled(Bucket bucket, long now) {
        // A clock that was set back fills nothing.
        long passed = Math.max(0, now - bucket.at());
        return Math.min(perMinute, bucket.calls() + passed * perMinute / MINUTE);
    }
}
