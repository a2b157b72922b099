package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two requests side by side. */
class ComparisonTest {
    @Test
    void each_row_has_both_sides_and_an_error_only_where_there_was_one() {
        JsonNode source = Json.parse("""
                {"task": "task_1", "status": "failed", "seconds": 2.5, "model": "m", "tool_calls": 3, "denied": 1,
                 "grants": [], "files_changed": [], "error": {"message": "It broke."}, "result": ""}""");
        JsonNode other = Json.parse("""
                {"task": "task_2", "status": "completed", "seconds": 1.5, "model": "m", "tool_calls": 4, "denied": 0,
                 "grants": [{"tool": "file_edit"}], "files_changed": ["a", "b"], "error": null, "result": "done"}""");
        JsonNode rows = Comparison.of(source, other).rows();
        assertThat(rows.valueStream()
                        .map(row -> row.path("what").asString() + ": "
                                + row.path("source").asString() + " / "
                                + row.path("this").asString()))
                .contains(
                        "status: failed / completed",
                        "grants:  / file_edit",
                        "files_changed:  / a, b",
                        "error: It broke. / ",
                        "result:  / done",
                        "tool_calls: 3 / 4");
    }
}
