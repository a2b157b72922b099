package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;

class EventTextTest {
    private static String text(String type, String data) {
        return EventText.of(
                Json.object().put("type", type).put("actor", "agent:worker").set("data", Json.parse(data)));
    }

    @Test
    void aRequestForToolsSaysWhoWantsWhatAndWhy() {
        assertThat(text("grant.requested", """
                        {"tools": [{"tool": "file_edit", "scope": {"read": ["a.md"], "write": ["a.md"]}}],
                         "justification": "The user asked."}""")).isEqualTo("worker asks for file_edit (write a.md) — The user asked.");
    }

    @Test
    void aGrantSaysItsLimitsAndItsEnd() {
        assertThat(text("grant.issued", """
                        {"tool": "terminal", "agent": "worker", "scope": {"commands": [["make"]]},
                         "expires_at": "2026-11-25T23:40:05.470Z"}""")).isEqualTo("terminal (run `make`) until 23:40:05 for worker");
    }

    @Test
    void aDeniedCallSaysTheRule() {
        assertThat(text("tool.denied", """
                        {"tool": "terminal", "operation": "execute_command", "rule": "expired",
                         "sentence": "The grant expired."}""")).isEqualTo("worker terminal.execute_command — The grant expired.");
    }

    @Test
    void aChangeOfAFileSaysHowMuch() {
        assertThat(text("file.changed", """
                        {"path": "a.md", "action": "edited", "other_path": "", "lines_added": 2, "lines_removed": 1}""")).isEqualTo("a.md edited +2 −1");
    }

    @Test
    void whatIsNotKnownIsShownWhole() {
        assertThat(text("review.requested", "{\"subject\": \"x\", \"count\": 2}"))
                .isEqualTo("worker subject=x count=2");
    }
}
