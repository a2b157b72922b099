package dev.writ.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.WritException;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Scope;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentFilesTest {
    private static final String GOOD = """
            ---
            name: helper
            purpose: Helps.
            tier: small
            maximum_turns: 3
            documents: [notes]
            permissions:
              message_user: {operations: [], scope: {recipients: [user]}}
            ---
            You help.
            """;
    private static final String NOTES = "---\nname: notes\nsummary: Some notes.\n---\nText.\n";

    @Test
    void theFourteenAgentsOfTheDesignComeWithTheProduct() {
        assertThat(AgentFiles.bundled().agents())
                .extracting(AgentDefinition::name)
                .containsExactlyInAnyOrder(
                        "worker",
                        "agent_selector",
                        "planning_agent",
                        "context_addition",
                        "tool_addition",
                        "request_validation",
                        "task_evaluator",
                        "documentation_agent",
                        "summary_agent",
                        "feedback_agent",
                        "review_agent",
                        "investigator_agent",
                        "optimizer_agent",
                        "recovery_agent");
    }

    @Test
    void everyAgentMayAlwaysTalkToItsUserAndSaysHowToEnd() {
        for (AgentDefinition agent : AgentFiles.bundled().agents()) {
            assertThat(agent.basePermissions())
                    .as(agent.name())
                    .contains(new BasePermission(
                            agent.name(), "message_user", Set.of(), new Scope.RecipientScope(List.of("user"))));
            assertThat(agent.instruction())
                    .as(agent.name())
                    .contains("end_task")
                    .hasSizeBetween(200, 3_000);
        }
    }

    @Test
    void aWorkerHasNoToolThatTouchesAWorkspace() {
        assertThat(agent("worker").basePermissions())
                .extracting(BasePermission::tool)
                .containsExactlyInAnyOrder("message_user", "entity_manager");
    }

    @Test
    void theRecoveryAgentsStandingCommandsOnlyLook() {
        List<String> programs = agent("recovery_agent").basePermissions().stream()
                .flatMap(permission -> permission.scope() instanceof Scope.CommandScope commands
                        ? commands.commands().stream()
                        : java.util.stream.Stream.of())
                .map(List::getFirst)
                .toList();
        assertThat(programs)
                .contains("ls", "cat", "grep", "ps")
                .doesNotContain("bash", "sh", "python3", "rm", "env", "find");
    }

    @Test
    void readsWhatAFileSays() {
        AgentDefinition agent = files(Map.of()).agents().getFirst();
        assertThat(agent.purpose()).isEqualTo("Helps.");
        assertThat(agent.maximumTurns()).isEqualTo(3);
        assertThat(agent.instruction()).isEqualTo("You help.");
        assertThat(agent.documents()).containsExactly("notes");
    }

    @Test
    void saysWhichFileIsWrongAndHow() {
        rejects(GOOD.replace("tier: small", "tier: huge"), "agents/helper.md", "huge");
        rejects(GOOD.replace("purpose: Helps.\n", ""), "agents/helper.md", "purpose");
        rejects(GOOD.replace("maximum_turns: 3", "maximum_turns: none"), "agents/helper.md", "maximum_turns");
        rejects(GOOD.replace("name: helper", "name: other"), "agents/helper.md", "other");
        rejects(GOOD.replace("documents: [notes]", "documents: [gone]"), "agents/helper.md", "gone");
        rejects(GOOD.replace("tier: small", "tier: small\ncolour: red"), "agents/helper.md", "colour");
        rejects(GOOD.replace("scope: {recipients: [user]}", "where: here"), "agents/helper.md", "message_user");
        rejects(GOOD.replace("recipients: [user]", "commands: [[ls]]"), "agents/helper.md", "message_user");
        rejects(GOOD.replace("You help.\n", ""), "agents/helper.md", "instruction");
        rejects("Just text.", "agents/helper.md", "---");
        rejects("---\n[unclosed\n---\ntext", "agents/helper.md", "YAML");
    }

    @Test
    void saysWhichListedFileIsMissing() {
        assertThatThrownBy(
                        () -> files(Map.of("agents/index.txt", "helper\nlost")).agents())
                .isInstanceOf(WritException.class)
                .hasMessageContaining("agents/lost.md");
    }

    private static void rejects(String text, String... words) {
        assertThatThrownBy(() -> files(Map.of("agents/helper.md", text)).agents())
                .isInstanceOf(WritException.class)
                .hasMessageContainingAll(words);
    }

    private static AgentDefinition agent(String name) {
        return AgentFiles.bundled().agents().stream()
                .filter(agent -> agent.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static AgentFiles files(Map<String, String> others) {
        Map<String, String> files = new HashMap<>(Map.of(
                "agents/index.txt",
                "# comment\nhelper\n",
                "agents/helper.md",
                GOOD,
                "documents/index.txt",
                "notes",
                "documents/notes.md",
                NOTES));
        files.putAll(others);
        return new AgentFiles(new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                String text = files.get(name);
                return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
