package dev.writ.entity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds definitions that contain all words of a query, the best first: exact name, words in the name, then content. */
final class DefinitionSearch {
    private record Hit(Definition definition, int score) {}

    private DefinitionSearch() {}

    static List<Definition> find(Handle handle, Optional<EntityKind> kind, SearchWords words, int limit) {
        Query query = handle.createQuery(DefinitionRows.SELECT
                        + " WHERE (:kind = '' OR e.kind = :kind) AND "
                        + words.condition("LOWER(e.name || ' ' || v.content)"))
                .bind("kind", kind.map(EntityKind::id).orElse(""));
        words.bindTo(query);
        Comparator<Hit> bestFirst = Comparator.comparingInt(Hit::score)
                .reversed()
                .thenComparing(hit -> hit.definition().name());
        List<Hit> best = new ArrayList<>();
        try (var rows = query.map((row, context) -> DefinitionRows.definition(row)).stream()) {
            rows.map(definition -> new Hit(definition, score(definition, words)))
                    .filter(hit -> hit.score() > 0)
                    .forEach(hit -> {
                        best.add(hit);
                        // Keeps no more than is asked for, whatever the number of matches.
                        if (best.size() >= 2 * limit) {
                            best.sort(bestFirst);
                            best.subList(limit, best.size()).clear();
                        }
                    });
        }
        return best.stream().sorted(bestFirst).limit(limit).map(Hit::definition).toList();
    }

    private static int score(Definition definition, SearchWords words) {
        String name = definition.name().toLowerCase(Locale.ROOT);
        String values = ContentText.values(definition.content()).toLowerCase(Locale.ROOT);
        if (!words.allIn(name + "\n" + values)) {
            return 0;
        }
        int score = String.join(" ", words.words()).equals(name) ? 1_000 : 1;
        for (String word : words.words()) {
            score += name.contains(word) ? 100 : 0;
            score += occurrences(values, word);
        }
        return score + (definition.status() == DefinitionStatus.ACTIVE ? 50 : 0);
    }

    private static int occurrences(String text, String word) {
        int count = 0;
        for (int at = text.indexOf(word); at >= 0 && count < 20; at = text.indexOf(word, at + word.length())) {
            count++;
        }
        return count;
    }
}
