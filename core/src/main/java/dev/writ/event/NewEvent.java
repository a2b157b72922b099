package dev.writ.event;

import dev.writ.Json;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** An event to be appended; made by {@link #of} and the {@code with…} methods. */
public record NewEvent(
        String type,
        String kind,
        String entity,
        String tree,
        String task,
        String actor,
        String causedBy,
        String outcome,
        Duration duration,
        ObjectNode data) {
    /** @param kind and {@code entity}: what it happened to */
    public static NewEvent of(String type, String kind, String entity) {
        return new NewEvent(type, kind, entity, "", "", "engine", "", "", Duration.ZERO, Json.object());
    }

    public NewEvent in(String tree, String task) {
        return new NewEvent(type, kind, entity, tree, task, actor, causedBy, outcome, duration, data);
    }

    public NewEvent by(String actor) {
        return new NewEvent(type, kind, entity, tree, task, actor, causedBy, outcome, duration, data);
    }

    public NewEvent causedBy(String cause) {
        return new NewEvent(type, kind, entity, tree, task, actor, cause, outcome, duration, data);
    }

    public NewEvent ended(String outcome, Duration duration) {
        return new NewEvent(type, kind, entity, tree, task, actor, causedBy, outcome, duration, data);
    }

    public NewEvent with(String name, String value) {
        ObjectNode copy = data.deepCopy();
        copy.put(name, value);
        return withData(copy);
    }

    public NewEvent with(String name, long value) {
        ObjectNode copy = data.deepCopy();
        copy.put(name, value);
        return withData(copy);
    }

    public NewEvent with(String name, ObjectNode value) {
        ObjectNode copy = data.deepCopy();
        copy.set(name, value);
        return withData(copy);
    }

    public NewEvent withData(ObjectNode data) {
        return new NewEvent(type, kind, entity, tree, task, actor, causedBy, outcome, duration, data);
    }
}
