package dev.writ.process;

import java.util.List;
import java.util.Optional;

/** Finds documents by what they are about and by how well they served. */
@FunctionalInterface
public interface DocumentFinder {
    /** Knows none, so that keywords alone decide. */
    DocumentFinder NONE = (words, most) -> Optional.empty();

    /**
     * Ids of active documents that fit the words, the best first; those that did harm are not among them. Writes
     * nothing; may ask an embedding model, for two seconds at most, so never inside a transaction.
     *
     * @return empty while it cannot tell
     */
    Optional<List<String>> find(String words, int most);

    /** As {@link #find}, from what is in memory alone: fast, and fit for transactions. */
    default Optional<List<String>> findByWords(String words, int most) {
        return find(words, most);
    }
}
