package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Words;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.Understanding;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Proposes the smallest grant that serves a request for tools, from the request's own words. */
final class ToolProposer {
    private ToolProposer() {}

    static Ending run(RoleInput input) {
        Data data = input.data();
        List<Data> candidates = data.list("candidates");
        if (candidates.isEmpty()) {
            return RoleInput.missing("candidates to choose from");
        }
        String words = input.request();
        List<String> names = candidates.stream().map(ToolProposer::name).toList();
        Optional<ProposedGrant> grant = intents(words).stream()
                .flatMap(intent -> ProposedGrant.serving(intent).stream())
                .filter(proposed -> names.contains(proposed.tool()))
                .findFirst();
        List<String> asked =
                data.texts("tools").stream().filter(names::contains).toList();
        if (grant.isEmpty() || (!asked.isEmpty() && !asked.contains(grant.get().tool()))) {
            String tool =
                    asked.isEmpty() ? best(words + " " + data.text("justification"), candidates) : asked.getFirst();
            grant = tool.isEmpty() ? Optional.empty() : ProposedGrant.fromWords(tool, words);
        }
        if (grant.isEmpty()) {
            return Ending.failed(
                    "not_found",
                    "The request names neither a file, a command, a query nor a repository, so no small enough grant can be proposed; ask again with tool and scope.");
        }
        ProposedGrant proposed = grant.get();
        Data candidate = candidates.stream()
                .filter(each -> name(each).equals(proposed.tool()))
                .findFirst()
                .orElseThrow();
        List<String> known = operations(candidate);
        ObjectNode answer = Json.object().put("tool", proposed.tool());
        answer.set(
                "operations",
                Json.array(proposed.operations().stream()
                        .filter(operation -> known.isEmpty() || known.contains(operation))
                        .toList()));
        answer.set("scope", proposed.scope());
        answer.put("duration", "30m").put("reason", proposed.reason());
        return RoleInput.answer(proposed.tool() + ": " + proposed.reason(), answer);
    }

    static List<Intent> intents(String words) {
        String plain = words.strip()
                .replaceFirst(
                        "(?i)^(?:let me|allow me to|I (?:need|want|have|would like) to|please let me|to be able to)\\s+",
                        "");
        return new RequestReader().read(plain) instanceof Understanding.Clear clear ? clear.intents() : List.of();
    }

    private static String name(Data candidate) {
        return candidate.has("tool") ? candidate.text("tool") : candidate.text("name");
    }

    private static List<String> operations(Data candidate) {
        List<String> names = new ArrayList<>();
        candidate
                .list("operations")
                .forEach(each -> names.add(each.has("name") ? each.text("name") : Data.text(each.node())));
        return names;
    }

    private static String best(String words, List<Data> candidates) {
        List<Double> scores = Words.rank(
                words,
                candidates.stream()
                        .map(each -> name(each).replace('_', ' ') + " " + each.text("description") + " "
                                + String.join(" ", operations(each)).replace('_', ' '))
                        .toList());
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        return scores.get(best) > 0 ? name(candidates.get(best)) : "";
    }
}
