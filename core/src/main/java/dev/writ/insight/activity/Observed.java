package dev.writ.insight.activity;

import dev.writ.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import tools.jackson.databind.node.ObjectNode;

/** An event as far as it is counted. */
record Observed(
        long seq,
        long at,
        String type,
        String entity,
        String task,
        String actor,
        String outcome,
        long nanos,
        ObjectNode data) {
    static Observed read(ResultSet row) throws SQLException {
        return new Observed(
                row.getLong("seq"),
                row.getLong("at"),
                row.getString("type"),
                row.getString("entity"),
                row.getString("task"),
                row.getString("actor"),
                row.getString("outcome"),
                row.getLong("duration_micros") * 1_000,
                Json.parseObject(row.getString("data")));
    }

    /** A text of its data; empty where it has none. */
    String text(String name) {
        return data.path(name).asString("");
    }

    long number(String name) {
        return data.path(name).asLong(0);
    }

    /** The agent it is about; empty for none. */
    String agent() {
        String named = text("agent");
        return named.isEmpty() && actor.startsWith("agent:") ? actor.substring("agent:".length()) : named;
    }
}
