package dev.writ.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.TokenListener;
import dev.writ.task.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredModelsTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAProviderThePlaybookServesEveryTier() {
        try (TestingModels models = new TestingModels(Map.of("ANTHROPIC_API_KEY", "sk-ant-not-asked-for"))) {
            for (ModelTier tier : ModelTier.values()) {
                assertThat(models.all().forTier(tier)).isSameAs(TestingModels.PLAYBOOK);
            }
            assertThat(models.all().offline()).isTrue();
            assertThat(models.all().describe()).isEqualTo("playbook (offline)");
            assertThat(models.all().worstCase(TestingModels.PLAYBOOK, TestingModels.question("?")))
                    .isEqualTo(ModelReply.Usage.NONE);
        }
    }

    @Test
    void eachTierHasItsModel() {
        try (TestingModels models = new TestingModels(Map.of(
                "WRIT_MODEL_PROVIDER", "anthropic",
                "WRIT_MODEL", "claude-sonnet-5",
                "WRIT_MODEL_SMALL", "claude-haiku-4-5",
                "ANTHROPIC_API_KEY", "k"))) {
            assertThat(models.all().forTier(ModelTier.SMALL).name()).isEqualTo("anthropic/claude-haiku-4-5");
            assertThat(models.all().forTier(ModelTier.LARGE))
                    .isSameAs(models.all().forTier(ModelTier.STANDARD));
            assertThat(models.all().offline()).isFalse();
            assertThat(models.all().describe())
                    .isEqualTo("anthropic (small claude-haiku-4-5, standard claude-sonnet-5, large claude-sonnet-5)");
        }
    }

    @Test
    void anUnknownPriceIsSaidToBeUnknown() {
        try (TestingModels models = new TestingModels(Map.of(
                "WRIT_MODEL_PROVIDER", "openai-compatible",
                "WRIT_MODEL_BASE_URL", "http://localhost:9/v1",
                "WRIT_MODEL", "qwen3"))) {
            assertThat(models.all().describe())
                    .isEqualTo("openai-compatible (qwen3), price unknown of openai-compatible/qwen3");
            assertThat(models.all().price(models.model()).known()).isFalse();
            ModelReply.Usage worst = models.all().worstCase(models.model(), TestingModels.question("?"));
            assertThat(worst.costMicros()).isZero();
            assertThat(worst.outputTokens()).isEqualTo(4096);
        }
    }

    @Test
    void theWorstCaseCountsEverythingThatIsSent() {
        try (TestingModels models = new TestingModels(Map.of("WRIT_MODEL_PROVIDER", "ollama", "WRIT_MODEL", "x"))) {
            String text = "a".repeat(3000);
            long plain = input(models, TestingModels.question("?"));
            long said = input(models, TestingModels.question("?" + text));
            ModelRequest offered = TestingModels.request(
                    TestingModels.question("?").messages(),
                    List.of(new ModelRequest.Function("f", text, dev.writ.Json.object())));
            ModelRequest answered = TestingModels.request(
                    List.of(new Message.Result("t1c1", "f", "succeeded", text, dev.writ.Json.object())), List.of());

            assertThat(said - plain).isEqualTo(1000);
            assertThat(input(models, offered) - plain).isGreaterThan(1000);
            assertThat(input(models, answered)).isGreaterThan(1000);
            assertThat(input(models, TestingModels.question("字".repeat(1000))) - plain)
                    .isGreaterThanOrEqualTo(999);
        }
    }

    private static long input(TestingModels models, ModelRequest request) {
        return models.all().worstCase(models.model(), request).inputTokens();
    }

    @Test
    void aRecordedCallReplaysWithoutAKeyOrAProvider() throws IOException {
        Path file = folder.resolve("run.ndjson");
        ModelRequest request = TestingConversation.request();
        ModelReply live;
        try (TestingOpenAi provider = new TestingOpenAi();
                TestingModels models = TestingModels.of(provider, "WRIT_MODEL_RECORD", file.toString())) {
            provider.script(provider.calls(
                    "Two things.", TestingProvider.TestingCall.of("id_1", "end_task", "{\"result\": ", "\"ü\"}")));
            live = models.model().chat(request, TokenListener.NONE);
        }

        try (TestingModels models = new TestingModels(Map.of("WRIT_MODEL_REPLAY", file.toString()))) {
            assertThat(models.model().chat(request, TokenListener.NONE)).isEqualTo(live);
            assertThat(models.all().offline()).isTrue();
            assertThat(models.all().describe()).isEqualTo("replay of run.ndjson (offline)");
        }
        assertThat(Files.readString(file)).doesNotContain(TestingProvider.KEY).doesNotContain("Tidy up.");
    }
}
