package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Conversation;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import dev.writ.model.playbook.turn.Turn;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a role is given: the task's parameters, and the words above them. Both are data to judge. */
record RoleInput(String words, Data data) {
    static RoleInput of(Turn turn) {
        Conversation conversation = turn.conversation();
        return new RoleInput(
                conversation.request(), new Data(conversation.input().orElse(Json.object())));
    }

    /** The request in question: a text, wherever it stands. */
    String request() {
        return data.has("request") && data.node().path("request").isString() ? data.text("request") : words;
    }

    /** An answer of the role. */
    static Ending answer(String sentence, ObjectNode data) {
        return Ending.completed(sentence, List.of(), data);
    }

    /** The input lacks what the role works on. */
    static Ending missing(String what) {
        return Ending.failed("invalid_arguments", "The input lacks " + what + ".");
    }
}
