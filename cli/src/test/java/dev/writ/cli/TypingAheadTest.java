package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The question whether to approve, at a real terminal: what is typed before it is asked decides nothing. */
@EnabledOnOs(OS.LINUX)
class TypingAheadTest {
    private static final String QUESTION = "Type approve or deny (Enter alone denies): ";

    @TempDir
    Path folder;

    private final TestingAnswers server = new TestingAnswers();
    private final TestingPty pty = new TestingPty(80, 24);

    @BeforeEach
    void start() {
        ObjectNode approval = Json.object()
                .put("id", "approval_1")
                .put("state", "pending")
                .put("agent", "worker")
                .put("tool", "file_edit")
                .put("reason", "to mend it")
                .put("duration_seconds", 28_800)
                .put("expires_at", "2026-11-26T10:00:00Z");
        approval.putObject("scope")
                .set("read", Json.array(List.of("**", "src/**")))
                .set("write", Json.array(List.of("src/**", "docs/**")));
        server.answer("GET /approvals/approval_1", Json.write(approval));
        server.answer("GET /approvals?", Json.write(Json.array().add(approval)));
        server.answer("POST /approvals", "{}");
        pty.start(Map.of(), PromptAtTerminal.class.getName(), List.of(server.address(), begin().toString()));
        pty.awaitSeen("Working.");
    }

    @AfterEach
    void stop() {
        pty.close();
        server.close();
    }

    private Path begin() {
        return folder.resolve("begin");
    }

    private void ask() throws IOException {
        Files.createFile(begin());
        pty.awaitSeen(QUESTION);
    }

    private List<String> decisions() {
        pty.awaitSeen("Done.");
        return server.sent().stream()
                .filter(request -> request.startsWith("POST"))
                .toList();
    }

    @Test
    void wholeLinesTypedBeforeTheQuestionDecideNothing() throws IOException {
        pty.type("approve\napprove\n");
        ask();
        pty.type("\n");
        assertThat(decisions())
                .containsExactly("POST /approvals/approval_1/deny {\"reason\":\"denied on the terminal\"}");
    }

    @Test
    void aBeginningTypedBeforeTheQuestionIsNoPartOfTheAnswer() throws IOException {
        pty.type("appro");
        ask();
        pty.type("ve\n");
        pty.awaitSeen("neither approve nor deny");
        pty.await(seen -> seen.split(Pattern.quote(QUESTION), -1).length == 3, "the question again");
        pty.type("deny not now\n");
        assertThat(decisions()).containsExactly("POST /approvals/approval_1/deny {\"reason\":\"not now\"}");
    }

    @Test
    void whoeverIsTypingIsNotAskedBeforeTheyStop() throws IOException {
        Files.createFile(begin());
        pty.awaitSeen("answers  approve");
        for (int i = 0; i < 50; i++) {
            pty.type("approve\n");
            TestingPty.pause();
        }
        assertThat(pty.seen()).doesNotContain(QUESTION);
        pty.awaitSeen(QUESTION);
        pty.type("\n");
        assertThat(decisions()).singleElement().asString().contains("/deny");
    }

    @Test
    void theWholeWordApproves() throws IOException {
        ask();
        pty.type("approve\n");
        assertThat(decisions())
                .containsExactly("POST /approvals/approval_1/approve {\"reason\":\"approved on the terminal\"}");
    }

    @Test
    void aShorterTimeAndFewerPartsCanBeAllowed() throws IOException {
        ask();
        assertThat(pty.seen())
                .contains("  1  read **")
                .contains("  2  write src/**")
                .contains("  3  write docs/**");
        pty.type("approve 10m only 2\n");
        assertThat(decisions())
                .containsExactly("POST /approvals/approval_1/approve {\"reason\":\"approved on the terminal\","
                        + "\"ttl_seconds\":600,\"scope\":{\"read\":[\"src/**\"],\"write\":[\"src/**\"]}}");
    }

    @Test
    void whatIsDecidedElsewhereIsAskedNoLonger() throws IOException {
        ask();
        server.answer("GET /approvals/approval_1", "{\"id\": \"approval_1\", \"state\": \"expired\"}");
        pty.awaitSeen("Meanwhile it is expired.");
        assertThat(decisions()).isEmpty();
    }

    @Test
    void theEndOfTheInputDenies() throws IOException {
        ask();
        pty.type("\u0004");
        assertThat(decisions()).singleElement().asString().contains("/deny");
    }

    @Test
    void ctrlCEndsTheCommandAndDecidesNothing() throws IOException {
        String before = pty.modes();
        ask();
        pty.type("\u0003");
        assertThat(pty.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(server.sent()).noneMatch(request -> request.startsWith("POST"));
        assertThat(pty.modes()).isEqualTo(before);
    }
}
