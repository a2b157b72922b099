package dev.writ.mcp;

import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client says it can be asked for. */
public record ClientCapabilities(ObjectNode json) {
    /** What a server can ask a client for. */
    public enum Capability {
        ELICITATION_FORM,
        ELICITATION_URL,
        SAMPLING,
        ROOTS
    }

    /** The name of the extension by which a call can become a task. */
    public static final String TASKS = "io.modelcontextprotocol/tasks";

    public static final ClientCapabilities NONE = new ClientCapabilities(StrictJson.object());

    /** What is understood of a declaration: the rest is not kept, however long it is. */
    public static ClientCapabilities of(JsonNode declared) {
        ClientCapabilities all =
                declared instanceof ObjectNode object ? new ClientCapabilities(object) : ClientCapabilities.NONE;
        ObjectNode known = StrictJson.object();
        for (Capability capability : Capability.values()) {
            if (all.has(capability)) {
                merge(declaring(capability), known);
            }
        }
        if (all.hasTasks()) {
            merge(declaringTasks(), known);
        }
        return new ClientCapabilities(known);
    }

    public boolean has(Capability capability) {
        return switch (capability) {
            // An empty object means forms alone: they came first.
            case ELICITATION_FORM ->
                json.path("elicitation").isObject()
                        && (json.path("elicitation").has("form")
                                || !json.path("elicitation").has("url"));
            case ELICITATION_URL -> json.path("elicitation").path("url").isObject();
            case SAMPLING -> json.path("sampling").isObject();
            case ROOTS -> json.path("roots").isObject();
        };
    }

    public boolean hasTasks() {
        return json.path("extensions").path(TASKS).isObject();
    }

    /** The capability in the form in which a client would have to declare it. */
    public static ObjectNode declaring(Capability capability) {
        ObjectNode declared = StrictJson.object();
        switch (capability) {
            case ELICITATION_FORM -> declared.putObject("elicitation").putObject("form");
            case ELICITATION_URL -> declared.putObject("elicitation").putObject("url");
            case SAMPLING -> declared.putObject("sampling");
            case ROOTS -> declared.putObject("roots");
        }
        return declared;
    }

    /** The extension in the form in which a client would have to declare it. */
    public static ObjectNode declaringTasks() {
        ObjectNode declared = StrictJson.object();
        declared.putObject("extensions").putObject(TASKS);
        return declared;
    }

    private static void merge(ObjectNode from, ObjectNode into) {
        for (String name : from.propertyNames()) {
            into.withObject(name).setAll((ObjectNode) from.get(name));
        }
    }
}
