package dev.writ.model.provider;

import dev.writ.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Speaks Anthropic's streamed messages. */
final class TestingAnthropic extends TestingProvider {
    TestingAnthropic() throws IOException {}

    @Override
    Map<String, String> environment() {
        return Map.of(
                "WRIT_MODEL_PROVIDER",
                "anthropic",
                "WRIT_MODEL_BASE_URL",
                baseUrl(),
                "WRIT_MODEL",
                "claude-haiku-4-5",
                "ANTHROPIC_API_KEY",
                KEY);
    }

    @Override
    Answer text(String... pieces) {
        List<String> events = new ArrayList<>(List.of(start()));
        events.addAll(textBlock(0, List.of(pieces)));
        return ended(events, "end_turn");
    }

    @Override
    Answer calls(String text, TestingCall... calls) {
        List<String> events = new ArrayList<>(List.of(start()));
        int index = 0;
        if (!text.isEmpty()) {
            events.addAll(textBlock(index++, List.of(text)));
        }
        for (TestingCall call : calls) {
            ObjectNode begun = Json.object().put("type", "content_block_start").put("index", index);
            begun.putObject("content_block")
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.function())
                    .putObject("input");
            events.add(event("content_block_start", begun));
            for (String fragment : call.fragments()) {
                events.add(delta(index, "input_json_delta", "partial_json", fragment));
            }
            events.add(stop(index++));
        }
        return ended(events, "tool_use");
    }

    @Override
    Answer cutOff(String text) {
        List<String> events = new ArrayList<>(List.of(start()));
        events.addAll(textBlock(0, List.of(text)));
        return ended(events, "max_tokens");
    }

    @Override
    Answer nothing() {
        return ended(new ArrayList<>(List.of(start())), "end_turn");
    }

    @Override
    List<String> beginning(String text) {
        List<String> block = textBlock(0, List.of(text));
        return List.of(start(), block.get(0), block.get(1));
    }

    @Override
    String nonsenseEvent() {
        return "event: content_block_delta\ndata: {\"type\": [\"content_block_delta\"";
    }

    @Override
    String overloadedEvent() {
        return "event: error\ndata: {\"type\": \"error\", \"error\": {\"type\": \"overloaded_error\","
                + " \"message\": \"Overloaded\"}}";
    }

    private static String start() {
        ObjectNode data = Json.object().put("type", "message_start");
        ObjectNode message = data.putObject("message")
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "claude-haiku-4-5-20251001");
        message.putArray("content");
        message.putObject("usage").put("input_tokens", 1000).put("output_tokens", 1);
        return event("message_start", data) + "\n\nevent: ping\ndata: {\"type\": \"ping\"}";
    }

    private static List<String> textBlock(int index, List<String> pieces) {
        ObjectNode begun = Json.object().put("type", "content_block_start").put("index", index);
        begun.putObject("content_block").put("type", "text").put("text", "");
        List<String> events = new ArrayList<>(List.of(event("content_block_start", begun)));
        pieces.forEach(piece -> events.add(delta(index, "text_delta", "text", piece)));
        events.add(stop(index));
        return events;
    }

    private static String delta(int index, String type, String field, String value) {
        ObjectNode data = Json.object().put("type", "content_block_delta").put("index", index);
        data.putObject("delta").put("type", type).put(field, value);
        return event("content_block_delta", data);
    }

    private static String stop(int index) {
        return event(
                "content_block_stop",
                Json.object().put("type", "content_block_stop").put("index", index));
    }

    private static Answer ended(List<String> events, String reason) {
        ObjectNode data = Json.object().put("type", "message_delta");
        data.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
        data.putObject("usage").put("output_tokens", 20);
        events.add(event("message_delta", data));
        events.add(event("message_stop", Json.object().put("type", "message_stop")));
        return events(events);
    }

    private static String event(String name, ObjectNode data) {
        return "event: " + name + "\ndata: " + data;
    }
}
