package dev.writ.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.model.TokenListener;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class AnthropicTest extends ProviderContract {
    @Override
    TestingProvider start() throws Exception {
        return new TestingAnthropic();
    }

    @Test
    void theWholeConversationGoesOutInAnthropicsForm() {
        provider.script(provider.text("Done."));

        models.model().chat(TestingConversation.request(), TokenListener.NONE);

        TestingProvider.Asked asked = provider.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/messages");
        assertThat(asked.headers().getFirst("x-api-key")).isEqualTo(TestingProvider.KEY);
        ObjectNode body = asked.json();
        assertThat(body.path("model").asString()).isEqualTo("claude-haiku-4-5");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(4096);
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("system")).isEqualTo(Json.parse("""
                [{"type": "text", "text": "You are a worker."}]
                """));
        assertThat(body.path("messages")).isEqualTo(Json.parse("""
                [
                  {"role": "user", "content": [{"type": "text", "text": "Tidy up."}]},
                  {"role": "assistant", "content": [
                    {"type": "text", "text": "Looking."},
                    {"type": "tool_use", "id": "t1c1", "name": "list_directory", "input": {"path": "."}},
                    {"type": "tool_use", "id": "t1c2", "name": "delete", "input": {"path": "a"}}]},
                  {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": "t1c1", "content": "a\\nb"},
                    {"type": "tool_result", "tool_use_id": "t1c2", "content": "Denied.", "is_error": true}]},
                  {"role": "user", "content": [{"type": "text", "text": "[from agent:planner]\\nHurry."}]}
                ]
                """));
        assertThat(body.path("tools")).isEqualTo(Json.parse("""
                [{"name": "list_directory", "description": "Lists a folder.", "input_schema": {
                  "type": "object",
                  "properties": {
                    "path": {"type": "string", "description": "Folder.", "pattern": "^[^/]"},
                    "kinds": {"type": "array", "items": {"enum": ["file", "directory"]}, "minItems": 1}},
                  "required": ["path"]}}]
                """));
    }
}
