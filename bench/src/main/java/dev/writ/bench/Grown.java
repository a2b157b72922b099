package dev.writ.bench;

import java.util.Map;

/** Something whose log grows, and what is measured of it at each size. */
interface Grown extends AutoCloseable {
    void growTo(long events);

    /** Costs, by the name of what was measured: the same names each time. */
    Map<String, Cost> measured(Plan plan) throws Exception;

    @Override
    void close();
}
