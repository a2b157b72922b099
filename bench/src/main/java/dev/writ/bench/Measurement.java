package dev.writ.bench;

import java.util.List;

/** Something that can be measured by itself. */
interface Measurement {
    /** One word, for {@code --only}. */
    String name();

    String title();

    /** What is measured and how, in a few sentences for the report. */
    String explanation();

    /**
     * Measures; ends by itself within some minutes and leaves nothing outside the plan's folder.
     *
     * @throws Exception whatever kept it from measuring; the others still run
     */
    List<Row> measure(Plan plan) throws Exception;
}
