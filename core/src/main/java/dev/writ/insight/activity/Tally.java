package dev.writ.insight.activity;

/** Sums over events of one kind of activity; they can be added up in any order. Not safe for use by many threads. */
public final class Tally {
    private final Durations durations = new Durations();
    long succeeded;
    long failed;
    long denied;
    long bytes;
    long tokens;
    long costMicros;
    long totalNanos;
    long firstSeq = Long.MAX_VALUE;
    long lastSeq;

    /** Counts one event by its outcome: {@code denied}, {@code failed}, or anything else for success. */
    void count(long seq, String outcome) {
        switch (outcome) {
            case "denied" -> denied++;
            case "failed" -> failed++;
            default -> succeeded++;
        }
        seen(seq, seq);
    }

    void time(long nanos) {
        durations.add(nanos);
        totalNanos += nanos;
    }

    void seen(long first, long last) {
        firstSeq = Math.min(firstSeq, first);
        lastSeq = Math.max(lastSeq, last);
    }

    /** Adds a stored row without unpacking it first. */
    void add(ActivityTable.Row row) {
        succeeded += row.succeeded();
        failed += row.failed();
        denied += row.denied();
        bytes += row.bytes();
        tokens += row.tokens();
        costMicros += row.costMicros();
        totalNanos += row.totalNanos();
        durations.addBytes(row.durations());
        seen(row.firstSeq(), row.lastSeq());
    }

    void add(Tally other) {
        succeeded += other.succeeded;
        failed += other.failed;
        denied += other.denied;
        bytes += other.bytes;
        tokens += other.tokens;
        costMicros += other.costMicros;
        totalNanos += other.totalNanos;
        durations.add(other.durations);
        seen(other.firstSeq, other.lastSeq);
    }

    public Durations durations() {
        return durations;
    }

    public long calls() {
        return succeeded + failed + denied;
    }

    public long succeeded() {
        return succeeded;
    }

    public long failed() {
        return failed;
    }

    public long denied() {
        return denied;
    }

    public long bytes() {
        return bytes;
    }

    public long tokens() {
        return tokens;
    }

    public long costMicros() {
        return costMicros;
    }

    /** All durations together. */
    public long totalNanos() {
        return totalNanos;
    }

    /** Share of all calls that succeeded, 0 to 1; 0 without calls. */
    public double successRate() {
        return calls() == 0 ? 0 : (double) succeeded / calls();
    }
}
