package dev.writ.model.embedding;

import java.time.Duration;
import java.util.List;

/** What came of asking an embedding model. */
public sealed interface Embedded {
    /**
     * @param vectors one for each text, in the order of the texts, all of one dimension
     * @param tokens as the provider counted them; 0 where it did not
     */
    record Vectors(List<Vector> vectors, long tokens) implements Embedded {
        public Vectors {
            vectors = List.copyOf(vectors);
        }
    }

    /** These texts, or one of them, are not taken; others may be. */
    record Refused(String message) implements Embedded {}

    /**
     * The model answers nobody now.
     *
     * @param pause how long the provider asked to be left alone; zero if it said nothing
     */
    record Unavailable(String message, Duration pause) implements Embedded {}
}
