package dev.writ.cli.top;

import static dev.writ.cli.top.TestingRows.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopStateTest {
    private static TopState pressed(TopState state, String keys) {
        TopState now = state;
        for (Key key : Key.of(keys)) {
            now = now.press(key);
        }
        return now;
    }

    private static TopState pressed(String keys) {
        return pressed(TopState.of(TestingRows.some()), keys);
    }

    @Test
    void itBeginsAtTheFirstRow() {
        assertThat(pressed("").selected()).isEqualTo("approval_1");
    }

    @Test
    void arrowsAndLettersMoveOverAllSectionsAndStopAtTheEnds() {
        assertThat(pressed("\u001b[B").selected()).isEqualTo("task_1");
        assertThat(pressed("jjj").selected()).isEqualTo("grant_1");
        assertThat(pressed("jjjjjjj").selected()).isEqualTo("grant_1");
        assertThat(pressed("jjk").selected()).isEqualTo("task_1");
        assertThat(pressed("\u001bOA").selected()).isEqualTo("approval_1");
        assertThat(pressed("G").selected()).isEqualTo("grant_1");
        assertThat(pressed("Gg").selected()).isEqualTo("approval_1");
        assertThat(pressed("\u001b[6~").selected()).isEqualTo("grant_1");
    }

    @Test
    void tabGoesToTheNextSectionAndRound() {
        assertThat(pressed("\t").selected()).isEqualTo("task_1");
        assertThat(pressed("\t\t").selected()).isEqualTo("grant_1");
        assertThat(pressed("\t\t\t").selected()).isEqualTo("approval_1");
        assertThat(pressed("jj\t").selected()).isEqualTo("grant_1");
    }

    @Test
    void aFilterIsTypedAndTakesLettersThatAreKeysElsewhere() {
        TopState filtered = pressed("/q count");
        assertThat(filtered.filter()).isEqualTo("q count");
        assertThat(filtered.rows()).isEmpty();
        TopState counted = pressed("/COUNT\r");
        assertThat(counted.mode()).isEqualTo(TopState.Mode.LIST);
        assertThat(counted.selected()).isEqualTo("task_2");
        assertThat(pressed(counted, "\u001b").rows()).hasSize(4);
        assertThat(pressed("/cx\u007f").filter()).isEqualTo("c");
        assertThat(pressed("/\u007f").mode()).isEqualTo(TopState.Mode.LIST);
    }

    @Test
    void newsKeepWhereThePersonIsAndElseGoToTheFirst() {
        TopState second = pressed("jj");
        assertThat(second.with(TestingRows.of(List.of(task("task_9", "new"), task("task_2", "Count"))))
                        .selected())
                .isEqualTo("task_2");
        assertThat(second.with(TestingRows.of(List.of(task("task_9", "new")))).selected())
                .isEqualTo("task_9");
        assertThat(second.with(TestingRows.of(List.of())).selected()).isEmpty();
    }

    @Test
    void aDetailStaysOpenWhenItsRowHasGone() {
        TopState open = pressed("j\r");
        assertThat(open.wanted()).isEqualTo("task_1");
        assertThat(open.with(TestingRows.of(List.of())).wanted()).isEqualTo("task_1");
        assertThat(pressed(open, "\u001b").wanted()).isEmpty();
    }

    @Test
    void nothingOpensWhereThereIsNothing() {
        assertThat(pressed(TopState.of(TestingRows.of(List.of())), "\rjk\tG").mode())
                .isEqualTo(TopState.Mode.LIST);
    }

    @Test
    void anApprovalIsOfferedOnlyWhereOneIsMarked() {
        assertThat(pressed("").approval()).isPresent();
        assertThat(pressed("\r").approval()).isPresent();
        assertThat(pressed("j").approval()).isEmpty();
        assertThat(pressed("/a").approval()).isEmpty();
        assertThat(pressed("?").approval()).isEmpty();
    }

    @Test
    void helpEndsWithAnyKey() {
        assertThat(pressed("?").mode()).isEqualTo(TopState.Mode.HELP);
        assertThat(pressed("?x").mode()).isEqualTo(TopState.Mode.LIST);
    }

    @Test
    void unknownAndBrokenSequencesDoNothing() {
        assertThat(Key.of("\u001b[99")).containsExactly(Key.Named.OTHER);
        assertThat(Key.of("\u001b[1;5Cq")).containsExactly(Key.Named.OTHER, new Key.Typed('q'));
        assertThat(pressed("\u001b[200~").selected()).isEqualTo("approval_1");
    }
}
