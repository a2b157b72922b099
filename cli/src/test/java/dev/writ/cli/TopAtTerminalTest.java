package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ top} at a real terminal: it gives the terminal back however it ends, and decides nothing by single keys. */
@EnabledOnOs(OS.LINUX)
class TopAtTerminalTest {
    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    private final TestingAnswers server = new TestingAnswers();
    private final TestingPty pty = new TestingPty(80, 24);
    private final String before = pty.modes();

    @BeforeEach
    void start() {
        String soon = Instant.now().plusSeconds(300).toString();
        ObjectNode approval = Json.object()
                .put("id", "approval_1")
                .put("state", "pending")
                .put("agent", "worker")
                .put("tool", "file_edit")
                .put("reason", "to \u001b]0;owned\u0007 mend it")
                .put("duration_seconds", 600)
                .put("expires_at", soon);
        approval.putObject("scope").set("write", Json.array(List.of("src/**")));
        ObjectNode task = Json.object()
                .put("id", "task_1")
                .put("tree", "task_1")
                .put("state", "agent_responding")
                .put("agent", "worker")
                .put("title", "a\u001b[2Jb\u202Ec")
                .put("created_at", Instant.now().toString());
        server.answer("GET /approvals/approval_1", Json.write(approval))
                .answer("GET /approvals?", Json.write(Json.array().add(approval)))
                .answer("GET /tasks?", Json.write(Json.array().add(task)))
                .answer("GET /system", "{\"model\": \"playbook\"}")
                .answer("POST /", "{}");
    }

    @AfterEach
    void stop() {
        pty.close();
        server.close();
    }

    private void top(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("top", "--server", server.address()));
        arguments.addAll(List.of(more));
        pty.start(Map.of("WRIT_TOKEN", "token"), Main.class.getName(), arguments);
        pty.awaitSeen("q quit");
    }

    private void assertGivenBack() {
        pty.await(seen -> seen.contains(LEAVE), "the ordinary screen");
        assertThat(pty.modes()).isEqualTo(before);
    }

    @Test
    void itShowsWhatThereIsMadeHarmlessAndQuits() {
        top();
        assertThat(pty.seen())
                .contains(ENTER)
                .contains("Waiting for you")
                .contains("a[2Jbc")
                .contains("to \\u001B]0;owned\\u0007")
                .doesNotContain("\u001b]0")
                .doesNotContain("\u202E");
        assertThat(pty.modes()).isNotEqualTo(before);
        pty.type("q");
        assertThat(pty.exitCode()).isZero();
        assertGivenBack();
    }

    @Test
    void aModelThatIsAskedAgainIsToldWithTheTimeUntilThen() {
        server.answer(
                "GET /retries",
                Json.write(Json.array()
                        .add(Json.object()
                                .put("tree", "task_1")
                                .put("task", "task_1")
                                .put("agent", "work\u001ber")
                                .put("attempt", 3)
                                .put("attempts", 6)
                                .put("reason", "busy")
                                .put("next_at", Instant.now().plusSeconds(299).toString()))));
        top();
        assertThat(pty.seen())
                .contains("asks again", "provider busy: attempt 3 of 6")
                .containsPattern("4:\\d\\d");
        assertThat(pty.seen()).doesNotContain("work\u001ber");
        pty.type("q");
        assertThat(pty.exitCode()).isZero();
    }

    @Test
    void ctrlCEndsIt() {
        top();
        pty.type("\u0003");
        assertThat(pty.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertGivenBack();
    }

    @Test
    void whoeverIsToldToEndGivesTheTerminalBack() {
        top();
        pty.program().destroy();
        assertThat(pty.exitCode()).isEqualTo(143);
        assertGivenBack();
    }

    @Test
    void aNewSizeIsTakenUp() {
        top();
        pty.resize(50, 30);
        pty.awaitSeen("\u001b[30;1H");
        pty.resize(120, 8);
        pty.awaitSeen("model playbook");
        pty.type("q");
        assertThat(pty.exitCode()).isZero();
    }

    @Test
    void aKeyAloneAndWhatIsTypedBehindItApproveNothing() {
        top();
        pty.type("aapprove\n");
        pty.awaitSeen("Enter alone denies");
        assertThat(server.sent()).noneMatch(request -> request.startsWith("POST"));
        pty.type("deny not like this\n");
        pty.await(seen -> seen.lastIndexOf(ENTER) > seen.indexOf("Enter alone denies"), "the screen again");
        assertThat(server.sent())
                .filteredOn(request -> request.startsWith("POST"))
                .containsExactly("POST /approvals/approval_1/deny {\"reason\":\"not like this\"}");
        pty.type("q");
        assertThat(pty.exitCode()).isZero();
        assertGivenBack();
    }

    @Test
    void whereTheServerGoesItSaysSo() {
        top();
        server.close();
        pty.awaitSeen("NO SERVER ANSWERS");
        pty.type("q");
        assertThat(pty.exitCode()).isZero();
    }

    @Test
    void onceIsPlainText() {
        pty.start(
                Map.of("WRIT_TOKEN", "token"),
                Main.class.getName(),
                List.of("top", "--once", "--server", server.address()));
        pty.awaitSeen("Grants");
        assertThat(pty.exitCode()).isZero();
        assertThat(pty.seen()).contains("Waiting for you").doesNotContain("\u001b");
    }
}
