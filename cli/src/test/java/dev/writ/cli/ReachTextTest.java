package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;

class ReachTextTest {
    @Test
    void factsAreMarkedAndWhatOthersWroteIsHarmless() {
        assertThat(ReachText.of(Json.parse("""
                        {"agent": "worker", "tool": "file_edit", "state": "pending", "reason": "to write",
                         "scope": {"read": [], "write": ["src/**"]}, "why_asked": "No rule.", "expires_at": "soon"}"""), Json.parse("""
                        {"facts": [
                          {"title": "Could change", "words": "3 files there now.", "tone": "plain", "examples": []},
                          {"title": "Looks sensitive", "words": "1 file.", "tone": "caution", "examples": ["a\\u001b[31m.env"]},
                          {"title": "Undo", "words": "Yes.", "tone": "good", "examples": []}]}""")))
                .contains(
                        "worker asks for file_edit  (pending)",
                        "  · Could change: 3 files there now.",
                        "  ! Looks sensitive: 1 file.",
                        "  + Undo: Yes.")
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void nothingKnownIsSaid() {
        assertThat(ReachText.of(Json.object(), Json.object())).endsWith("  · nothing is known");
    }
}
