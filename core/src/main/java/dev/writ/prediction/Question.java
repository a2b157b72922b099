package dev.writ.prediction;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request as it is looked up. */
record Question(List<Set<String>> clauses, Set<String> stems, Set<String> pieces) {
    static Question of(Words words, String request) {
        return new Question(
                words.clauses(request),
                new LinkedHashSet<>(words.stems(request)),
                new LinkedHashSet<>(Words.pieces(request)));
    }
}
