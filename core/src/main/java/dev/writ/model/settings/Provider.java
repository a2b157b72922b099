package dev.writ.model.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who serves a model over the network. */
public enum Provider {
    OPENAI("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", true),
    ANTHROPIC("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", true),
    GEMINI("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", true),
    OPENROUTER("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", true),
    OLLAMA("ollama", "http://localhost:11434/v1", "", false),
    /** Any server that speaks OpenAI's chat completions: vLLM, llama.cpp, LiteLLM and others. */
    OPENAI_COMPATIBLE("openai-compatible", "", "", false);

    private final String id;
    private final String usualBaseUrl;
    private final String keyVariable;
    private final boolean needsKey;

    Provider(String id, String usualBaseUrl, String keyVariable, boolean needsKey) {
        this.id = id;
        this.usualBaseUrl = usualBaseUrl;
        this.keyVariable = keyVariable;
        this.needsKey = needsKey;
    }

    static Optional<Provider> find(String id) {
        return Arrays.stream(values())
                .filter(provider -> provider.id.equals(id))
                .findFirst();
    }

    static String ids() {
        return Arrays.stream(values()).map(Provider::id).collect(Collectors.joining(", "));
    }

    /** The name in settings, for instance {@code openai-compatible}. */
    public String id() {
        return id;
    }

    /** Empty where settings must say it. */
    String usualBaseUrl() {
        return usualBaseUrl;
    }

    /** The environment variable in which this provider's users keep their key; empty where there is no such custom. */
    String keyVariable() {
        return keyVariable;
    }

    boolean needsKey() {
        return needsKey;
    }
}
