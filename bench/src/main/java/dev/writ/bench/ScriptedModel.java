package dev.writ.bench;

import dev.writ.Json;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.Models;
import dev.writ.model.TokenListener;
import dev.writ.task.Message;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands in for a model and answers at once, so that what is measured is Writ.
 *
 * @param script the one call it makes at each turn
 */
record ScriptedModel(Function<ModelRequest, Message.Call> script) implements ChatModel, Models {
    /** Ends the task, whatever it is. */
    static Message.Call end() {
        return new Message.Call(
                "c",
                "end_task",
                Json.object().put("status", "completed").put("result", "Done.").set("data", verdict()));
    }

    /** What an evaluator would say; other agents' ends may carry data too. */
    private static ObjectNode verdict() {
        return Json.object().put("verdict", "achieved").put("reason", "measured");
    }

    @Override
    public String describe() {
        return "scripted";
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        return new ModelReply("", List.of(script.apply(request)), ModelReply.Usage.NONE, name());
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public ChatModel forTier(ModelTier tier) {
        return this;
    }

    @Override
    public ModelReply.Usage worstCase(ChatModel model, ModelRequest request) {
        return ModelReply.Usage.NONE;
    }

    @Override
    public boolean offline() {
        return true;
    }
}
