package dev.writ.task;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads rows of the {@code tasks} table. */
final class TaskRow {
    private TaskRow() {}

    static Task read(ResultSet row) throws SQLException {
        String result = row.getString("result");
        String failure = row.getString("failure");
        String heldFrom = row.getString("held_from");
        long finishedAt = row.getLong("finished_at");
        boolean finished = !row.wasNull();
        return new Task(
                row.getString("id"),
                row.getString("tree"),
                row.getString("parent"),
                row.getString("delegated_by"),
                row.getInt("depth"),
                row.getString("title"),
                row.getString("instruction"),
                row.getString("process"),
                row.getString("agent"),
                Json.parseObject(row.getString("parameters")),
                TaskState.parse(row.getString("state")),
                heldFrom.isEmpty() ? Optional.empty() : Optional.of(TaskState.parse(heldFrom)),
                row.getString("hold_reason"),
                row.getInt("priority"),
                row.getInt("turns"),
                row.getInt("step_mode") != 0,
                row.getInt("step_permits"),
                row.getInt("pause_asked") != 0,
                result.isEmpty() ? Optional.empty() : Optional.of(TaskResult.fromJson(Json.parseObject(result))),
                failure.isEmpty() ? Optional.empty() : Optional.of(readFailure(Json.parseObject(failure))),
                row.getLong("version"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                finished ? Optional.of(Instant.ofEpochMilli(finishedAt)) : Optional.empty());
    }

    static ObjectNode writeFailure(Failure failure) {
        return Json.object()
                .put("code", failure.code().id())
                .put("message", failure.message())
                .put("hint", failure.hint());
    }

    private static Failure readFailure(ObjectNode json) {
        return new Failure(
                FailureCode.valueOf(json.path("code").asString().toUpperCase(Locale.ROOT)),
                json.path("message").asString(),
                json.path("hint").asString());
    }
}
