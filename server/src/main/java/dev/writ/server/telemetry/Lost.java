package dev.writ.server.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What could not be sent. It is counted, and said once for each time that a collector fails, not for each loss. Safe for use
 * by many threads.
 */
final class Lost {
    private static final Logger LOG = System.getLogger(Lost.class.getName());

    private final String collector;
    private final AtomicLong spans = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param collector how messages name it */
    Lost(String collector) {
        this.collector = collector;
    }

    void spans(int number, String why) {
        spans.addAndGet(number);
        failed(why);
    }

    /** One report of all metrics; the next one has what it lacked. */
    void report(String why) {
        reports.incrementAndGet();
        failed(why);
    }

    void sent() {
        if (failing.compareAndSet(true, false)) {
            LOG.log(Level.WARNING, "the collector " + collector + " takes telemetry again");
        }
    }

    private void failed(String why) {
        if (failing.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "the collector " + collector + " does not take telemetry (" + why
                            + "); what is lost is counted in writ_telemetry_lost_total, and this is said once");
        }
    }

    /** By signal, since the start. */
    Map<String, Long> counts() {
        return Map.of("spans", spans.get(), "metrics", reports.get());
    }
}
