package dev.writ.insight.knowledge.meaning;

import dev.writ.model.embedding.Vector;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vectors of the documents in use, in memory, all of one dimension. A question looks at each of them. Safe for use by
 * many threads.
 */
final class VectorIndex {
    /** What is so much less alike than the best is no answer. */
    private static final double LEAST_SHARE = 0.8;

    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private final Map<String, Vector> vectors = new ConcurrentHashMap<>();
    private final double least;
    private volatile OptionalInt dimension;

    /**
     * @param dimension empty until {@link #settle} knows it
     * @param least cosine below which nothing is an answer
     */
    VectorIndex(OptionalInt dimension, double least) {
        this.dimension = dimension;
        this.least = least;
    }

    OptionalInt dimension() {
        return dimension;
    }

    /**
     * That the model answers with so many numbers. The first answer says it for all that follow; vectors from before that
     * have another dimension are those of another model by the same name, and go.
     *
     * @return whether the answer can be used
     */
    synchronized boolean settle(int answered) {
        if (dimension.isEmpty()) {
            dimension = OptionalInt.of(answered);
            vectors.values().removeIf(vector -> vector.dimension() != answered);
        }
        return dimension.getAsInt() == answered;
    }

    /** From now on the document is this text. */
    synchronized void put(String document, String hash) {
        String before = hashes.put(document, hash);
        if (before != null && !before.equals(hash)) {
            forget(before);
        }
    }

    synchronized void remove(String document) {
        String before = hashes.remove(document);
        if (before != null) {
            forget(before);
        }
    }

    private void forget(String hash) {
        if (!hashes.containsValue(hash)) {
            vectors.remove(hash);
        }
    }

    /** Takes in the vectors of those texts that documents still are. */
    synchronized void add(Map<String, Vector> found) {
        found.forEach((hash, vector) -> {
            boolean fits = dimension.isEmpty() || dimension.getAsInt() == vector.dimension();
            if (fits && hashes.containsValue(hash)) {
                vectors.put(hash, vector);
            }
        });
    }

    /** Documents whose text has no vector: their ids by its hash. */
    Map<String, String> without() {
        Map<String, String> missing = new ConcurrentHashMap<>();
        hashes.forEach((document, hash) -> {
            if (!vectors.containsKey(hash)) {
                missing.put(hash, document);
            }
        });
        return missing;
    }

    int size() {
        return hashes.size();
    }

    boolean isEmpty() {
        return vectors.isEmpty();
    }

    /** Ids of the documents that are most like this, the best first. */
    List<String> nearest(Vector wanted, int most) {
        record Likeness(String document, double cosine) {}
        List<Likeness> likenesses = hashes.entrySet().stream()
                .flatMap(entry -> vectorOf(entry.getValue(), wanted.dimension())
                        .map(vector -> new Likeness(entry.getKey(), vector.cosine(wanted)))
                        .stream())
                .filter(likeness -> likeness.cosine() >= least)
                .sorted(Comparator.comparingDouble((Likeness likeness) -> -likeness.cosine())
                        .thenComparing(Likeness::document))
                .limit(most)
                .toList();
        double best = likenesses.isEmpty() ? 0 : likenesses.getFirst().cosine();
        return likenesses.stream()
                .filter(likeness -> likeness.cosine() >= LEAST_SHARE * best)
                .map(Likeness::document)
                .toList();
    }

    private Optional<Vector> vectorOf(String hash, int wanted) {
        return Optional.ofNullable(vectors.get(hash)).filter(vector -> vector.dimension() == wanted);
    }
}
