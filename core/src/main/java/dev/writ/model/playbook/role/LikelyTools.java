package dev.writ.model.playbook.role;

import java.util.List;

/** Which tools the words of a request will probably have its agent ask for, by the rules that propose grants. */
public final class LikelyTools {
    private LikelyTools() {}

    /** The smallest grants that serve what the words say, in that order; empty where the words are not understood. Pure. */
    public static List<ProposedGrant> of(String words) {
        return ToolProposer.intents(words).stream()
                .flatMap(intent -> ProposedGrant.serving(intent).stream())
                .distinct()
                .toList();
    }
}
