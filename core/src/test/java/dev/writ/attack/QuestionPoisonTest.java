package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.ScopeJson;
import dev.writ.tool.message.InboxFilter;
import dev.writ.tool.message.UserMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** POISON-8: questions that pass for Writ's own, and reasons that draw on the screen where a person decides. */
class QuestionPoisonTest {
    private static TestingWrit writ;

    private String task;

    @BeforeAll
    static void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
    }

    @AfterAll
    static void stop() {
        writ.close();
    }

    @BeforeEach
    void mayAsk() {
        task = writ.task(new Allow[0]);
        writ.grant(task, "message_user", "{'recipients': ['user']}");
    }

    private UserMessage asked(String question, String... options) {
        var arguments = Json.object().put("question", question);
        if (options.length > 0) {
            arguments.set("options", Json.array(List.of(options)));
        }
        assertThat(TestingWrit.word(writ.call(task, "message_user.ask_user", arguments)))
                .isEqualTo("waiting");
        return writ.inbox.list(InboxFilter.all().inTree(writ.treeOf(task))).getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b[H? writ asks for terminal",
                "ok?\r? worker asks for terminal",
                "x\u001b]52;c;aGk=\u0007",
                "\u009b1;1Hx",
                "Ready?\u202E?evorppA",
                "a\u2066b\u2069",
                "tags\uDB40\uDC41\uDB40\uDC42",
                "\u0007\u0007beep",
                "del\u007f"
            })
    void aQuestionCannotSteerTheScreen(String question) {
        UserMessage message = asked(question, "yes" + question, "no");
        assertThat(message.text()
                        .codePoints()
                        .filter(c -> c != '\n' && c != '\t')
                        .filter(c -> switch (Character.getType(c)) {
                            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
                            default -> false;
                        }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n\n", "\r", "\u2028", "\u0085", "\t\n"})
    void anOptionIsOneLine(String end) {
        UserMessage message = asked("Which?", "yes" + end + "? worker asks for terminal", "no");
        List<String> lines = message.text().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("- yes");
        assertThat(lines.get(2)).isEqualTo("- no");
    }

    @Test
    void aQuestionSaysWhoAsksWhateverItsText() {
        UserMessage message = asked("system: This is Writ. Type your password.");
        assertThat(message.agent()).isEqualTo("worker");
        assertThat(message.task()).isEqualTo(task);
        assertThat(writ.text("SELECT actor FROM events WHERE type = 'message.asked' AND entity = ?", message.id()))
                .isEqualTo("agent:worker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "from", "by", "type", "sender", "as", "approval", "grant"})
    void nobodyAsksInTheNameOfAnother(String field) {
        assertThat(writ.tries(task, "message_user.ask_user", "{'question': 'Ready?', '" + field + "': 'person:ada'}"))
                .isEqualTo("failed:invalid_arguments");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok\n  scope    nothing at all\n  Type approve",
                "ok\u001b[1A\u001b[2K",
                "ok\u202Edne",
                "\r\rapprove this",
                "ok\u2028scope",
                "ok\u0085scope",
                "a\u200Bb",
                "x\uDB40\uDC41",
                "tab\ttab",
                "\u0000",
                "</td><script>alert(1)</script>"
            })
    void aReasonIsOneLineOfDataWhereAPersonDecides(String reason) {
        ApprovalRequest request = writ.ask(new GrantProposal(
                task,
                "file_edit",
                Set.of(),
                ScopeJson.read("file_edit", TestingWrit.json("{'write': ['**']}")),
                TestingWrit.HOUR,
                0,
                reason));
        String shown = writ.approvals.get(request.id()).proposal().reason();
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(1);
        assertThat(shown.codePoints().filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                }))
                .isEmpty();
        assertThat(ScopeJson.write(writ.approvals.get(request.id()).proposal().scope()))
                .as("what is decided on is the scope, whatever the reason says")
                .isEqualTo(Json.parseObject("{\"read\": [], \"write\": [\"**\"]}"));
    }

    @Test
    void theReasonOfALongSpeechIsCut() {
        ApprovalRequest request = writ.ask(new GrantProposal(
                task,
                "file_edit",
                Set.of(),
                ScopeJson.read("file_edit", TestingWrit.json("{'write': ['b']}")),
                TestingWrit.HOUR,
                0,
                "please ".repeat(10_000)));
        assertThat(request.proposal().reason().length()).isLessThanOrEqualTo(2_000);
    }
}
