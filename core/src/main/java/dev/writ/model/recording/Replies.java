package dev.writ.model.recording;

import dev.writ.Json;
import dev.writ.model.ModelReply;
import dev.writ.task.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replies as JSON and back. */
final class Replies {
    private Replies() {}

    static ObjectNode write(ModelReply reply) {
        ObjectNode node = Json.object().put("text", reply.text()).put("model", reply.model());
        node.set("calls", calls(reply.calls()));
        node.putObject("usage")
                .put("input_tokens", reply.usage().inputTokens())
                .put("output_tokens", reply.usage().outputTokens())
                .put("cost_micros", reply.usage().costMicros());
        return node;
    }

    static ArrayNode calls(List<Message.Call> calls) {
        ArrayNode list = Json.array();
        calls.forEach(call -> list.addObject()
                .put("id", call.id())
                .put("function", call.function())
                .set("arguments", call.arguments()));
        return list;
    }

    static ModelReply read(JsonNode node) {
        JsonNode usage = node.required("usage");
        List<Message.Call> calls = node.required("calls").values().stream()
                .map(call -> new Message.Call(
                        call.required("id").stringValue(),
                        call.required("function").stringValue(),
                        call.required("arguments").asObject()))
                .toList();
        return new ModelReply(
                node.required("text").stringValue(),
                calls,
                new ModelReply.Usage(
                        usage.required("input_tokens").longValue(),
                        usage.required("output_tokens").longValue(),
                        usage.required("cost_micros").longValue()),
                node.required("model").stringValue());
    }
}
