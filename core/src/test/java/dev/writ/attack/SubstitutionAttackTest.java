package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.Assignment;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JIT-4, JIT-8: a person approves A, the agent does B: other spellings of a path, wider patterns, other forms of arguments. */
class SubstitutionAttackTest {
    private static TestingWrit writ;

    private String task;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        writ = prepared(folder);
    }

    @BeforeEach
    void approveOneFile() {
        writ.file("notes/plan.md", "plan");
        task = writ.task(new Allow[0]);
        ApprovalRequest request = writ.ask(task, "file_edit", "{'write': ['notes/plan.md']}");
        writ.approve(request);
        writ.granted(request);
    }

    @AfterAll
    static void stop() {
        writ.close();
    }

    static TestingWrit prepared(Path folder) throws IOException {
        TestingWrit writ = new TestingWrit(folder);
        writ.file("notes/plan.md", "plan");
        writ.file("notes/PLAN.md.bak", "other");
        writ.file("secret/plan.md", "other");
        writ.file("plan.md", "other");
        Files.createSymbolicLink(writ.root.resolve("notes/link.md"), writ.root.resolve("secret/plan.md"));
        Files.createSymbolicLink(writ.root.resolve("linked"), writ.root.resolve("secret"));
        return writ;
    }

    @Test
    void whatWasApprovedCanBeDone() {
        assertThat(overwrite(task, "notes/plan.md")).isEqualTo("succeeded");
        assertThat(overwrite(task, writ.root.resolve("notes/plan.md").toString()))
                .as("the same file by its absolute path")
                .isEqualTo("succeeded");
        assertThat(overwrite(task, "./notes//plan.md/")).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes/Plan.md",
                "Notes/plan.md",
                "notes/plan.MD",
                "notes/plan.md ",
                "notes/plan.md.",
                "plan.md/",
                " notes/plan.md",
                "notes\\plan.md",
                "notes/plan.md\u0000.txt",
                "notes/pl\u0430n.md",
                "notes/plan\u200B.md",
                "notes/plan.md\u202E",
                "notes%2Fplan.md",
                "%6eotes/plan.md",
                "file:notes/plan.md",
                "secret/plan.md",
                "notes/../secret/plan.md",
                "notes/./../secret/plan.md",
                "notes//../secret/plan.md",
                "./secret/plan.md",
                "linked/plan.md",
                "notes/link.md",
                "notes/*",
                "notes/plan.*",
                "**",
                "?otes/plan.md",
                "notes",
                "",
                "notes/plan.md/../../secret/plan.md",
                "~/notes/plan.md",
                "../workspace/notes/plan.md/../../plan.md",
                "notes/ｐlan.md",
                "ｎotes/plan.md",
                "notes∕plan.md",
                "notes/plan.md\n",
                "notes/plan.md;secret/plan.md"
            })
    void noOtherSpellingReachesAnotherFile(String path) {
        Map<String, String> before = others();
        assertThat(overwrite(task, path)).isNotEqualTo("succeeded");
        assertThat(others()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy {'source': 'notes/plan.md', 'destination': 'secret/new.md'}",
                "copy {'source': 'secret/plan.md', 'destination': 'notes/plan.md'}",
                "move {'source': 'notes/plan.md', 'destination': 'plan2.md'}",
                "move {'source': 'secret/plan.md', 'destination': 'notes/plan.md'}",
                "delete {'path': 'notes', 'recursive': true}",
                "create_directory {'path': 'notes/plan.md.d'}",
                "edit_file {'path': 'plan.md', 'edits': [{'old_text': 'other', 'new_text': 'x'}]}",
                "write_file {'path': 'notes/plan.md', 'content': 'x', 'mode': 'overwrite', 'Path': 'secret/plan.md'}",
                "write_file {'path': ['notes/plan.md', 'secret/plan.md'], 'content': 'x', 'mode': 'overwrite'}",
                "write_file {'path': {'toString': 'notes/plan.md'}, 'content': 'x', 'mode': 'overwrite'}",
                "write_file {'path': 'notes/plan.md', 'content': 'x', 'mode': 'OVERWRITE'}",
                "write_file {'path': 'notes/plan.md', 'content': 'x', 'mode': 1}",
                "write_file {'path': 'notes/plan.md', 'content': null, 'mode': 'overwrite'}"
            })
    void noOtherOperationOrFormOfArgumentsDoesMoreThanWasApproved(String attempt) {
        Map<String, String> before = writ.files();
        String[] operation = attempt.split(" ", 2);
        assertThat(writ.tries(task, "file_edit." + operation[0], operation[1]))
                .matches("denied:scope|failed:(invalid_arguments|unknown_operation)");
        assertThat(writ.files()).isEqualTo(before);
    }

    @Test
    void aNameThatOnlyTheCallersObjectChangesLaterIsJudgedAndRunAsItWasSent() {
        var arguments = TestingWrit.json("{'path': 'notes/plan.md', 'content': 'x', 'mode': 'overwrite'}");
        var call = writ.newCall(task, "file_edit.write_file", arguments);
        ToolOutcome outcome = writ.gateway.call(call, (transaction, result, label) -> arguments.put("path", "plan.md"));
        assertThat(TestingWrit.word(outcome)).isEqualTo("succeeded");
        assertThat(writ.files().get("plan.md")).isEqualTo("other");
        assertThat(writ.files().get("notes/plan.md")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'write': ['**']}",
                "{'write': ['notes/**']}",
                "{'write': ['notes/*']}",
                "{'write': ['notes/plan.m?']}",
                "{'read': ['notes/plan.md'], 'write': ['notes/plan.md']}",
                "{'write': ['Notes/plan.md']}",
                "{'write': ['notes/plan.md', 'plan.md']}",
                "{'read': ['**']}",
                "{'write': ['notes']}"
            })
    void neitherAnAnswerNorANarrowingWidens(String wider) {
        ApprovalRequest request = writ.ask(writ.task(new Allow[0]), "file_edit", "{'write': ['notes/plan.md']}");
        Scope scope = ScopeJson.read("file_edit", TestingWrit.json(wider));
        Answer more = new Answer.Approve(Optional.of(scope), Optional.empty());
        assertThat(TestingWrit.codeOf(() -> writ.answer(request, more, "person:ada")))
                .isEqualTo("denied");
        Assignment held = writ.permissions.held(task).getFirst();
        assertThat(TestingWrit.codeOf(() -> writ.database.write(transaction -> writ.permissions.narrow(
                        transaction, held.id(), Set.of(), scope, held.expiresAt(), "agent:worker"))))
                .isEqualTo("denied");
        Answer longer = new Answer.Approve(Optional.empty(), Optional.of(Duration.ofHours(2)));
        assertThat(TestingWrit.codeOf(() -> writ.answer(request, longer, "person:ada")))
                .isEqualTo("denied");
    }

    private static String overwrite(String task, String path) {
        return TestingWrit.word(writ.call(
                task,
                "file_edit.write_file",
                Json.object().put("path", path).put("content", "changed").put("mode", "overwrite")));
    }

    /** All files but the one that may be changed. */
    private static Map<String, String> others() {
        Map<String, String> files = new TreeMap<>(writ.files());
        files.remove("notes/plan.md");
        return files;
    }
}
