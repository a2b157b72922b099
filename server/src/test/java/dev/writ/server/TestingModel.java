package dev.writ.server;

import dev.writ.Json;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.Models;
import dev.writ.model.TokenListener;
import dev.writ.task.Message;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model whose answers tests write down: for each agent a function of the request, so that the same conversation always
 * has the same answer, before and after a crash. Role agents that a test says nothing about do their part well.
 */
final class TestingModel implements ChatModel, Models {
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private volatile boolean online;
    private final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    private volatile ModelReply.Usage usage = ModelReply.Usage.NONE;
    private volatile BiConsumer<ModelRequest, TokenListener> trouble = (request, tokens) -> {};

    /** What the model answers. */
    @FunctionalInterface
    interface Script {
        ModelReply answer(ModelRequest request);
    }

    TestingModel() {
        on("task_evaluator", request -> ended("fine", "{\"verdict\": \"achieved\", \"reason\": \"seen\"}"));
        on(
                "documentation_agent",
                request -> ended("written", "{\"title\": \"A record\", \"text\": \"what was done\"}"));
        on("request_validation", request -> ended("fine", "{\"verdict\": \"approve\", \"reason\": \"needed\"}"));
        on("summary_agent", request -> ended("fine", "{\"summary\": \"all of it\"}"));
    }

    @Override
    public String describe() {
        return "testing";
    }

    /** From now on it says that it is a real one. */
    void goOnline() {
        online = true;
    }

    TestingModel on(String agent, Script script) {
        scripts.put(agent, script);
        return this;
    }

    /** The agent's turns one after the other, each by its position in the conversation; the last one for all further. */
    static Script turns(Script... turns) {
        return request -> turns[Math.min(turnsTaken(request), turns.length - 1)].answer(request);
    }

    TestingModel worker(Script... turns) {
        return on("worker", turns(turns));
    }

    /** What happens on the way to each answer. */
    TestingModel troubled(BiConsumer<ModelRequest, TokenListener> what) {
        trouble = what;
        return this;
    }

    /** What every call costs, and what is reserved for it. */
    TestingModel costing(long tokens, long micros) {
        usage = new ModelReply.Usage(tokens, 0, micros);
        return this;
    }

    static int turnsTaken(ModelRequest request) {
        return (int) request.messages().stream()
                .filter(Message.Reply.class::isInstance)
                .count();
    }

    /** The result of the last call, for scripts that look at it. */
    static Message.Result lastResult(ModelRequest request) {
        return request.messages().reversed().stream()
                .filter(Message.Result.class::isInstance)
                .map(Message.Result.class::cast)
                .findFirst()
                .orElseThrow();
    }

    static Script says(String text) {
        return request -> reply(text);
    }

    static Script calls(String function, String arguments) {
        return request -> reply("", call(function, arguments));
    }

    static Script calls(Message.Call... calls) {
        return request -> reply("", calls);
    }

    static Script ends(String result) {
        return request -> ended(result, "{}");
    }

    /** Ends with the text of the last call's result. */
    static Script endsWithLastResult() {
        return request ->
                ended(lastResult(request).status() + ": " + lastResult(request).text(), "{}");
    }

    static Message.Call call(String function, String arguments) {
        return new Message.Call("provider", function, Json.parseObject(arguments));
    }

    private static ModelReply ended(String result, String data) {
        ObjectNode arguments = Json.object().put("status", "completed").put("result", result);
        arguments.set("data", Json.parseObject(data));
        return reply("", new Message.Call("provider", "end_task", arguments));
    }

    static ModelReply reply(String text, Message.Call... calls) {
        return new ModelReply(text, List.of(calls), ModelReply.Usage.NONE, "testing");
    }

    List<ModelRequest> requests() {
        return List.copyOf(requests);
    }

    List<ModelRequest> requests(String agent) {
        return requests.stream()
                .filter(request -> request.agent().equals(agent))
                .toList();
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        requests.add(request);
        Script script = scripts.get(request.agent());
        if (script == null) {
            throw new AssertionError("no script for " + request.agent());
        }
        trouble.accept(request, tokens);
        ModelReply reply = script.answer(request);
        return new ModelReply(reply.text(), reply.calls(), usage, reply.model());
    }

    @Override
    public String name() {
        return "testing";
    }

    @Override
    public ChatModel forTier(ModelTier tier) {
        return this;
    }

    @Override
    public ModelReply.Usage worstCase(ChatModel model, ModelRequest request) {
        return usage;
    }

    @Override
    public boolean offline() {
        return !online;
    }
}
