package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

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

    @Test
    void aRetrySaysWhyWhichAttemptAndWhen() {
        assertThat(EventText.of(Json.object()
                        .put("type", "model.retrying")
                        .put("actor", "agent:worker")
                        .put("at", "2026-11-25T23:40:05.470Z")
                        .set("data", Json.parse("""
                                {"attempt": 3, "attempts": 6, "reason": "busy", "next_at": "2026-11-25T23:40:17.100Z",
                                 "message": "openai/x gets too many requests (HTTP 429)."}"""))))
                .isEqualTo("worker provider busy: attempt 3 of 6, next in 12 s"
                        + " — openai/x gets too many requests (HTTP 429).");
    }

    @Test
    void aRetryFromAnotherVersionIsShownAllTheSame() {
        assertThat(text("model.retrying", "{\"attempt\": 2, \"reason\": \"other\"}"))
                .isEqualTo("worker no answer yet: attempt 2 of 0");
        assertThat(text("model.retried", "{\"attempts\": 3}")).isEqualTo("worker after 3 attempts");
    }

    @Test
    void whatIsLeftOfTheTimeToARetryIsToldAndNeverMoreThanAllOfIt() {
        Instant failed = Instant.parse("2026-11-25T23:40:05Z");
        JsonNode retry = RetryAtTerminal.retry(failed, 12);
        assertThat(RetryWords.isToCome(retry, failed.plusSeconds(11))).isTrue();
        assertThat(RetryWords.isToCome(retry, failed.plusSeconds(12))).isFalse();
        assertThat(EventText.of(RetryWords.seenAt(retry, failed.plusSeconds(9))))
                .contains("attempt 3 of 6, next in 3 s");
        assertThat(EventText.of(RetryWords.seenAt(retry, failed.plusSeconds(90))))
                .contains("attempt 3 of 6 now");
        assertThat(EventText.of(RetryWords.seenAt(retry, failed.minusSeconds(90))))
                .contains("next in 12 s");
    }
}
