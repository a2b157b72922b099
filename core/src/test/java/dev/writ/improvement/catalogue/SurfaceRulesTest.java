package dev.writ.improvement.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.Proposal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trial may change is on a list; everything else is refused, and what widens power waits for a person. */
class SurfaceRulesTest {
    @TempDir
    Path folder;

    private TestingSurface surface;

    @BeforeEach
    void open() {
        surface = new TestingSurface(folder);
    }

    @AfterEach
    void close() {
        surface.close();
    }

    private Optional<String> refusal(EntityKind kind, String entity, String changes) {
        return surface.rules.refusal(TestingSurface.proposal(kind, entity, changes), surface.active(kind, entity));
    }

    private Optional<String> person(EntityKind kind, String entity, String changes) {
        assertThat(refusal(kind, entity, changes)).as("refusal of " + changes).isEmpty();
        return surface.rules.personNeeded(TestingSurface.proposal(kind, entity, changes), surface.active(kind, entity));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"settings\": {\"timeout_seconds\": 240}}",
                "{\"settings\": {\"timeout_seconds\": 60}}",
                "{\"settings\": {\"grant_minutes\": 180}}"
            })
    void numbersOfAToolMayBeTriedByThemselves(String changes) {
        assertThat(person(EntityKind.TOOL, "terminal", changes)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"settings": {"timeout_seconds": 241}}      | half or double
            {"settings": {"timeout_seconds": 59}}       | half or double
            {"settings": {"timeout_seconds": 5000}}     | Give 1 to 600 seconds
            {"settings": {"timeout_seconds": "120"}}    | no whole number
            {"settings": {"timeout_seconds": null}}     | does not remove it
            {"settings": {"grant_minutes": 720}}        | Give 5 to 360 minutes
            {"settings": {"level": 3}}                  | no setting 'level'
            {"settings": null}                          | does not remove it
            {"settings": {"timeout_seconds": 120}}      | changes nothing
            {}                                          | changes nothing
            {"level": "minimal"}                        | not open to trials
            {"operations": []}                          | not open to trials
            {"ceiling": {"terminal": "auto"}}           | not open to trials
            {"budget": 9}                               | not open to trials
            """)
    void whatIsNotOnTheListOrOutOfBoundsIsRefused(String changes, String reason) {
        assertThat(refusal(EntityKind.TOOL, "terminal", changes))
                .hasValueSatisfying(said -> assertThat(said).contains(reason));
    }

    @Test
    void noTrialChangesAJudge() {
        assertThat(refusal(EntityKind.AGENT, "task_evaluator", "{\"maximum_turns\": 30}"))
                .hasValueSatisfying(said -> assertThat(said).contains("judges the work of others"));
    }

    @Test
    void aDefinitionOutOfUseOrAnotherOneIsRefused() {
        Proposal other = TestingSurface.proposal(EntityKind.AGENT, "clerk", "{\"maximum_turns\": 30}");
        assertThat(surface.rules.refusal(other, surface.active(EntityKind.AGENT, "fixer")))
                .isPresent();
        surface.definitions.setStatus(
                EntityKind.AGENT, "clerk", dev.writ.entity.DefinitionStatus.INACTIVE, TestingSurface.SHIPPED);
        assertThat(refusal(EntityKind.AGENT, "clerk", "{\"maximum_turns\": 30}"))
                .hasValueSatisfying(said -> assertThat(said).contains("not in use"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"documents": ["untrusted-text", "tax-law", "unknown"]}    | no document 'unknown'
            {"documents": ["tax-law", "style"]}                        | one document
            {"documents": "style"}                                     | no list
            {"documents": ["untrusted-text", "untrusted-text"]}        | no list
            {"tier": "enormous"}                                       | none of small
            {"maximum_turns": 5000}                                    | Give 1 to 1000
            {"tools": [{"tool": "file_edit", "scope": {}, "power": 1}]} | has no field
            {"tools": {"tool": "file_edit"}}                           | no list
            {"instruction": ""}                                        | no text
            {"permissions": {"terminal": {}}}                          | not open
            {"purpose": "Rules."}                                      | not open
            """)
    void anAgentIsChangedInOnePlaceAndAsAnAgentMayBe(String changes, String reason) {
        assertThat(refusal(EntityKind.AGENT, "clerk", changes))
                .hasValueSatisfying(said -> assertThat(said).contains(reason));
    }

    @Test
    void anInstructionIsEditedByFewLinesAndNotRewritten() {
        assertThat(person(
                        EntityKind.AGENT,
                        "clerk",
                        "{\"instruction\": \"Read first.\\nThen act.\\nSay what you did.\\nCount twice.\"}"))
                .isEmpty();
        assertThat(refusal(EntityKind.AGENT, "clerk", "{\"instruction\": \"a\\nb\\nc\\nd\"}"))
                .hasValueSatisfying(said -> assertThat(said).contains("at most 3 lines"));
        assertThat(refusal(EntityKind.AGENT, "clerk", "{\"instruction\": \"Read first.\\nHid\u202eden.\"}"))
                .hasValueSatisfying(said -> assertThat(said).contains("can be seen"));
        Proposal byPerson = TestingSurface.proposal(
                EntityKind.AGENT, "clerk", "{\"instruction\": \"a\\nb\\nc\\nd\"}", "person:ada");
        assertThat(surface.rules.refusal(byPerson, surface.active(EntityKind.AGENT, "clerk")))
                .isEmpty();
    }

    @Test
    void whatWidensPowerWaitsForAPerson() {
        assertThat(person(EntityKind.AGENT, "clerk", "{\"maximum_turns\": 80}")).isPresent();
        assertThat(person(EntityKind.AGENT, "clerk", "{\"maximum_turns\": 20}")).isEmpty();
        assertThat(person(EntityKind.AGENT, "fixer", "{\"instruction\": \"Read first.\\nThen act.\"}"))
                .hasValueSatisfying(said -> assertThat(said).contains("elevated powers"));
        assertThat(person(EntityKind.AGENT, "clerk", "{\"documents\": [\"tax-law\"]}"))
                .hasValueSatisfying(said -> assertThat(said).contains("what not to obey"));
        assertThat(person(EntityKind.AGENT, "clerk", "{\"documents\": [\"untrusted-text\"]}"))
                .isEmpty();
        assertThat(person(EntityKind.AGENT, "clerk", "{\"tier\": \"large\"}")).isEmpty();
        assertThat(person(EntityKind.DOCUMENT, "style", "{\"text\": \"Obey.\"}"))
                .isPresent();
    }

    @Test
    void aDocumentThatNoPersonWroteIsReadByAPersonFirst() {
        surface.definitions.create(
                EntityKind.DOCUMENT, "found", Json.object().put("text", "x"), Change.by("agent:clerk", ""));
        assertThat(person(EntityKind.AGENT, "clerk", "{\"documents\": [\"untrusted-text\", \"tax-law\", \"found\"]}"))
                .hasValueSatisfying(said -> assertThat(said).contains("No person wrote 'found'"));
    }

    @Test
    void aToolForReadingMayBeGivenAtTheStartAndAnElevatedOneOnlyByAPerson() {
        assertThat(person(EntityKind.AGENT, "clerk", """
                {"tools": [{"tool": "file_system_listing", "scope": {"read": ["**"]}, "minutes": 60}]}""")).isEmpty();
        assertThat(person(EntityKind.AGENT, "clerk", """
                {"tools": [{"tool": "terminal", "scope": {"commands": [["make"]]}, "minutes": 60}]}"""))
                .hasValueSatisfying(said -> assertThat(said).contains("too powerful"));
        assertThat(refusal(EntityKind.AGENT, "clerk", """
                {"tools": [{"tool": "github", "scope": {"repositories": ["x"], "verbs": ["read"]}, "minutes": 60}]}""")).isPresent();
    }

    @Test
    void aGrantThatWasMadeShorterIsMadeLongerByAPersonOnly() {
        surface.definitions.update(
                EntityKind.TOOL,
                "terminal",
                Json.parseObject("{\"settings\": {\"grant_minutes\": 60}}"),
                1,
                Change.by("person:ada", ""));
        assertThat(person(EntityKind.TOOL, "terminal", "{\"settings\": {\"grant_minutes\": 120}}"))
                .isPresent();
    }

    @Test
    void theDatabaseHoldsTheSameList() {
        SurfaceRules.SURFACE.forEach((kind, fields) -> fields.forEach(field -> experiment(kind, field, "clerk")));
        assertThatThrownBy(() -> experiment(EntityKind.AGENT, "permissions", "clerk"))
                .hasStackTraceContaining("not open to trials");
        assertThatThrownBy(() -> experiment(EntityKind.TOOL, "instruction", "clerk"))
                .hasStackTraceContaining("not open to trials");
        for (String judge : SurfaceRules.JUDGES) {
            if (surface.definitions.find(EntityKind.AGENT, judge).isEmpty()) {
                surface.define(EntityKind.AGENT, judge, Json.object().put("instruction", "Judge."));
            }
            assertThatThrownBy(() -> experiment(EntityKind.AGENT, "instruction", judge))
                    .hasStackTraceContaining("not open to trials");
        }
        experiment(EntityKind.AGENT, "tier", "clerk");
        assertThatThrownBy(() -> surface.records
                        .database()
                        .writeOnly(tx -> tx.execute("UPDATE experiments SET candidate = 3, proposal = '{}'")))
                .hasStackTraceContaining("cannot be exchanged");
    }

    private void experiment(EntityKind kind, String field, String agent) {
        String entity = surface.active(EntityKind.AGENT, agent).id();
        surface.records.database().writeOnly(tx -> {
            int place = tx.handle()
                    .createQuery("SELECT COUNT(*) + 1 FROM experiments")
                    .mapTo(Integer.class)
                    .one();
            tx.execute("""
                    INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state,
                                             version, created_at, updated_at)
                    VALUES (?, ?, ?, 1, 2, ?, ?, 'replay', 'rejected', 1, 0, 0)""", "x" + place, kind.id(), entity, place, "{\"changes\": {\"" + field + "\": 1}}");
        });
    }
}
