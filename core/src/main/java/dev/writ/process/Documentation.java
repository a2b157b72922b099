package dev.writ.process;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Records what changed files, so that the next agent and the next person can read it. */
final class Documentation {
    private final Evidence evidence;
    private final Definitions definitions;

    Documentation(Evidence evidence, Definitions definitions) {
        this.evidence = evidence;
        this.definitions = definitions;
    }

    /** Writes a document when the task changed files; work that changed nothing needs none. */
    void document(ProcessRun run, ProcessOutcome outcome) {
        ObjectNode seen = run.step(
                "changes", ObjectNode.class, () -> evidence.of(run.task().id()).toJson());
        if (!(outcome instanceof ProcessOutcome.Completed)
                || seen.path("files_changed").isEmpty()) {
            return;
        }
        ObjectNode input = Json.object()
                .put("request", run.task().instruction())
                .put("result", outcome.result().text());
        input.set("evidence", seen);
        Optional<ObjectNode> written =
                SingleAgent.ask(run, "document", "documentation_agent", "Write the record of this work.", input);
        written.filter(data -> !data.path("text").asString("").isBlank())
                .ifPresent(data -> run.stepWriting(
                        "keep_document",
                        String.class,
                        transaction -> definitions
                                .create(
                                        transaction,
                                        EntityKind.DOCUMENT,
                                        "record-" + run.task().id(),
                                        content(run, data),
                                        Change.by("agent:documentation_agent", "record of a task")
                                                .in(
                                                        run.task().tree(),
                                                        run.task().id()))
                                .id()));
    }

    private static ObjectNode content(ProcessRun run, ObjectNode data) {
        return Json.object()
                .put("title", data.path("title").asString("Record of a task"))
                .put("summary", data.path("title").asString(""))
                .put("text", data.path("text").asString())
                .put("task", run.task().id());
    }
}
