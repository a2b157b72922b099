package dev.writ.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.TokenListener;
import dev.writ.model.provider.TestingProvider.TestingCall;
import dev.writ.task.Message;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class OpenAiTest extends ProviderContract {
    @Override
    TestingProvider start() throws Exception {
        return new TestingOpenAi();
    }

    private TestingOpenAi openAi() {
        return (TestingOpenAi) provider;
    }

    private static final String CONVERSATION = """
            [
              {"role": "system", "content": "You are a worker."},
              {"role": "user", "content": "Tidy up."},
              {"role": "assistant", "content": "Looking.", "tool_calls": [
                {"id": "t1c1", "type": "function",
                 "function": {"name": "list_directory", "arguments": "{\\"path\\":\\".\\"}"}},
                {"id": "t1c2", "type": "function",
                 "function": {"name": "delete", "arguments": "{\\"path\\":\\"a\\"}"}}]},
              {"role": "tool", "tool_call_id": "t1c1", "content": "a\\nb"},
              {"role": "tool", "tool_call_id": "t1c2", "content": "Denied."},
              {"role": "user", "content": "[from agent:planner]\\nHurry."}
            ]
            """;

    @Test
    void theWholeConversationGoesOutInOpenAisForm() {
        provider.script(provider.text("Done."));

        models.model().chat(TestingConversation.request(), TokenListener.NONE);

        TestingProvider.Asked asked = provider.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Bearer " + TestingProvider.KEY);
        ObjectNode body = asked.json();
        assertThat(body.path("model").asString()).isEqualTo("gpt-5-mini");
        assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(4096);
        assertThat(body.has("max_tokens")).isFalse();
        assertThat(body.has("reasoning_effort")).isFalse();
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(body.path("messages")).isEqualTo(Json.parse(CONVERSATION));
        assertThat(body.path("tools")).isEqualTo(Json.parse("""
                [{"type": "function", "function": {"name": "list_directory", "description": "Lists a folder.",
                  "parameters": {
                    "type": "object",
                    "properties": {
                      "path": {"type": "string", "description": "Folder.", "pattern": "^[^/]"},
                      "kinds": {"type": "array", "items": {"enum": ["file", "directory"]}, "minItems": 1}},
                    "required": ["path"]}}}]
                """));
    }

    @Test
    void withoutFunctionsNoToolsAreMentioned() {
        provider.script(provider.text("Hello."));

        models.ask("Hello");

        assertThat(provider.asked().getFirst().json().has("tools")).isFalse();
    }

    @Test
    void callsThatComeWholeAndWithoutAnIndexAreUnderstood() {
        provider.script(openAi().wholeCalls(
                        TestingCall.of("id_1", "read", "{\"path\": \"a\"}"),
                        TestingCall.of("id_2", "read", "{\"path\": \"b\"}")));

        assertThat(models.ask("Read both").calls())
                .extracting(call -> call.arguments().path("path").asString())
                .containsExactly("a", "b");
    }

    @Test
    void tokensNobodyCountedAreEstimated() {
        provider.script(TestingOpenAi.uncounted("Four."));
        ModelRequest request = TestingModels.question("How many?");

        ModelReply reply = models.model().chat(request, TokenListener.NONE);

        assertThat(reply.usage().inputTokens())
                .isEqualTo(models.all().worstCase(models.model(), request).inputTokens());
        assertThat(reply.usage().outputTokens()).isPositive();
    }

    @Test
    void theEffortOfReasoningIsPassedOn() {
        models.close();
        models = TestingModels.of(provider, "WRIT_MODEL_REASONING_EFFORT", "none");
        provider.script(provider.text("Hello."));

        models.ask("Hello");

        assertThat(provider.asked().getFirst().json().path("reasoning_effort").asString())
                .isEqualTo("none");
    }

    @Test
    void serversThatOnlySpeakLikeOpenAiGetNoKeyOfOpenAis() {
        models.close();
        models = TestingModels.of(provider, "WRIT_MODEL_PROVIDER", "openai-compatible", "WRIT_MODEL", "qwen3");
        provider.script(provider.text("Hello."));

        ModelReply reply = models.ask("Hello");

        assertThat(reply.model()).isEqualTo("openai-compatible/qwen3");
        TestingProvider.Asked asked = provider.asked().getFirst();
        assertThat(asked.headers().containsKey("Authorization")).isFalse();
        assertThat(asked.json().path("max_tokens").asInt()).isEqualTo(4096);
        assertThat(asked.json().has("max_completion_tokens")).isFalse();
    }

    @Test
    void geminisCallsGoBackWithTheWordForNoSignature() {
        models.close();
        models = TestingModels.of(
                provider, "WRIT_MODEL_PROVIDER", "gemini", "WRIT_MODEL", "gemini-3.6-flash", "GEMINI_API_KEY", "g-key");
        provider.script(provider.text("Done."));

        models.model().chat(TestingConversation.request(), TokenListener.NONE);

        ObjectNode body = provider.asked().getFirst().json();
        assertThat(body.path("messages").path(2).path("tool_calls").values())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.at("/extra_content/google/thought_signature")
                                .asString())
                        .isEqualTo("skip_thought_signature_validator"));
        assertThat(provider.asked().getFirst().headers().getFirst("Authorization"))
                .isEqualTo("Bearer g-key");
    }

    @Test
    void wordsThatCameWhileToolsRanDoNotPartACallFromItsResult() {
        provider.script(provider.text("Done."));
        Message.Call call = new Message.Call("t1c1", "read", Json.object());

        models.model()
                .chat(
                        TestingModels.request(
                                java.util.List.of(
                                        new Message.Reply("", java.util.List.of(call)),
                                        new Message.Request("user", "By the way"),
                                        new Message.Result("t1c1", "read", "succeeded", "", Json.object())),
                                java.util.List.of()),
                        TokenListener.NONE);

        assertThat(provider.asked().getFirst().json().path("messages").values())
                .extracting(message -> message.path("role").asString() + ":"
                        + message.path("content").asString(""))
                .containsExactly("assistant:", "tool:(empty)", "user:By the way");
    }
}
