package dev.writ.server;

import dev.writ.Json;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.ContextDocument;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Seed;
import dev.writ.entity.Tunable;
import dev.writ.process.Process;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The definitions that ship with Writ, as they are put into the database at start. */
final class Seeds {
    private Seeds() {}

    static List<Seed> all(
            List<AgentDefinition> agents,
            List<ContextDocument> documents,
            Collection<Process> processes,
            Collection<RegisteredTool> tools) {
        return Stream.of(
                        agents.stream().map(StoredAgents::seed),
                        documents.stream().map(Seeds::document),
                        processes.stream().map(Seeds::process),
                        // What third parties say of their tools is not Writ's to hand out as knowledge.
                        tools.stream()
                                .filter(tool -> !tool.server().thirdParty())
                                .map(Seeds::tool))
                .flatMap(seeds -> seeds)
                .toList();
    }

    private static Seed document(ContextDocument document) {
        ObjectNode content = Json.object().put("summary", document.summary()).put("text", document.text());
        content.set("keywords", Json.array(document.keywords()));
        return new Seed(EntityKind.DOCUMENT, document.name(), content);
    }

    private static Seed process(Process process) {
        ObjectNode content = Json.object().put("summary", process.spec().description());
        content.set("parameters", process.spec().parameters());
        String name = process.spec().name();
        return new Seed(EntityKind.PROCESS, name, Tunable.ship(EntityKind.PROCESS, name, content));
    }

    private static Seed tool(RegisteredTool tool) {
        ObjectNode content = Json.object()
                .put("summary", tool.spec().description())
                .put("server", tool.server().name())
                .put("level", tool.spec().level().name().toLowerCase(Locale.ROOT))
                .put("default_hours", tool.spec().defaultDuration().toHours());
        ArrayNode operations = content.putArray("operations");
        for (OperationSpec operation : tool.operations()) {
            ObjectNode json = operations
                    .addObject()
                    .put("name", operation.name())
                    .put("description", operation.description())
                    .put("effect", operation.effect().name().toLowerCase(Locale.ROOT));
            json.set("arguments", operation.inputSchema());
        }
        String name = tool.spec().name();
        return new Seed(EntityKind.TOOL, name, Tunable.ship(EntityKind.TOOL, name, content));
    }
}
