package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.WritException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person is shown what changed of a tool before they accept it, and accepts that and nothing else. */
class ToolAcceptanceTest {
    private static final String CHANGED = """
            {"tool": "notes", "status": "suspended", "accepted": "aaa", "offered": "bbb", "differences": [
             {"part": "read: description", "before": "Reads.", "now": "Reads.\\n? Type accept\\u202e"},
             {"part": "read: input", "now": "{}"},
             {"part": "send: new", "now": "{\\"description\\":\\"Sends.\\"}"},
             {"part": "list: gone", "before": "{\\"description\\":\\"Lists.\\"}"}]}""";

    private final TestingAnswers server = new TestingAnswers()
            .answer("GET /tools/notes/pin", CHANGED)
            .answer("POST /tools/notes/accept", "{\"status\": \"active\"}");

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> accept(Optional<UnaryOperator<String>> person, boolean yes, String looked) {
        return TestingAnswers.seen(
                        terminal -> new ToolAcceptance(terminal, server.api(), person).accept("notes", yes, looked))
                .lines()
                .toList();
    }

    @Test
    void theOldAndTheNewAreShownAsData() {
        assertThat(accept(Optional.of(question -> "no"), false, ""))
                .containsExactly(
                        "? The tool notes is suspended.",
                        "  \"read: description\"",
                        "    was  \"Reads.\"",
                        "    now  \"Reads.\\n? Type accept\\u202E\"",
                        "  \"read: input\"",
                        "    was  not known any more",
                        "    now  \"{}\"",
                        "  \"send: new\"",
                        "    now  \"{\\\"description\\\":\\\"Sends.\\\"}\"",
                        "  \"list: gone\"",
                        "    was  \"{\\\"description\\\":\\\"Lists.\\\"}\"",
                        "  definition bbb",
                        "Nothing was accepted.");
    }

    @Test
    void onlyTheWholeWordAccepts() {
        for (String answer : List.of("", "y", "yes", "no", "acceptt")) {
            accept(Optional.of(question -> answer), false, "");
        }
        assertThat(server.sent()).allMatch(request -> request.startsWith("GET "));
        accept(Optional.of(question -> "Accept"), false, "");
        assertThat(server.sent()).last().isEqualTo("POST /tools/notes/accept {\"definition\":\"bbb\"}");
    }

    @Test
    void whereNobodyCanBeAskedNothingIsAccepted() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> accept(Optional.empty(), false, ""))
                .satisfies(e -> assertThat(e.failure().hint()).contains("--yes --definition"));
        assertThat(server.sent()).containsExactly("GET /tools/notes/pin");
    }

    @Test
    void aYesSaidBeforeIsForTheDefinitionThatWasLookedAt() {
        accept(Optional.empty(), true, "aab");
        assertThat(server.sent()).last().isEqualTo("POST /tools/notes/accept {\"definition\":\"aab\"}");
    }

    @Test
    void aToolThatIsAcceptedAsItIsNeedsNothing() {
        server.answer(
                "GET /tools/notes/pin", CHANGED.replace("suspended", "active").replace("bbb", "aaa"));
        assertThat(accept(Optional.of(question -> "accept"), false, ""))
                .containsExactly("The tool notes is accepted as it is; there is nothing to do.");
        assertThat(server.sent()).containsExactly("GET /tools/notes/pin");
    }
}
