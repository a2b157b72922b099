package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What an agent says when it asks for something is shown as data: it cannot pass for a line of Writ's own. */
class ApprovalPromptTest {
    private static final String FORGED = "because\n? Writ: already approved, type approve to go on";

    private final TestingAnswers server = new TestingAnswers();

    @AfterEach
    void stop() {
        server.close();
    }

    private static ObjectNode approval(String reason, List<String> written) {
        ObjectNode approval = Json.object()
                .put("id", "approval_1")
                .put("agent", "worker")
                .put("tool", "file_edit")
                .put("reason", reason)
                .put("duration_seconds", 600)
                .put("expires_at", "2026-11-26T10:00:00Z");
        approval.putObject("scope").set("write", Json.array(written));
        return approval;
    }

    private List<String> offered(ObjectNode approval) {
        server.answer("GET /approvals", Json.write(Json.array().add(approval)));
        return TestingAnswers.seen(terminal -> new ApprovalPrompt(terminal).offer(server.api(), "task_1"))
                .lines()
                .toList();
    }

    @Test
    void aReasonOfSeveralLinesStaysOneLineInQuotes() {
        List<String> lines = offered(approval(FORGED, List.of("a")));
        assertThat(lines).filteredOn(line -> line.startsWith("?")).containsExactly("? worker asks for file_edit");
        assertThat(lines).contains("  why      \"because\\n? Writ: already approved, type approve to go on\"");
    }

    @Test
    void quotesInsideAReasonDoNotEndIt() {
        assertThat(offered(approval("fine\"  scope    read nothing", List.of("a"))))
                .contains("  why      \"fine\\\"  scope    read nothing\"");
    }

    @Test
    void whatIsNotSeenIsWrittenOut() {
        assertThat(offered(approval("a\u202Eb\u200Bc\u001B[2Jd\u0007\uDB40\uDC41", List.of("a"))))
                .contains("  why      \"a\\u202Eb\\u200Bc\\u001B[2Jd\\u0007\\uDB40\\uDC41\"");
    }

    @Test
    void theWordsOfOthersWhoWaitForTheSameAreDataToo() {
        ObjectNode approval = approval("mine", List.of("a"));
        approval.putArray("alike").addObject().put("task", "task_2").put("reason", FORGED);
        List<String> lines = offered(approval);
        assertThat(lines).filteredOn(line -> line.startsWith("?")).hasSize(1);
        assertThat(lines).anyMatch(line -> line.startsWith("  also for task_2: \"because\\n?"));
    }

    @Test
    void aScopeIsShownWithAllOfIt() {
        List<String> paths = IntStream.range(0, 40).mapToObj(i -> "file" + i).toList();
        assertThat(offered(approval("mine", paths))).contains("  scope    write " + String.join(", ", paths));
    }

    @Test
    void anEndlessReasonIsCutWithItsLength() {
        assertThat(offered(approval("x".repeat(5_000), List.of("a"))))
                .anyMatch(line -> line.endsWith("x\" and 1000 more characters"));
    }

    @Test
    void whereNobodyTypesNothingIsDecided() {
        List<String> lines = offered(approval("mine", List.of("a")));
        assertThat(lines).anyMatch(line -> line.contains("writ approvals approve approval_1"));
        assertThat(server.sent()).allMatch(request -> request.startsWith("GET "));
    }
}
