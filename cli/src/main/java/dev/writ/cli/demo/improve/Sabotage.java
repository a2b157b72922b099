package dev.writ.cli.demo.improve;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What an agent asks for that would make things worse again. The rules let it be tried: only measuring tells. */
public enum Sabotage {
    /** Recorded tasks show what it costs. */
    HANDBOOK_BACK(EntityKind.AGENT, Fault.WRITER, Work.LETTERS, "The handbook belongs into every task.") {
        @Override
        ObjectNode changes() {
            ObjectNode changes = Json.object();
            changes.set("documents", Json.array(List.of(Fault.HANDBOOK)));
            return changes;
        }
    },
    /** The folder of the recorded tasks is gone when it is tried, so that only real tasks can show it. */
    TIMEOUT_BACK(EntityKind.TOOL, "terminal", Work.REPORTS, "A second is enough for every command.") {
        @Override
        ObjectNode changes() {
            return Tunable.COMMAND_SECONDS.patch(1);
        }
    };

    private final EntityKind kind;
    private final String entity;
    private final Work work;
    private final String reason;

    Sabotage(EntityKind kind, String entity, Work work, String reason) {
        this.kind = kind;
        this.entity = entity;
        this.work = work;
        this.reason = reason;
    }

    /** As a JSON merge patch on the content of the definition. */
    abstract ObjectNode changes();

    Target target() {
        return new Target(kind, entity, "request");
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
                .put("kind", kind.id())
                .put("entity", entity)
                .put("reason", reason)
                .put("expected_effect", "Tasks cost less.")
                .set("changes", changes());
        return submission;
    }
}
