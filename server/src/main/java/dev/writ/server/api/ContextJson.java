package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.agent.context.Block;
import dev.writ.agent.context.ModelContext;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a model read, as the API shows it. */
final class ContextJson {
    private ContextJson() {}

    static ObjectNode of(ModelContext context) {
        ObjectNode json = Json.object()
                .put("task", context.task())
                .put("agent", context.agent())
                .put("step", context.step())
                .put("state", context.state().id())
                .put("at", context.at().map(Instant::toString).orElse(""))
                .put("model", context.model())
                .put("tokens", context.tokens())
                .put("counted", context.counted() > 0)
                .put("exact", context.gaps().isEmpty());
        json.set("gaps", Json.array(context.gaps()));
        json.set("steps", Json.tree(context.steps()));
        json.set("removed", Json.array(context.removed()));
        ArrayNode blocks = json.putArray("blocks");
        context.blocks().forEach(block -> blocks.add(of(block)));
        return json;
    }

    private static ObjectNode of(Block block) {
        return Json.object()
                .put("kind", block.kind().id())
                .put("title", block.title())
                .put("origin", block.origin().id())
                .put("integrity", block.label().integrity().id())
                .put("confidentiality", block.label().confidentiality().id())
                .put("tokens", block.tokens())
                .put("at", block.at().map(Instant::toString).orElse(""))
                .put("position", block.position())
                .put("change", block.change().id())
                .put("text", block.text());
    }
}
