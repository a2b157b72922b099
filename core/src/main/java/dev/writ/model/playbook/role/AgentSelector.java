package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Words;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.Understanding;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.List;
import java.util.Optional;

/** Chooses the agent whose work the request is. */
final class AgentSelector {
    static final String GENERAL = "worker";

    private AgentSelector() {}

    static Ending run(RoleInput input) {
        List<Data> candidates = input.data().list("candidates");
        if (candidates.isEmpty()) {
            return RoleInput.missing("candidates to choose from");
        }
        List<String> names =
                candidates.stream().map(candidate -> candidate.text("name")).toList();
        Optional<String> owner = owner(input.request()).filter(names::contains);
        if (owner.isPresent() && !owner.get().equals(GENERAL)) {
            return choice(owner.get(), "The request is of the kind that " + owner.get() + " is for.");
        }
        List<Double> scores = Words.rank(
                input.request(),
                candidates.stream().map(candidate -> candidate.text("purpose")).toList());
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        boolean clear = scores.get(best) > 0
                && Words.shared(input.request(), candidates.get(best).text("purpose")) >= 2;
        if (names.contains(GENERAL) && (owner.isPresent() || !clear)) {
            return choice(
                    GENERAL,
                    "The request is everyday work with files, commands or repositories, or fits no narrower purpose.");
        }
        return choice(
                names.get(best),
                clear
                        ? "Its purpose shares the most words with the request."
                        : "No purpose fits the request better than the others.");
    }

    private static Ending choice(String agent, String reason) {
        return RoleInput.answer(
                agent + ": " + reason, Json.object().put("agent", agent).put("reason", reason));
    }

    /** The agent that a request is for, where its words are understood. */
    static Optional<String> owner(String request) {
        if (!(new RequestReader().read(request) instanceof Understanding.Clear clear)) {
            return Optional.empty();
        }
        List<String> owners =
                clear.intents().stream().map(AgentSelector::owner).distinct().toList();
        return Optional.of(owners.size() == 1 ? owners.getFirst() : GENERAL);
    }

    static String owner(Intent intent) {
        return switch (intent) {
            case Intent.Analyse ignored -> "investigator_agent";
            case Intent.Optimise ignored -> "optimizer_agent";
            case Intent.Repair ignored -> "recovery_agent";
            default -> GENERAL;
        };
    }
}
