package dev.writ.insight.knowledge.meaning;

import dev.writ.model.embedding.Embedded;
import dev.writ.model.embedding.EmbeddingModel;
import dev.writ.model.embedding.Vector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What questions mean: asked of the model within a short time, and remembered. Safe for use by many threads. */
final class QuestionVectors {
    private static final int MOST_KEPT = 256;

    private final EmbeddingModel model;
    private final VectorIndex index;
    private final Reachability reach;
    private final Duration limit;
    private final LinkedHashMap<String, Vector> kept = new LinkedHashMap<>(16, 0.75f, true);

    QuestionVectors(EmbeddingModel model, VectorIndex index, Reachability reach, Duration limit) {
        this.model = model;
        this.index = index;
        this.reach = reach;
        this.limit = limit;
    }

    /** Empty where the model did not say in time, or is not to be asked now. */
    Optional<Vector> of(SentText question) {
        Optional<Vector> known = known(question);
        if (known.isPresent() || !reach.pause().isZero()) {
            return known;
        }
        return switch (model.embed(List.of(question.text()), limit)) {
            case Embedded.Vectors(List<Vector> vectors, long ignored) -> answered(question, vectors.getFirst());
            // A question that is refused says nothing about the next one.
            case Embedded.Refused ignored -> Optional.empty();
            case Embedded.Unavailable(String message, Duration wait) -> {
                reach.failed(message, wait);
                yield Optional.empty();
            }
        };
    }

    private Optional<Vector> answered(SentText question, Vector vector) {
        if (!index.settle(vector.dimension())) {
            reach.failed(DocumentVectors.otherDimension(model, vector, index), Duration.ZERO);
            return Optional.empty();
        }
        reach.worked();
        keep(question, vector);
        return Optional.of(vector);
    }

    private synchronized Optional<Vector> known(SentText question) {
        return Optional.ofNullable(kept.get(question.hash()));
    }

    private synchronized void keep(SentText question, Vector vector) {
        kept.put(question.hash(), vector);
        if (kept.size() > MOST_KEPT) {
            kept.pollFirstEntry();
        }
    }
}
