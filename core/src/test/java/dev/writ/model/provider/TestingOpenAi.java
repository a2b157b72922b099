package dev.writ.model.provider;

import dev.writ.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Speaks OpenAI's streamed chat completions. */
final class TestingOpenAi extends TestingProvider {
    TestingOpenAi() throws IOException {}

    @Override
    Map<String, String> environment() {
        return Map.of(
                "WRIT_MODEL_PROVIDER",
                "openai",
                "WRIT_MODEL_BASE_URL",
                baseUrl(),
                "WRIT_MODEL",
                "gpt-5-mini",
                "OPENAI_API_KEY",
                KEY);
    }

    @Override
    Answer text(String... pieces) {
        List<String> events = new ArrayList<>();
        events.add(chunk(Json.object().put("role", "assistant").put("content", ""), ""));
        for (String piece : pieces) {
            events.add(chunk(Json.object().put("content", piece), ""));
        }
        return ended(events, "stop");
    }

    @Override
    Answer calls(String text, TestingCall... calls) {
        List<String> events = new ArrayList<>();
        if (!text.isEmpty()) {
            events.add(chunk(Json.object().put("content", text), ""));
        }
        for (int index = 0; index < calls.length; index++) {
            events.add(toolCall(Json.object()
                    .put("index", index)
                    .put("id", calls[index].id())
                    .put("type", "function")
                    .set("function", function(calls[index].function(), ""))));
            for (String fragment : calls[index].fragments()) {
                events.add(toolCall(Json.object()
                        .put("index", index)
                        .set("function", Json.object().put("arguments", fragment))));
            }
        }
        return ended(events, "tool_calls");
    }

    /** As Ollama and Gemini send it: each call whole, in one event, without an index. */
    Answer wholeCalls(TestingCall... calls) {
        List<String> events = new ArrayList<>();
        for (TestingCall call : calls) {
            events.add(toolCall(Json.object()
                    .put("id", call.id())
                    .put("type", "function")
                    .set("function", function(call.function(), String.join("", call.fragments())))));
        }
        return ended(events, "tool_calls");
    }

    @Override
    Answer cutOff(String text) {
        return ended(new ArrayList<>(List.of(chunk(Json.object().put("content", text), ""))), "length");
    }

    @Override
    Answer nothing() {
        return ended(new ArrayList<>(), "stop");
    }

    /** A complete answer of a server that counts no tokens. */
    static Answer uncounted(String text) {
        return events(
                List.of(chunk(Json.object().put("content", text), ""), chunk(Json.object(), "stop"), "data: [DONE]"));
    }

    @Override
    List<String> beginning(String text) {
        return List.of(
                chunk(Json.object().put("role", "assistant"), ""),
                chunk(Json.object().put("content", text), ""));
    }

    @Override
    String nonsenseEvent() {
        return "data: {\"choices\": [{\"delta\": 7}]}";
    }

    @Override
    String overloadedEvent() {
        return "data: {\"error\": {\"code\": 502, \"message\": \"Provider disconnected\"}}";
    }

    private static ObjectNode function(String name, String arguments) {
        return Json.object().put("name", name).put("arguments", arguments);
    }

    private static String toolCall(ObjectNode call) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(call);
        return chunk(delta, "");
    }

    private static Answer ended(List<String> events, String reason) {
        events.add(chunk(Json.object(), reason));
        ObjectNode usage = frame();
        usage.putArray("choices");
        usage.putObject("usage")
                .put("prompt_tokens", 1000)
                .put("completion_tokens", 20)
                .put("total_tokens", 1020);
        events.add("data: " + usage);
        events.add("data: [DONE]");
        return events(events);
    }

    private static String chunk(ObjectNode delta, String reason) {
        ObjectNode frame = frame();
        ObjectNode choice = frame.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        if (reason.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", reason);
        }
        return "data: " + frame;
    }

    private static ObjectNode frame() {
        return Json.object()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("created", 1_790_000_000)
                .put("model", "gpt-5-mini-2025-08-07");
    }
}
