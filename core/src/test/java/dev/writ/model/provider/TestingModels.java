package dev.writ.model.provider;

import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.TokenListener;
import dev.writ.model.settings.ModelSettings;
import dev.writ.task.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Models as the settings make them, on a clock that only pauses move. */
final class TestingModels implements AutoCloseable {
    /** Stands where the playbook would. */
    static final ChatModel PLAYBOOK = new ChatModel() {
        @Override
        public String name() {
            return "playbook";
        }

        @Override
        public ModelReply chat(ModelRequest request, TokenListener tokens) {
            return new ModelReply("by the book", List.of(), ModelReply.Usage.NONE, name());
        }
    };

    private final TestingClock clock = new TestingClock();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final ConfiguredModels models;

    TestingModels(Map<String, String> environment) {
        models = new ConfiguredModels(
                ModelSettings.from(environment, Json.object()), PLAYBOOK, new Random(7), clock, this::pause);
    }

    private void pause(Duration duration) {
        if (!duration.isZero()) {
            pauses.add(duration);
        }
        clock.advance(duration);
    }

    /** The models of a provider, with some variables changed. */
    static TestingModels of(TestingProvider provider, String... changes) {
        Map<String, String> environment = new HashMap<>(provider.environment());
        for (int i = 0; i < changes.length; i += 2) {
            environment.put(changes[i], changes[i + 1]);
        }
        return new TestingModels(environment);
    }

    ConfiguredModels all() {
        return models;
    }

    ChatModel model() {
        return models.forTier(ModelTier.STANDARD);
    }

    /** Asks one question without tools. */
    ModelReply ask(String question) {
        return model().chat(question(question), TokenListener.NONE);
    }

    static ModelRequest question(String question) {
        return request(
                List.of(new Message.Instruction("You are a worker."), new Message.Request("user", question)),
                List.of());
    }

    static ModelRequest request(List<Message> messages, List<ModelRequest.Function> functions) {
        return new ModelRequest("worker", "task_1", 1, ModelTier.STANDARD, messages, functions, 4096);
    }

    List<Duration> pauses() {
        return pauses;
    }

    TestingClock clock() {
        return clock;
    }

    @Override
    public void close() {
        models.close();
    }
}
