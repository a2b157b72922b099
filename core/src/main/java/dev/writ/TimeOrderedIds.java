package dev.writ;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Ids of 20 lower-case base-32 characters: 48 bits of milliseconds, then 52 random bits, increased by one within a
 * millisecond so that ids made one after the other sort that way. Safe for use by many threads.
 */
public final class TimeOrderedIds implements IdSource {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final long RANDOM_MASK = (1L << 52) - 1;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis;
    private long tail;

    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized String next(String prefix) {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            // The top bit stays clear, so that counting up within a millisecond cannot overflow.
            tail = random.nextLong() & (RANDOM_MASK >>> 1);
        } else {
            tail = (tail + 1 + (random.nextLong() & 0xffff)) & RANDOM_MASK;
        }
        char[] text = new char[20];
        long high = lastMillis & ((1L << 48) - 1);
        // 100 bits as 20 characters of 5: the first 48 bits are time, the last 52 are the tail.
        for (int i = 19; i >= 0; i--) {
            int bit = (19 - i) * 5;
            text[i] = ALPHABET[(int) (bitsAt(high, tail, bit) & 31)];
        }
        return prefix + "_" + new String(text);
    }

    private static long bitsAt(long high, long low, int bit) {
        if (bit >= 52) {
            return high >>> (bit - 52);
        }
        long value = low >>> bit;
        return bit > 47 ? value | (high << (52 - bit)) : value;
    }
}
