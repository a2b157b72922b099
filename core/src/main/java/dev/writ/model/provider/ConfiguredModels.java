package dev.writ.model.provider;

import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.Models;
import dev.writ.model.recording.RecordingFile;
import dev.writ.model.recording.RecordingModel;
import dev.writ.model.recording.ReplayModel;
import dev.writ.model.settings.ModelSettings;
import dev.writ.model.settings.ModelSettings.Source;
import dev.writ.model.settings.Price;
import dev.writ.model.settings.Prices;
import dev.writ.model.settings.ProviderSettings;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The models the settings name. Safe for use by many threads. */
public final class ConfiguredModels implements Models {
    private final Map<ModelTier, ChatModel> tiers = new EnumMap<>(ModelTier.class);
    private final Map<String, Price> prices = new HashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final boolean offline;
    private final String description;
    private final String provider;

    /**
     * @param playbook serves where no provider is configured
     * @throws dev.writ.WritException when a recording cannot be read or written
     */
    public ConfiguredModels(ModelSettings settings, ChatModel playbook, RandomGenerator random, InstantSource clock) {
        this(settings, playbook, random, clock, Thread::sleep);
    }

    /** As the other, with the pauses between attempts in the caller's hands. */
    public ConfiguredModels(
            ModelSettings settings, ChatModel playbook, RandomGenerator random, InstantSource clock, Sleeper sleeper) {
        switch (settings.source()) {
            case Source.Playbook ignored -> {
                serveAll(playbook);
                offline = true;
                description = playbook.name() + " (offline)";
                provider = Models.super.provider();
            }
            case Source.Replay replay -> {
                ReplayModel model = ReplayModel.of(replay.file());
                serveAll(model);
                offline = true;
                description = model.name() + " (offline)";
                provider = Models.super.provider();
            }
            case Source.Remote remote -> {
                serve(remote.settings(), random, clock, sleeper);
                offline = false;
                description = describe(remote.settings());
                provider = remote.settings().provider().id();
            }
        }
        settings.recordTo().ifPresent(file -> record(RecordingFile.append(file)));
    }

    private void serveAll(ChatModel model) {
        for (ModelTier tier : ModelTier.values()) {
            tiers.put(tier, model);
        }
    }

    private void serve(ProviderSettings settings, RandomGenerator random, InstantSource clock, Sleeper sleeper) {
        HttpClient client = ProviderTransport.newClient();
        open.add(client::shutdownNow);
        ProviderModels models = new ProviderModels(settings, client, clock);
        Prices known = Prices.with(settings.prices());
        Map<String, ChatModel> byName = new HashMap<>();
        settings.names()
                .forEach((tier, name) -> tiers.put(tier, byName.computeIfAbsent(name, ignored -> {
                    Price price = known.of(settings.provider(), name);
                    ChatModel model = new RetryingModel(
                            models.model(name, price), settings.patience(), Backoff.USUAL, random, sleeper, clock);
                    prices.put(model.name(), price);
                    return model;
                })));
    }

    private void record(RecordingFile file) {
        open.add(file);
        Map<ChatModel, ChatModel> recording = new HashMap<>();
        tiers.replaceAll(
                (tier, model) -> recording.computeIfAbsent(model, original -> new RecordingModel(original, file)));
    }

    private String describe(ProviderSettings settings) {
        Map<ModelTier, String> names = new EnumMap<>(settings.names());
        String models = names.values().stream().distinct().count() == 1
                ? names.getOrDefault(ModelTier.STANDARD, "")
                : names.entrySet().stream()
                        .map(entry -> entry.getKey().id() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
        String unpriced = prices.entrySet().stream()
                .filter(entry -> !entry.getValue().known())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        return settings.provider().id() + " (" + models + ")"
                + (unpriced.isEmpty() ? "" : ", price unknown of " + unpriced);
    }

    @Override
    public ChatModel forTier(ModelTier tier) {
        return Objects.requireNonNull(tiers.get(tier));
    }

    @Override
    public ModelReply.Usage worstCase(ChatModel model, ModelRequest request) {
        return Optional.ofNullable(prices.get(model.name()))
                .map(price -> worstCase(price, request))
                .orElse(ModelReply.Usage.NONE);
    }

    private static ModelReply.Usage worstCase(Price price, ModelRequest request) {
        long input = TokenEstimate.input(request);
        long output = request.maximumOutputTokens();
        return new ModelReply.Usage(input, output, price.costMicros(input, output));
    }

    /** What a call costs; unknown for a model that is not served here, free for one without a provider. */
    public Price price(ChatModel model) {
        return prices.getOrDefault(model.name(), offline ? Price.FREE : Price.UNKNOWN);
    }

    @Override
    public boolean offline() {
        return offline;
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public String provider() {
        return provider;
    }

    /** Ends calls under way and closes a recording. */
    @Override
    public void close() {
        for (AutoCloseable part : open) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the models failed", e);
            }
        }
    }
}
