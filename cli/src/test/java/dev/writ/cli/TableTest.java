package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<List<String>> CELLS = List.of(
            List.of("ID", "TITLE", "NOTE"),
            List.of("task_1234567890", "a title that is rather long, and goes on", ""),
            List.of("task_2", "short", ""));

    @Test
    void columnsAreAsWideAsTheirWidestCellAndEmptyOnesAreLeftOut() {
        assertThat(Table.lines(CELLS, 2_000))
                .containsExactly(
                        "ID               TITLE",
                        "task_1234567890  a title that is rather long, and goes on",
                        "task_2           short");
    }

    @Test
    void whereALineDoesNotFitTheWidestColumnGivesWayAndTheFirstIsWhole() {
        assertThat(Table.lines(CELLS, 40))
                .containsExactly(
                        "ID               TITLE", "task_1234567890  a title that is rather…", "task_2           short")
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
    }

    @Test
    void whereNotEvenThatFitsTheLastColumnsAreLeftOut() {
        List<List<String>> wide = List.of(
                List.of("ID", "STATE", "TITLE", "AT"),
                List.of("task_1234567890", "completed", "a long title", "2026-01-01 10:00:00"));
        assertThat(Table.lines(wide, 40))
                .containsExactly("ID               STATE      TITLE", "task_1234567890  completed  a long title");
        assertThat(Table.lines(wide, 36))
                .containsExactly("ID               STATE     TITLE", "task_1234567890  complet…  a long t…");
        assertThat(Table.lines(wide, 34)).containsExactly("ID               STATE", "task_1234567890  completed");
    }

    @Test
    void aColumnStaysReadable() {
        assertThat(Table.lines(CELLS, 10).get(1)).isEqualTo("task_1234567890  a title…");
    }
}
