package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import tools.jackson.databind.node.ObjectNode;

/** One thing that recovery does. Doing it a second time leaves everything as the first time left it. */
public sealed interface Action {
    Way way();

    /** What it does, as a clause that follows "recovery". */
    String text();

    ObjectNode toJson();

    /** @param task id of the request's first task */
    record Retry(String task) implements Action {
        @Override
        public Way way() {
            return Way.RETRY;
        }

        @Override
        public String text() {
            return "retries the request of task " + task;
        }

        @Override
        public ObjectNode toJson() {
            return json(this).put("task", task);
        }
    }

    /** @param from the version that is active, and {@code to} the one before it */
    record RollBack(EntityKind kind, String name, int from, int to) implements Action {
        @Override
        public Way way() {
            return Way.ROLL_BACK;
        }

        @Override
        public String text() {
            return "rolls back the " + kind.id() + " '" + name + "' from version " + from + " to " + to;
        }

        @Override
        public ObjectNode toJson() {
            return definition(this, kind, name, from, to);
        }
    }

    record RestartServer(String server) implements Action {
        @Override
        public Way way() {
            return Way.RESTART_SERVER;
        }

        @Override
        public String text() {
            return "starts the server '" + server + "' again";
        }

        @Override
        public ObjectNode toJson() {
            return json(this).put("server", server);
        }
    }

    record RevokeTool(String tree, String tool) implements Action {
        @Override
        public Way way() {
            return Way.REVOKE_TOOL;
        }

        @Override
        public String text() {
            return "revokes " + tool + " in the request " + tree;
        }

        @Override
        public ObjectNode toJson() {
            return json(this).put("tree", tree).put("tool", tool);
        }
    }

    /** @param version that did harm, and {@code to} the one to be active instead */
    record QuarantineVersion(EntityKind kind, String name, int version, int to) implements Action {
        @Override
        public Way way() {
            return Way.QUARANTINE;
        }

        @Override
        public String text() {
            return "puts version " + version + " of the " + kind.id() + " '" + name + "' into quarantine, with version "
                    + to + " active instead";
        }

        @Override
        public ObjectNode toJson() {
            return definition(this, kind, name, version, to);
        }
    }

    /** @param words what the person is told, and what is proposed to them */
    record AskPerson(String words) implements Action {
        @Override
        public Way way() {
            return Way.ASK_PERSON;
        }

        @Override
        public String text() {
            return "asks a person";
        }

        @Override
        public ObjectNode toJson() {
            return json(this).put("words", words);
        }
    }

    /** What {@link #toJson} wrote. */
    static Action read(ObjectNode json) {
        return switch (Way.valueOf(json.path("way").asString())) {
            case RETRY -> new Retry(json.path("task").asString());
            case ROLL_BACK ->
                new RollBack(
                        EntityKind.parse(json.path("kind").asString()),
                        json.path("name").asString(),
                        json.path("from").asInt(),
                        json.path("to").asInt());
            case RESTART_SERVER -> new RestartServer(json.path("server").asString());
            case REVOKE_TOOL ->
                new RevokeTool(json.path("tree").asString(), json.path("tool").asString());
            case QUARANTINE ->
                new QuarantineVersion(
                        EntityKind.parse(json.path("kind").asString()),
                        json.path("name").asString(),
                        json.path("from").asInt(),
                        json.path("to").asInt());
            case ASK_PERSON -> new AskPerson(json.path("words").asString());
        };
    }

    private static ObjectNode definition(Action action, EntityKind kind, String name, int from, int to) {
        return json(action)
                .put("kind", kind.id())
                .put("name", name)
                .put("from", from)
                .put("to", to);
    }

    private static ObjectNode json(Action action) {
        return Json.object().put("way", action.way().name());
    }
}
