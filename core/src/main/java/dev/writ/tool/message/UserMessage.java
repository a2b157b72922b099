package dev.writ.tool.message;

import dev.writ.Json;
import dev.writ.tool.OperationResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something an agent told or asked a person.
 *
 * @param content as its operation took it: {@code text}; {@code title} and {@code sections}; {@code message} and
 *     {@code percent}; or {@code question} and {@code options}
 * @param answer what the person said; empty until answered
 * @param expiresAt when a question is given up
 */
public record UserMessage(
        String id,
        String task,
        String tree,
        String agent,
        MessageType type,
        ObjectNode content,
        MessageState state,
        String answer,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> answeredAt) {

    /** The whole message as lines of text. */
    public String text() {
        return MessageText.of(content);
    }

    /** The result of the {@code ask_user} call that waited for this answer. */
    public OperationResult answerResult() {
        return new OperationResult(
                Json.object().put("message", id).put("answer", answer), "The user answered: " + answer);
    }

    static UserMessage read(ResultSet row) throws SQLException {
        return new UserMessage(
                row.getString("id"),
                row.getString("task"),
                row.getString("tree"),
                row.getString("agent"),
                MessageType.parse(row.getString("type")),
                Json.parseObject(row.getString("content")),
                MessageState.stored(row.getString("state")),
                row.getString("answer"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "expires_at"),
                time(row, "answered_at"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
