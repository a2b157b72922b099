package dev.writ.bench;

import java.util.Map;

/** Something whose log grows, and what is measured of it at each size. */
interface Grown extends AutoCloseable {
    void growTo(long events);

    /** Times, by the name of what was timed: the same names each time. */
    Map<String, Series> measured(Plan plan) throws Exception;

    @Override
    void close();
}
