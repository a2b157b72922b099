package dev.writ.bench;

import java.util.Set;

/**
 * A request of the benchmark data.
 *
 * @param needed ids of the tools that are right; none where nothing is
 * @param candidates ids of those among which to choose
 */
record PredictionTask(String id, String request, Set<String> needed, Set<String> candidates) {}
