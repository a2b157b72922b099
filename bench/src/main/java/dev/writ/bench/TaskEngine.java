package dev.writ.bench;

import java.time.Duration;

/** Something that takes tasks of three steps, and makes the end of each step and of the task durable. */
interface TaskEngine extends AutoCloseable {
    /** Nanoseconds from the first hand-in until all have ended, of so many that are handed in without waiting. */
    long atOnce(int tasks) throws Exception;

    /** Times from hand-in to end, each task handed in when the one before has ended: so many, or what the time allows. */
    Samples oneAtATime(int most, Duration longest) throws Exception;

    @Override
    void close();
}
