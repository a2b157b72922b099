package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Words;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses documents by the words they share with the question, rare words counting most. */
final class ContextChooser {
    private static final int MOST = 5;
    private static final double NEAR_THE_BEST = 0.4;

    private ContextChooser() {}

    private record Ranked(String id, double score, int shared) {}

    static Ending run(RoleInput input) {
        String question = input.data().has("question") ? input.data().text("question") : input.words();
        List<Data> documents = input.data().list("documents");
        List<String> texts = documents.stream()
                .map(document -> document.text("name").replace('-', ' ') + " " + document.text("name") + " "
                        + document.text("summary"))
                .toList();
        List<Double> scores = Words.rank(question, texts);
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            ranked.add(new Ranked(documents.get(i).text("id"), scores.get(i), Words.shared(question, texts.get(i))));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::id));
        double best = ranked.isEmpty() ? 0 : ranked.getFirst().score;
        // One shared word is chance unless the question has hardly more.
        int needed = Words.of(question).size() <= 3 ? 1 : 2;
        List<String> chosen = ranked.stream()
                .filter(each -> each.score > 0 && each.shared >= needed && each.score >= NEAR_THE_BEST * best)
                .limit(MOST)
                .map(Ranked::id)
                .toList();
        return RoleInput.answer(
                chosen.isEmpty()
                        ? "No document fits the question."
                        : chosen.size() + " of " + documents.size() + " documents fit the question.",
                Json.object().set("documents", Json.array(chosen)));
    }
}
