package dev.writ.prediction;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** One look at a situation: which offers could be meant, with their features. */
final class Look {
    static final int NEIGHBOURS = 11;
    /** Similarity that weighs as much as not knowing. */
    private static final double DOUBT = 0.4;

    private static final int CANDIDATES = 40;

    private final Catalogue catalogue;
    private final Situation situation;
    private final Rates rates;
    private final Attraction attraction;
    private final List<Memory.Neighbour> neighbours;
    private final int[] eligible;
    private final float[][] features;

    Look(
            Situation situation,
            Question question,
            Catalogue catalogue,
            Memory memory,
            Rates rates,
            Attraction attraction,
            Predicate<String> eligible) {
        this.catalogue = catalogue;
        this.situation = situation;
        this.rates = rates;
        this.attraction = attraction;
        this.neighbours = memory.similar(situation, question.stems(), NEIGHBOURS);
        this.eligible = IntStream.range(0, catalogue.size())
                .filter(number -> eligible.test(catalogue.get(number).id()))
                .toArray();
        this.features = new float[catalogue.size()][];
        for (int number : this.eligible) {
            features[number] = new float[Feature.count()];
            features[number][Feature.ALWAYS.at()] = 1;
        }
        clauses(question, Catalogue.DESCRIPTION, Feature.DESCRIPTION, Feature.DESCRIPTION_COVERS);
        clauses(question, Catalogue.PROFILE, Feature.PROFILE, Feature.PROFILE_COVERS);
        beside(Catalogue.DESCRIPTION_PIECES, question.pieces(), Feature.DESCRIPTION_PIECES);
        beside(Catalogue.PROFILE_PIECES, question.pieces(), Feature.PROFILE_PIECES);
        rank(Feature.DESCRIPTION, Feature.DESCRIPTION_RANK);
        rank(Feature.PROFILE, Feature.PROFILE_RANK);
        records();
    }

    /** For each thing the request asks for, the best counts, so that the third thing is not drowned by the first. */
    private void clauses(Question question, String field, Feature beside, Feature covers) {
        boolean several = question.clauses().size() > 1;
        if (several) {
            clause(field, question.stems(), beside, covers, 0.9f);
        }
        for (Collection<String> clause : question.clauses()) {
            clause(field, clause, beside, covers, 1);
        }
    }

    private void clause(String field, Collection<String> words, Feature beside, Feature covers, float weight) {
        float[] scores = catalogue.scores(field, words);
        float best = best(scores);
        double most = Math.max(1e-9, catalogue.most(field, words));
        for (int number : eligible) {
            if (scores[number] > 0) {
                raise(number, beside, weight * scores[number] / best);
                raise(number, covers, (float) Math.min(1, scores[number] / most));
            }
        }
    }

    private void beside(String field, Collection<String> words, Feature beside) {
        float[] scores = catalogue.scores(field, words);
        float best = best(scores);
        for (int number : eligible) {
            if (scores[number] > 0) {
                raise(number, beside, scores[number] / best);
            }
        }
    }

    private float best(float[] scores) {
        float best = 0;
        for (int number : eligible) {
            best = Math.max(best, scores[number]);
        }
        return best;
    }

    private void raise(int number, Feature feature, float value) {
        features[number][feature.at()] = Math.max(features[number][feature.at()], value);
    }

    private void rank(Feature by, Feature rank) {
        List<Integer> ordered = ordered(number -> features[number][by.at()]);
        for (int place = 0; place < ordered.size() && value(ordered.get(place), by) > 0; place++) {
            features[ordered.get(place)][rank.at()] = 1f / (1 + place);
        }
    }

    private void records() {
        double known =
                neighbours.stream().mapToDouble(Memory.Neighbour::similarity).sum();
        for (int number : eligible) {
            String id = catalogue.get(number).id();
            double rate = rates.of(situation, id);
            double using = 0;
            double nearest = 0;
            for (Memory.Neighbour neighbour : neighbours) {
                if (neighbour.task().used().contains(id)) {
                    using += neighbour.similarity();
                    nearest = Math.max(nearest, neighbour.similarity());
                }
            }
            float[] row = features[number];
            row[Feature.NEIGHBOURS.at()] = (float) ((using + DOUBT * rate) / (known + DOUBT));
            row[Feature.NEAREST.at()] = (float) nearest;
            row[Feature.RATE.at()] = (float) Math.max(0, 1 + Math.log(rate) / 6);
            row[Feature.HITS.at()] = (float) attraction.hits(id);
            row[Feature.NEVER_USED.at()] = rates.isUsed(id) ? 0 : 1;
        }
    }

    /** Numbers of the offers that could be meant, the likeliest first. */
    List<Integer> candidates(Weights weights) {
        List<Integer> ordered = ordered(number -> weights.probability(features[number]));
        return ordered.subList(0, Math.min(ordered.size(), CANDIDATES));
    }

    /** Those whose descriptions fit best, at most so many. */
    List<String> bestDescribed(int most) {
        return ordered(number -> value(number, Feature.DESCRIPTION)).stream()
                .filter(number -> value(number, Feature.DESCRIPTION) > 0)
                .limit(most)
                .map(number -> catalogue.get(number).id())
                .toList();
    }

    private List<Integer> ordered(java.util.function.ToDoubleFunction<Integer> by) {
        double[] values = new double[features.length];
        for (int number : eligible) {
            values[number] = by.applyAsDouble(number);
        }
        return Arrays.stream(eligible)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer number) -> -values[number])
                        .thenComparing(number -> catalogue.get(number).id()))
                .toList();
    }

    private float value(int number, Feature feature) {
        return features[number][feature.at()];
    }

    float[] features(int number) {
        return features[number];
    }

    Prediction prediction(int number, double probability) {
        String id = catalogue.get(number).id();
        List<String> using = neighbours.stream()
                .filter(neighbour -> neighbour.task().used().contains(id))
                .map(neighbour -> neighbour.task().id())
                .toList();
        return new Prediction(id, probability, neighbours.size(), using.size(), using);
    }
}
