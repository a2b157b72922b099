package dev.writ.model.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.ModelTier;
import dev.writ.model.TokenListener;
import dev.writ.task.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final String FIRST_RUN = "task_06f3abcdefghjkmnpqrs";
    private static final String SECOND_RUN = "task_07zzzzzzzzzzzzzzzz00";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("run.ndjson");
    }

    /** Answers with how often it was asked, and a call that names the task it read of. */
    private static final class TestingModel implements ChatModel {
        private int asked;

        @Override
        public String name() {
            return "testing/model";
        }

        @Override
        public ModelReply chat(ModelRequest request, TokenListener tokens) {
            asked++;
            if (request.agent().equals("failing")) {
                throw new WritException(FailureCode.MODEL_FAILED, "It failed.", "Try again.");
            }
            return new ModelReply(
                    "answer " + asked + " ✓",
                    List.of(new Message.Call(
                            "call_1", "get_entity", Json.object().put("id", request.task()))),
                    new ModelReply.Usage(100, asked, 7),
                    name());
        }
    }

    private static ModelRequest request(String agent, String task, String... words) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.Instruction("You are " + agent + "."));
        for (String word : words) {
            messages.add(new Message.Request("user", word));
        }
        return new ModelRequest(agent, task, words.length, ModelTier.STANDARD, messages, List.of(), 100);
    }

    private List<ModelReply> record(ModelRequest... requests) {
        try (RecordingFile recording = RecordingFile.append(file)) {
            RecordingModel model = new RecordingModel(new TestingModel(), recording);
            List<ModelReply> replies = new ArrayList<>();
            for (ModelRequest request : requests) {
                replies.add(model.chat(request, TokenListener.NONE));
            }
            return replies;
        }
    }

    private static Failure failure(ReplayModel replay, ModelRequest request) {
        return catchThrowableOfType(WritException.class, () -> replay.chat(request, TokenListener.NONE))
                .failure();
    }

    @Test
    void aConversationComesBackByteForByte() {
        ModelRequest first = request("worker", "task_1", "Begin.");
        ModelRequest second = request("worker", "task_1", "Begin.", "Go on.");
        List<ModelReply> live = record(first, second);

        ReplayModel replay = ReplayModel.of(file);
        List<String> heard = new ArrayList<>();
        List<ModelReply> replayed = List.of(replay.chat(first, heard::add), replay.chat(second, heard::add));

        assertThat(replayed).isEqualTo(live);
        assertThat(Json.write(replayed)).isEqualTo(Json.write(live));
        assertThat(heard).containsExactly("answer 1 ✓", "answer 2 ✓");
    }

    @Test
    void tasksSideBySideMayComeInAnyOrder() {
        ModelRequest left = request("worker", "task_1", "Left.");
        ModelRequest right = request("worker", "task_2", "Right.");
        List<ModelReply> live = record(left, right);

        ReplayModel replay = ReplayModel.of(file);

        assertThat(replay.chat(right, TokenListener.NONE)).isEqualTo(live.get(1));
        assertThat(replay.chat(left, TokenListener.NONE)).isEqualTo(live.get(0));
    }

    @Test
    void equalRequestsGetTheirAnswersInTurn() {
        ModelRequest same = request("worker", "task_1", "Again.");
        List<ModelReply> live = record(same, same);

        ReplayModel replay = ReplayModel.of(file);

        assertThat(List.of(replay.chat(same, TokenListener.NONE), replay.chat(same, TokenListener.NONE)))
                .isEqualTo(live);
        assertThat(failure(replay, same).message()).contains("fewer times than it is asked now");
    }

    @Test
    void idsTimesAndDurationsOfAnotherRunMakeNoDifference() {
        record(request(
                "worker",
                FIRST_RUN,
                "Task " + FIRST_RUN + " began 2026-03-01T12:00:00.5Z and took 12 ms {\"duration_ms\": 12}."));

        ModelReply replayed = ReplayModel.of(file)
                .chat(
                        request(
                                "worker",
                                SECOND_RUN,
                                "Task " + SECOND_RUN
                                        + " began 2027-01-05T01:02:03Z and took 3.5 s {\"duration_ms\": 9}."),
                        TokenListener.NONE);

        assertThat(replayed.calls().getFirst().arguments().path("id").asString())
                .as("an id in the answer is the one of this run")
                .isEqualTo(SECOND_RUN);
        assertThat(replayed.text()).isEqualTo("answer 1 ✓");
    }

    @Test
    void itMattersWhichIdStandsWhere() {
        record(request("worker", "task_1", FIRST_RUN + " waits for " + SECOND_RUN, "Cancel " + FIRST_RUN));

        Failure failure = failure(
                ReplayModel.of(file),
                request("worker", "task_1", FIRST_RUN + " waits for " + SECOND_RUN, "Cancel " + SECOND_RUN));

        assertThat(failure.message()).contains("message 3, words from user, differs");
    }

    @Test
    void theFirstDifferenceIsNamed() {
        record(request("worker", "task_1", "Begin.", "Go on.", "End."));
        ReplayModel replay = ReplayModel.of(file);

        Failure changed = failure(replay, request("worker", "task_1", "Begin.", "Go back.", "End."));
        assertThat(changed.code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(changed.message())
                .contains("turn 3 of worker", "message 3, words from user, differs from the recorded one");
        assertThat(failure(replay, request("worker", "task_1", "Begin.")).message())
                .contains("it ends before words from user (message 3)");
        assertThat(failure(replay, request("worker", "task_1", "Begin.", "Go on.", "End.", "More."))
                        .message())
                .contains("message 5, words from user, was not there");
        assertThat(failure(replay, request("planner", "task_1", "Begin.")).message())
                .contains("nothing was recorded of this agent");
    }

    @Test
    void otherFunctionsAreADifference() {
        ModelRequest plain = request("worker", "task_1", "Begin.");
        record(plain);
        ModelRequest offered = new ModelRequest(
                "worker",
                "task_1",
                1,
                ModelTier.STANDARD,
                plain.messages(),
                List.of(new ModelRequest.Function("end_task", "Ends.", Json.object())),
                100);

        assertThat(failure(ReplayModel.of(file), offered).message()).contains("the offered functions differ");
    }

    @Test
    void aFailureIsReplayedToo() {
        ModelRequest request = request("failing", "task_1", "Begin.");
        try (RecordingFile recording = RecordingFile.append(file)) {
            RecordingModel model = new RecordingModel(new TestingModel(), recording);
            assertThat(catchThrowableOfType(WritException.class, () -> model.chat(request, TokenListener.NONE)))
                    .isNotNull();
        }

        assertThat(failure(ReplayModel.of(file), request))
                .isEqualTo(Failure.of(FailureCode.MODEL_FAILED, "It failed.", "Try again."));
    }

    @Test
    void anInterruptedRunIsRecordedFurtherAndItsTornLineDropped() throws IOException {
        ModelRequest first = request("worker", "task_1", "Begin.");
        ModelRequest second = request("worker", "task_1", "Begin.", "Go on.");
        record(first);
        String whole = Files.readString(file);
        Files.writeString(file, "{\"agent\": \"wor", StandardOpenOption.APPEND);

        assertThat(ReplayModel.of(file).chat(first, TokenListener.NONE).text()).isEqualTo("answer 1 ✓");
        record(second);

        assertThat(Files.readString(file)).startsWith(whole).doesNotContain("{\"agent\": \"wor");
        ReplayModel replay = ReplayModel.of(file);
        assertThat(replay.chat(first, TokenListener.NONE)).isNotNull();
        assertThat(replay.chat(second, TokenListener.NONE)).isNotNull();
    }

    @Test
    void twoRecordersDoNotMixTheirLines() {
        try (RecordingFile first = RecordingFile.append(file);
                RecordingFile second = RecordingFile.append(file)) {
            ModelRequest request = request("worker", "task_1", "Begin.");
            new RecordingModel(new TestingModel(), first).chat(request, TokenListener.NONE);
            RecordingModel late = new RecordingModel(new TestingModel(), second);

            assertThat(catchThrowableOfType(WritException.class, () -> late.chat(request, TokenListener.NONE))
                            .failure()
                            .code())
                    .isEqualTo(FailureCode.CONFLICT);
        }
        assertThat(RecordingFile.read(file)).hasSize(1);
    }

    @Test
    void requestsAreKeptAsHashesAndReadableByTheirOwnerAlone() throws IOException {
        record(request("worker", "task_1", "A private matter."));

        assertThat(Files.readString(file)).contains("answer 1").doesNotContain("private");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsNoRecordingIsRefusedWithItsLine() throws IOException {
        record(request("worker", "task_1", "Begin."));
        Files.writeString(file, "{\"hello\": 1}\n", StandardOpenOption.APPEND);

        Failure failure = catchThrowableOfType(WritException.class, () -> ReplayModel.of(file))
                .failure();

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(failure.message()).contains("Line 2");
        assertThat(catchThrowableOfType(WritException.class, () -> ReplayModel.of(folder.resolve("none")))
                        .failure()
                        .message())
                .contains("cannot be read");
    }
}
