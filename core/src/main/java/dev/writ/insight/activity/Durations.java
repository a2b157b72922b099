package dev.writ.insight.activity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A histogram of durations that can be merged with others without loss. Buckets are as in HdrHistogram: each power of two
 * of nanoseconds is divided into 32, so that a value read from it is at most 3.2 % above the true one. Not safe for use by
 * many threads.
 */
public final class Durations {
    private static final int BITS = 5;
    private static final int PER_OCTAVE = 1 << BITS;

    // As long as the largest bucket needs.
    private long[] counts = {};
    private long size;

    public void add(long nanos) {
        add(bucket(Math.max(0, nanos)), 1);
    }

    public void add(Durations other) {
        for (int bucket = 0; bucket < other.counts.length; bucket++) {
            if (other.counts[bucket] > 0) {
                add(bucket, other.counts[bucket]);
            }
        }
    }

    private void add(int bucket, long count) {
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, bucket + PER_OCTAVE);
        }
        counts[bucket] += count;
        size += count;
    }

    public long size() {
        return size;
    }

    /** The time that this share of the durations did not exceed, in nanoseconds; 0 where there are none. */
    public long quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * size));
        long passed = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            passed += counts[bucket];
            if (passed >= rank) {
                return upper(bucket);
            }
        }
        return 0;
    }

    /** The longest, in nanoseconds; 0 where there are none. */
    public long longest() {
        return size == 0 ? 0 : quantile(1);
    }

    private static int bucket(long nanos) {
        if (nanos < PER_OCTAVE) {
            return (int) nanos;
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos) - BITS;
        return (octave << BITS) + (int) (nanos >>> octave);
    }

    /** The largest value of the bucket. */
    private static long upper(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int octave = (bucket >>> BITS) - 1;
        long lower = (long) (bucket - (octave << BITS)) << octave;
        return lower + (1L << octave) - 1;
    }

    /** A few bytes a bucket: its distance from the one before and its count, as variable-length numbers. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int before = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                write(bytes, bucket - before);
                write(bytes, counts[bucket]);
                before = bucket;
            }
        }
        return bytes.toByteArray();
    }

    public static Durations of(byte[] bytes) {
        Durations durations = new Durations();
        durations.addBytes(bytes);
        return durations;
    }

    /** Adds what {@link #toBytes} of another one gave. */
    public void addBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int bucket = 0;
        while (buffer.hasRemaining()) {
            bucket += (int) read(buffer);
            add(bucket, read(buffer));
        }
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long read(ByteBuffer buffer) {
        long number = 0;
        int shift = 0;
        while (true) {
            byte next = buffer.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
            shift += 7;
        }
    }
}
