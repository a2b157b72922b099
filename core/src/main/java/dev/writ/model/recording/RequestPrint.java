package dev.writ.model.recording;

import dev.writ.Json;
import dev.writ.model.ModelRequest;
import dev.writ.task.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fingerprint of a request: what the model reads, with {@link Traces} of the single run taken out. Two requests with
 * the same parts are the same request in two runs.
 *
 * @param parts what the request consists of, in order, each as {@code LABEL#HASH}; the offered functions first
 * @param ids the ids in it, in the order in which they first appear
 */
record RequestPrint(String agent, List<String> parts, List<String> ids) {
    private static final int HASH_CHARACTERS = 16;

    RequestPrint {
        parts = List.copyOf(parts);
        ids = List.copyOf(ids);
    }

    static RequestPrint of(ModelRequest request) {
        Traces traces = new Traces();
        List<String> parts = new ArrayList<>();
        parts.add("the offered functions#" + hash(functions(request)));
        for (Message message : request.messages()) {
            parts.add(label(message) + "#" + hash(traces.removeFrom(text(message))));
        }
        return new RequestPrint(request.agent(), parts, traces.ids());
    }

    /** What replies are looked up by. */
    String key() {
        return agent + "#" + hash(String.join("\n", parts));
    }

    /** Number of parts that both begin with. */
    int commonWith(RequestPrint other) {
        int common = 0;
        while (common < Math.min(parts.size(), other.parts.size())
                && parts.get(common).equals(other.parts.get(common))) {
            common++;
        }
        return common;
    }

    /** The name of a part, for people. */
    static String nameOf(String part) {
        return part.substring(0, part.lastIndexOf('#'));
    }

    private static String functions(ModelRequest request) {
        ObjectNode functions = Json.object();
        request.functions()
                .forEach(function -> functions
                        .putObject(function.name())
                        .put("description", function.description())
                        .set("parameters", function.parameters()));
        return Json.canonical(functions);
    }

    private static String label(Message message) {
        return switch (message) {
            case Message.Instruction ignored -> "the instruction";
            case Message.Request request -> "words from " + request.from();
            case Message.Reply ignored -> "the model's reply";
            case Message.Result result -> "the result of " + result.function();
        };
    }

    /** What the model reads of a message; a result's data is for programs. */
    private static String text(Message message) {
        return switch (message) {
            case Message.Instruction instruction -> instruction.text();
            case Message.Request request -> request.text();
            case Message.Reply reply -> reply.text() + "\n" + Json.canonical(Replies.calls(reply.calls()));
            case Message.Result result -> result.callId() + " " + result.status() + "\n" + result.text();
        };
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
