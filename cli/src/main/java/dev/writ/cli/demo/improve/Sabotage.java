package dev.writ.cli.demo.improve;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What an agent asks for that would make things worse again. The rules let it be tried: only measuring tells. */
public enum Sabotage {
    /** Recorded tasks show what it costs. */
    HANDBOOK_BACK(
            new Target(EntityKind.AGENT, Fault.WRITER, "request"),
            Work.LETTERS,
            Json.object().set("documents", Json.array(List.of(Fault.HANDBOOK))),
            "The handbook belongs into every task."),
    /** The folder of the recorded tasks is gone when it is tried, so that only real tasks can show it. */
    TIMEOUT_BACK(
            new Target(EntityKind.TOOL, "terminal", "request"),
            Work.REPORTS,
            Tunable.COMMAND_SECONDS.patch(1),
            "A second is enough for every command.");

    private final Target target;
    private final Work work;
    private final ObjectNode changes;
    private final String reason;

    Sabotage(Target target, Work work, ObjectNode changes, String reason) {
        this.target = target;
        this.work = work;
        this.changes = changes;
        this.reason = reason;
    }

    Target target() {
        return target;
    }

    Work work() {
        return work;
    }

    String reason() {
        return reason;
    }

    /** How an agent asks for it: a request for the process {@code request_improvement}. */
    ObjectNode submission() {
        ObjectNode submission =
                Json.object().put("process", "request_improvement").put("agent", "worker");
        submission
                .putObject("parameters")
                .put("kind", target.kind().id())
                .put("entity", target.entity())
                .put("reason", reason)
                .put("expected_effect", "Tasks cost less.")
                .set("changes", changes.deepCopy());
        return submission;
    }
}
