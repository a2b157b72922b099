package dev.writ.model.provider;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.embedding.Embedded;
import dev.writ.model.embedding.Vector;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * Reads what an embedding model answered, and takes nothing that is not whole: one vector for each text, of one dimension.
 *
 * @param texts how many were sent
 * @param dimensions how many numbers were asked for
 */
record VectorAnswer(int texts, OptionalInt dimensions) {
    private static final int MOST_DIMENSIONS = 16_384;

    /** Empty for anything else than the vectors of all texts. */
    Optional<Embedded.Vectors> read(String body) {
        JsonNode answer;
        try {
            answer = Json.parse(body);
        } catch (WritException e) {
            return Optional.empty();
        }
        JsonNode data = answer.path("data");
        if (!data.isArray() || data.size() != texts) {
            return Optional.empty();
        }
        Vector[] vectors = new Vector[texts];
        for (int i = 0; i < texts; i++) {
            // Answers may come in any order; who numbers none keeps that of the texts.
            int place = data.get(i).path("index").asInt(i);
            Optional<Vector> vector = vector(data.get(i).path("embedding"));
            if (vector.isEmpty() || place < 0 || place >= texts || vectors[place] != null) {
                return Optional.empty();
            }
            vectors[place] = vector.get();
        }
        boolean fits = Arrays.stream(vectors)
                .allMatch(vector -> vector.dimension() == dimensions.orElse(vectors[0].dimension()));
        long tokens = Math.max(0, answer.path("usage").path("total_tokens").asLong(0));
        return fits ? Optional.of(new Embedded.Vectors(Arrays.asList(vectors), tokens)) : Optional.empty();
    }

    private static Optional<Vector> vector(JsonNode embedding) {
        if (!embedding.isArray() || embedding.size() > MOST_DIMENSIONS) {
            return Optional.empty();
        }
        double[] numbers = new double[embedding.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!embedding.get(i).isNumber()) {
                return Optional.empty();
            }
            numbers[i] = embedding.get(i).doubleValue();
        }
        return Vector.of(numbers);
    }
}
