package dev.writ.model.recording;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.TokenListener;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the answers of a recording to the same requests, without a model. A request is found by what it says, so tasks that
 * run side by side may come in any order; of equal requests the first gets the first answer. A request that was not
 * recorded fails, naming what is different. Safe for use by many threads.
 */
public final class ReplayModel implements ChatModel {
    private final Path file;
    private final List<Recorded> all;
    private final Map<String, Deque<Recorded>> left = new HashMap<>();

    private ReplayModel(Path file, List<Recorded> all) {
        this.file = file;
        this.all = List.copyOf(all);
        all.forEach(recorded -> left.computeIfAbsent(recorded.request().key(), key -> new ArrayDeque<>())
                .add(recorded));
    }

    /** @throws WritException with {@code invalid_arguments} if the file cannot be read or is no recording */
    public static ReplayModel of(Path file) {
        return new ReplayModel(file, RecordingFile.read(file));
    }

    @Override
    public String name() {
        return "replay of " + file.getFileName();
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        if (Thread.currentThread().isInterrupted()) {
            throw new WritException(
                    FailureCode.CANCELLED,
                    "The model call was cancelled.",
                    "Start the task again if it is still wanted.");
        }
        RequestPrint print = RequestPrint.of(request);
        Recorded recorded = take(print.key()).orElseThrow(() -> unknown(request, print));
        return switch (recorded.answerFor(print)) {
            case Recorded.Answer.Failed failed -> throw failed.failure().asException();
            case Recorded.Answer.Replied replied -> {
                if (!replied.reply().text().isEmpty()) {
                    tokens.onText(replied.reply().text());
                }
                yield replied.reply();
            }
        };
    }

    private synchronized Optional<Recorded> take(String key) {
        Deque<Recorded> answers = left.get(key);
        return answers == null ? Optional.empty() : Optional.ofNullable(answers.poll());
    }

    private WritException unknown(ModelRequest request, RequestPrint print) {
        String difference = nearest(print)
                .map(recorded -> difference(recorded.request(), print))
                .orElse("nothing was recorded of this agent");
        return new WritException(
                FailureCode.MODEL_FAILED,
                "The recording " + file + " has no answer for turn " + request.turn() + " of " + request.agent() + ": "
                        + difference + ".",
                "Replay with the input, settings and version that were recorded, or record anew.");
    }

    /** The recorded request of the same agent that goes along the longest, then the one of the most similar length. */
    private Optional<Recorded> nearest(RequestPrint print) {
        return all.stream()
                .filter(recorded -> recorded.request().agent().equals(print.agent()))
                .min(Comparator.comparingInt(
                                (Recorded recorded) -> -recorded.request().commonWith(print))
                        .thenComparingInt(
                                recorded -> Math.abs(recorded.request().parts().size()
                                        - print.parts().size())));
    }

    private static String difference(RequestPrint recorded, RequestPrint asked) {
        int common = asked.commonWith(recorded);
        if (common == asked.parts().size() && common == recorded.parts().size()) {
            return "it was recorded fewer times than it is asked now";
        }
        if (common == asked.parts().size()) {
            return "it ends before " + RequestPrint.nameOf(recorded.parts().get(common)) + " (message " + common + ")";
        }
        String name = RequestPrint.nameOf(asked.parts().get(common));
        if (common == 0) {
            return name + " differ from the recorded ones";
        }
        return common == recorded.parts().size()
                ? "message " + common + ", " + name + ", was not there in the recorded conversation"
                : "message " + common + ", " + name + ", differs from the recorded one";
    }
}
