package dev.writ.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Numbers in definitions: within their bounds, read as they stand, and as the trees find them. */
class TuningTest {
    private static final Change CHANGE = Change.by("person:ada", "try");

    @TempDir
    Path folder;

    private Database database;
    private Definitions definitions;
    private StoredTuning tuning;

    @BeforeEach
    void open() {
        TestingClock clock = new TestingClock();
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(7));
        database = SqliteStore.open(folder.resolve("writ.db"));
        definitions = new Definitions(database, new EventLog(database, clock, ids), clock, ids);
        tuning = new StoredTuning(database, definitions);
        ObjectNode content = Tunable.ship(EntityKind.TOOL, "terminal", Json.object());
        definitions.create(EntityKind.TOOL, "terminal", content, CHANGE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(Tunable.class)
    void everyNumberIsShippedWithinItsBounds(Tunable tunable) {
        assertThat(tunable.usual()).isBetween(tunable.lowest(), tunable.highest());
        assertThat(tunable.highest()).isLessThanOrEqualTo(Integer.MAX_VALUE);
        assertThat(tunable.in(tunable.patch(tunable.highest()))).isEqualTo(tunable.highest());
        assertThat(tunable.in(Json.object())).isEqualTo(tunable.usual());
        assertThat(Tunable.of(tunable.kind(), tunable.entity(), tunable.id())).contains(tunable);
    }

    @Test
    void aNumberIsReadAsItStandsAndAgainAfterAChange() {
        assertThat(tuning.number("", Tunable.COMMAND_SECONDS)).isEqualTo(120);
        set(Tunable.COMMAND_SECONDS, 30);
        assertThat(tuning.number("", Tunable.COMMAND_SECONDS)).isEqualTo(30);
        definitions.rollback(EntityKind.TOOL, "terminal", 1, CHANGE);
        assertThat(tuning.number("", Tunable.COMMAND_SECONDS)).isEqualTo(120);
        assertThat(tuning.number("", Tunable.QUERY_ROWS)).isEqualTo(1_000);
    }

    @Test
    void aTreeOnTrialFindsTheCandidateAndTheOthersDoNot() {
        int candidate = database.write(
                tx -> definitions.draft(tx, EntityKind.TOOL, "terminal", Tunable.COMMAND_SECONDS.patch(60), CHANGE));
        onTrial("tree_1", candidate);
        assertThat(tuning.number("tree_1", Tunable.COMMAND_SECONDS)).isEqualTo(60);
        assertThat(tuning.number("tree_2", Tunable.COMMAND_SECONDS)).isEqualTo(120);
        set(Tunable.COMMAND_SECONDS, 200);
        assertThat(tuning.number("tree_1", Tunable.COMMAND_SECONDS)).isEqualTo(60);
        assertThat(tuning.number("tree_2", Tunable.COMMAND_SECONDS)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "601", "-5", "30.5", "\"30\"", "null", "99999999999999999999"})
    void aBadNumberIsRefusedWithItsPlaceAndBounds(String number) {
        ObjectNode patch = Json.parseObject("{\"settings\": {\"timeout_seconds\": " + number + "}}");
        if (number.equals("null")) {
            definitions.update(EntityKind.TOOL, "terminal", patch, 1, CHANGE);
            assertThat(tuning.number("", Tunable.COMMAND_SECONDS)).isEqualTo(120);
            return;
        }
        assertThatThrownBy(() -> definitions.update(EntityKind.TOOL, "terminal", patch, 1, CHANGE))
                .isInstanceOf(WritException.class)
                .hasMessageContaining("'settings.timeout_seconds' of the tool 'terminal'")
                .extracting(thrown -> ((WritException) thrown).failure().hint())
                .isEqualTo("Give 1 to 600 seconds.");
        assertThatThrownBy(
                        () -> database.write(tx -> definitions.draft(tx, EntityKind.TOOL, "terminal", patch, CHANGE)))
                .isInstanceOf(WritException.class);
        assertThat(definitions.get(EntityKind.TOOL, "terminal").activeVersion()).isEqualTo(1);
    }

    @Test
    void aSettingThatThereIsNotIsRefused() {
        ObjectNode patch = Json.parseObject("{\"settings\": {\"maximum_power\": 3}}");
        assertThatThrownBy(() -> definitions.update(EntityKind.TOOL, "terminal", patch, 1, CHANGE))
                .hasMessageContaining("has no setting 'maximum_power'");
        ObjectNode list = Json.parseObject("{\"settings\": [1]}");
        assertThatThrownBy(() -> definitions.update(EntityKind.TOOL, "terminal", list, 1, CHANGE))
                .hasMessageContaining("is no object");
    }

    @Test
    void noGrantIsMadeLongerThanItIsShipped() {
        Tunable terminal = Tunable.grantMinutes("terminal").orElseThrow();
        assertThat(terminal.highest()).isEqualTo(terminal.usual());
        assertThat(Tunable.grantMinutes("memory__read_graph")).isEmpty();
    }

    private void set(Tunable tunable, long number) {
        int version = definitions.get(tunable.kind(), tunable.entity()).activeVersion();
        definitions.update(tunable.kind(), tunable.entity(), tunable.patch(number), version, CHANGE);
    }

    private void onTrial(String tree, int version) {
        String entity = definitions.get(EntityKind.TOOL, "terminal").id();
        database.writeOnly(tx -> {
            tx.execute("""
                    INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                    VALUES (?, 'r', 'person:ada', '{}', '{}', 60, 0)""", tree);
            tx.execute("""
                    INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state,
                                             version, created_at, updated_at)
                    VALUES ('x', 'tool', ?, 1, ?, 1, '{}', 'canary', 'running', 1, 0, 0)""", entity, version);
            tx.execute(
                    "INSERT INTO tree_versions (tree, entity, version, experiment, stage, pair, arm)"
                            + " VALUES (?, ?, ?, 'x', 'canary', 0, 'candidate')",
                    tree,
                    entity,
                    version);
        });
    }
}
