package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a call ended, in the words of the record; made outside the transaction that writes it, since that must be short.
 *
 * @param failure JSON of code, message and hint; "" where the call did not fail
 * @param summary beginning of the result's text, without secrets
 */
record CallEnd(
        ToolOutcome outcome,
        String rule,
        String failure,
        String summary,
        long bytes,
        Duration duration,
        String layers) {
    private static final int SUMMARY = 500;
    /** Looking for secrets in more than this would cost more than the summary is worth. */
    private static final int SEARCHED = 64_000;

    static CallEnd of(ToolOutcome outcome, Duration duration, List<String> layers, UnaryOperator<String> redactor) {
        String layerList = Json.write(Json.array(layers));
        return switch (outcome) {
            case ToolOutcome.Succeeded(OperationResult result) ->
                new CallEnd(
                        outcome,
                        "",
                        "",
                        summary(result.text(), redactor),
                        Json.write(result.data()).getBytes(StandardCharsets.UTF_8).length,
                        duration,
                        layerList);
            case ToolOutcome.Failed(Failure failure) ->
                new CallEnd(outcome, "", json(failure, redactor), "", 0, duration, layerList);
            case ToolOutcome.Denied denied ->
                new CallEnd(
                        outcome,
                        denied.decision().rule().id(),
                        json(
                                Failure.of(
                                        FailureCode.DENIED, denied.decision().sentence(), "Ask for it, or do without."),
                                redactor),
                        "",
                        0,
                        duration,
                        layerList);
            case ToolOutcome.Waiting(OperationResult.WaitsFor waitsFor) ->
                new CallEnd(
                        outcome,
                        "",
                        "",
                        switch (waitsFor) {
                            case OperationResult.WaitsFor.TaskEnd end -> "Waits for the end of " + end.task() + ".";
                            case OperationResult.WaitsFor.Answer answer ->
                                "Waits for an answer to " + answer.question() + ".";
                        },
                        0,
                        duration,
                        layerList);
        };
    }

    /** What it ran into, in the words of the record: {@code time}, {@code size}, or nothing. */
    String cut() {
        return switch (outcome) {
            case ToolOutcome.Succeeded(OperationResult result) -> {
                if (result.data().path("timed_out").asBoolean(false)) {
                    yield "time";
                }
                yield result.data().path("truncated").asBoolean(false) ? "size" : "";
            }
            case ToolOutcome.Failed(Failure failed) -> failed.code() == FailureCode.TIMED_OUT ? "time" : "";
            case ToolOutcome.Denied ignored -> "";
            case ToolOutcome.Waiting ignored -> "";
        };
    }

    private static String summary(String text, UnaryOperator<String> redactor) {
        return shown(text.substring(0, Math.min(text.length(), SEARCHED)), redactor, SUMMARY);
    }

    private static String json(Failure failure, UnaryOperator<String> redactor) {
        ObjectNode json = Json.object()
                .put("code", failure.code().id())
                .put("message", shown(failure.message(), redactor, 2_000))
                .put("hint", shown(failure.hint(), redactor, 1_000));
        return Json.write(json);
    }

    /** Fit for a record that people read: no secret, nothing hidden, not long. */
    private static String shown(String text, UnaryOperator<String> redactor, int most) {
        return StoredArguments.cut(redactor.apply(HiddenCharacters.removed(text)), most);
    }
}
