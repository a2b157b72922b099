package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.task.Tree;
import tools.jackson.databind.node.ObjectNode;

/** A request as it was handed in, its limits, and what of them is spent. */
final class RequestJson {
    private RequestJson() {}

    static ObjectNode of(Tree tree) {
        ObjectNode json = Json.object()
                .put("id", tree.id())
                .put("request", tree.request())
                .put("submitted_by", tree.submittedBy())
                .put("workspace", tree.workspace())
                .put("approval_timeout_seconds", tree.approvalTimeout().toSeconds())
                .put("step", tree.stepMode())
                .put("started_at", tree.startedAt().toString())
                .put("finished_at", tree.finishedAt().map(Object::toString).orElse(""));
        json.set("ceiling", tree.ceiling());
        json.set("budget", Json.tree(tree.budget()));
        json.set("spent", Json.tree(tree.spent()));
        return json;
    }
}
