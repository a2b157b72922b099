package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answer of a replay, as a person and as a program read it. */
class ReplayTextTest {
    private static final String REPLAY = """
            {"since": "2026-11-25T10:00:00Z", "looked_at": 7, "differing": 1, "untold": 2,
             "untold_because": [{"count": 2, "reason": "It was recorded in part."}],
             "differences": [{"id": "call_1", "kind": "call", "before": "allowed", "after": "denied",
              "what": "file_edit.write_file", "touches": "Writing 'a'", "why": "Writing 'a' is outside.",
              "agent": "worker", "at": "2026-11-25T11:00:00Z", "task": "task_1"}]}""";

    private static List<String> printed(OutputFormat format, String replay) {
        return TestingAnswers.said(terminal -> new ReplayText(terminal, format).print(Json.parse(replay)))
                .lines()
                .toList();
    }

    @Test
    void theCountsComeFirstAndWhatCannotBeToldLast() {
        List<String> lines = printed(OutputFormat.TABLE, REPLAY);
        assertThat(lines.getFirst())
                .isEqualTo("7 decisions looked at since 2026-11-25T10:00:00Z: 1 would differ, 2 cannot be told.");
        assertThat(lines.get(2)).contains("call_1", "allowed", "denied", "file_edit.write_file", "Writing 'a'");
        assertThat(lines.getLast()).isEqualTo("2 cannot be told: It was recorded in part.");
    }

    @Test
    void whereNothingDiffersThereIsNoTable() {
        assertThat(printed(OutputFormat.TABLE, """
                        {"since": "2026-11-25T10:00:00Z", "looked_at": 7, "differing": 0, "untold": 0,
                         "untold_because": [], "differences": []}"""))
                .containsExactly("7 decisions looked at since 2026-11-25T10:00:00Z: 0 would differ, 0 cannot be told.");
    }

    @Test
    void aProgramReadsTheCountsAndThenOneDifferenceALine() {
        List<String> lines = printed(OutputFormat.NDJSON, REPLAY);
        assertThat(lines).hasSize(2);
        assertThat(Json.parse(lines.getFirst()).path("looked_at").asInt()).isEqualTo(7);
        assertThat(Json.parse(lines.getFirst()).has("differences")).isFalse();
        assertThat(Json.parse(lines.getLast()).path("id").asString()).isEqualTo("call_1");
        assertThat(Json.parse(String.join("\n", printed(OutputFormat.JSON, REPLAY))))
                .isEqualTo(Json.parse(REPLAY));
    }
}
