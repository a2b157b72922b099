package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.Workspace;
import dev.writ.task.Task;
import dev.writ.tool.CallContext;
import dev.writ.tool.ToolUsage;
import dev.writ.tool.UsageRecords;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code /why}: how the decision on a call comes about, for people. Nothing runs, and nothing is recorded. */
final class WhyRoutes implements Routes {
    private final ApiParts parts;
    private final UsageRecords records;

    WhyRoutes(ApiParts parts) {
        this.parts = parts;
        this.records = new UsageRecords(parts.database());
    }

    @Override
    public void addTo(Api api) {
        api.get("/why", this::recorded).post("/why", this::asked);
    }

    private JsonNode recorded(ApiRequest request) {
        String id = request.query("call");
        ToolUsage record = records.find(id)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no call '" + id + "'.",
                        "Name a call as `writ events ls --type tool` shows it, or a task and an operation."));
        return WhyJson.of(parts.gateway().explain(context(parts.tasks().get(record.task()), record.call()), record));
    }

    private JsonNode asked(ApiRequest request) {
        ApiBody body = request.body(Set.of("task", "operation", "arguments"));
        Task task = parts.tasks().get(body.words("task", "Name a task; list them with `writ task ls`."));
        String operation = body.words("operation", "Name an operation, for instance file_edit.write_file.");
        return WhyJson.of(parts.gateway().explain(context(task, "why"), operation, body.object("arguments")));
    }

    private CallContext context(Task task, String call) {
        String workspace = parts.trees().get(task.tree()).workspace();
        return new CallContext(
                call,
                task.id(),
                task.tree(),
                task.agent(),
                workspace.isEmpty() ? Optional.empty() : Optional.of(new Workspace(Path.of(workspace))));
    }
}
