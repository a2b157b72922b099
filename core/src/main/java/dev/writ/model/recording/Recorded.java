package dev.writ.model.recording;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One model call of a recording: a line of the file.
 *
 * @param turn the turn within its task, for people who read the file
 */
record Recorded(RequestPrint request, int turn, Answer answer) {
    /** What the model gave. */
    sealed interface Answer {
        record Replied(ModelReply reply) implements Answer {}

        record Failed(Failure failure) implements Answer {}
    }

    static Recorded of(ModelRequest request, Answer answer) {
        return new Recorded(RequestPrint.of(request), request.turn(), answer);
    }

    /** Canonical JSON on one line, without its end. */
    String toLine() {
        ObjectNode line = Json.object().put("agent", request.agent()).put("turn", turn);
        line.set("request", Json.array(request.parts()));
        line.set("ids", Json.array(request.ids()));
        switch (answer) {
            case Answer.Replied replied -> line.set("reply", Replies.write(replied.reply()));
            case Answer.Failed failed ->
                line.putObject("failure")
                        .put("code", failed.failure().code().id())
                        .put("message", failed.failure().message())
                        .put("hint", failed.failure().hint());
        }
        return Json.canonical(line);
    }

    /** @throws RuntimeException of some kind for a line that {@link #toLine} did not write */
    static Recorded ofLine(String text) {
        ObjectNode line = Json.parseObject(text);
        RequestPrint print = new RequestPrint(
                line.required("agent").stringValue(), texts(line.required("request")), texts(line.required("ids")));
        return new Recorded(print, line.required("turn").intValue(), answer(line));
    }

    private static Answer answer(ObjectNode line) {
        if (line.has("reply")) {
            return new Answer.Replied(Replies.read(line.required("reply")));
        }
        JsonNode failure = line.required("failure");
        return new Answer.Failed(Failure.of(
                FailureCode.valueOf(failure.required("code").stringValue().toUpperCase(Locale.ROOT)),
                failure.required("message").stringValue(),
                failure.required("hint").stringValue()));
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::stringValue).toList();
    }

    /** The answer as another run of the same work gets it: with that run's ids. */
    Answer answerFor(RequestPrint other) {
        return switch (answer) {
            case Answer.Failed failed -> failed;
            case Answer.Replied replied ->
                new Answer.Replied(Replies.read(Json.parse(
                        Traces.translate(Json.write(Replies.write(replied.reply())), request.ids(), other.ids()))));
        };
    }
}
