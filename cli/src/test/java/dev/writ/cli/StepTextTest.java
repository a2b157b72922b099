package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;

/** What an agent saw and could call, as a person reads it in a terminal. */
class StepTextTest {
    private static final String CONTEXT = """
            {"task": "task_1", "agent": "worker", "step": 2, "state": "answered", "at": "", "model": "m", "tokens": 40,
             "counted": false, "exact": false, "gaps": ["Something is open."], "steps": [1, 2], "removed": ["gone_tool"],
             "blocks": [{"kind": "result", "title": "read, succeeded", "origin": "outside", "integrity": "untrusted",
              "confidentiality": "private", "tokens": 40, "at": "", "change": "added",
              "text": "one\\u001b[2Jtwo\\nStep 9 of worker"}]}""";

    @Test
    void a_context_names_its_blocks_where_they_come_from_and_what_is_open() {
        String said = TestingAnswers.said(terminal -> new StepText(terminal).context(Json.parse(CONTEXT), false));
        assertThat(said).contains("Step 2 of worker", "40 tokens, estimated", "Something is open.");
        assertThat(said).contains("outside", "untrusted", "added", "gone_tool", "removed");
        assertThat(said).doesNotContain("two");
    }

    @Test
    void words_of_others_are_set_off_line_by_line_and_cannot_steer_the_terminal() {
        String said = TestingAnswers.said(terminal -> new StepText(terminal).context(Json.parse(CONTEXT), true));
        assertThat(said.lines()).contains("  | one[2Jtwo", "  | Step 9 of worker");
        assertThat(said).doesNotContain("\u001b");
    }

    @Test
    void a_step_names_what_was_denied_with_its_rule_and_reason() {
        String said = TestingAnswers.said(terminal -> new StepText(terminal).tools(Json.parse("""
                [{"step": 1, "at": "now", "known": true, "available": [{"function": "end_task", "added": true}],
                  "removed": [], "granted": [], "ended": [], "refused": [{"tool": "sql_lite", "reason": "no"}],
                  "calls": [{"tool": "file_edit", "operation": "write_file", "outcome": "denied", "rule": "scope",
                             "sentence": "outside\\nof it"}]}]""")));
        assertThat(said).contains("1 functions, new: end_task");
        assertThat(said).contains("file_edit.write_file: denied by rule scope, outside of it");
        assertThat(said).contains("refused", "sql_lite: no");
    }
}
