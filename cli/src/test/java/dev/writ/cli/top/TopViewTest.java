package dev.writ.cli.top;

import static dev.writ.cli.top.TestingRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.cli.tty.Columns;
import dev.writ.cli.tty.Size;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopViewTest {
    private static List<String> drawn(TopState state, int columns, int rows) {
        return TopView.draw(state, NOW, new Size(columns, rows)).stream()
                .map(Line::text)
                .map(String::stripTrailing)
                .toList();
    }

    @Test
    void sectionsStandBelowEachOtherWithWhatWaitsForAPersonFirst() {
        assertThat(drawn(TopState.of(TestingRows.some()), 80, 24))
                .startsWith(
                        " writ top  1 waiting · 2 live tasks · 1 grant             http://127.0.0.1:8420",
                        " Waiting for you",
                        "  ? file_edit     worker          4:52  write src/** — \"to mend it\"",
                        " Tasks",
                        "  ▸ working       worker          1:01  Mend the report",
                        "  ▸ working       worker          1:01  Count the lines",
                        " Grants",
                        "  ● terminal      worker         2h02m  run `make` · used 2×")
                .endsWith(" ↑↓ move  Enter open  / filter  a/d decide  ? help  q quit");
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,60", "40,10", "20,5", "10,2", "1,1"})
    void itFillsTheWindowAndNeverLeavesIt(int columns, int rows) {
        for (String keys : List.of("", "G", "/x", "?", "\r")) {
            TopState state = TopState.of(TestingRows.many());
            for (Key key : Key.of(keys)) {
                state = state.press(key);
            }
            List<Line> lines = TopView.draw(state, NOW, new Size(columns, rows));
            assertThat(lines).as(keys).hasSize(rows);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(Columns.of(line.text())).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void theMarkedRowIsAlwaysOnTheScreen() {
        TopState state = TopState.of(TestingRows.many());
        for (int i = 0; i < 120; i++) {
            String selected = state.selected();
            assertThat(TopView.draw(state, NOW, new Size(80, 24)).stream()
                            .skip(1)
                            .filter(line -> line.pieces().stream().anyMatch(piece -> piece.style() == Style.BAR)))
                    .as(selected)
                    .hasSize(1);
            state = state.press(Key.Named.DOWN);
        }
        assertThat(drawn(state, 80, 24)).anyMatch(line -> line.equals(" Grants  35 to 40 of 40"));
    }

    @Test
    void whereThereIsNothingThatIsSaid() {
        assertThat(drawn(TopState.of(TestingRows.of(List.of())), 80, 24))
                .contains("   nothing waits for you", "   no task is live", "   no grant is live");
    }

    @Test
    void aServerThatDoesNotAnswerIsNotPassedOver() {
        TopState state = TopState.of(TestingRows.some());
        assertThat(drawn(state.with(state.snapshot().silent()), 40, 24).getFirst())
                .contains("NO SERVER");
        assertThat(drawn(state.with(state.snapshot().silent()), 80, 24).getFirst())
                .contains("NO SERVER ANSWERS");
    }

    @Test
    void aLongDetailIsWrappedAndScrolled() {
        TopState open = TopState.of(TestingRows.some()).press(Key.Named.ENTER);
        assertThat(drawn(open, 30, 6)).contains(" Asking for approval_1 …");
        TopState known = open.with(TestingRows.some().with("approval_1", List.of("first", "x".repeat(50), "last")));
        assertThat(drawn(known, 30, 7))
                .containsSequence(
                        "first", "x".repeat(30), " ".repeat(12) + "x".repeat(18), " ".repeat(12) + "xx", "last");
        assertThat(drawn(known.press(Key.Named.DOWN), 30, 5))
                .containsSequence("x".repeat(30), " ".repeat(12) + "x".repeat(18));
    }

    @Test
    void aDetailIsScrolledToItsLastLineAndNoFurther() {
        TopState state = TopState.of(TestingRows.some())
                .press(Key.Named.ENTER)
                .with(TestingRows.some().with("approval_1", List.of("x".repeat(500), "last")))
                .press(Key.Named.END);
        Size size = new Size(30, 6);
        state = state.within(TopView.mostScroll(state, size));
        assertThat(drawn(state, 30, 6).get(4)).isEqualTo("last");
        assertThat(drawn(state.press(Key.Named.UP), 30, 6).get(4)).isNotEqualTo("last");
    }

    @Test
    void onlyWhatDiffersIsDrawnAgain() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TopState state = TopState.of(TestingRows.some());
        try (Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false)) {
            screen.draw(TopView.draw(state, NOW, new Size(80, 24)));
            bytes.reset();
            screen.draw(TopView.draw(state, NOW.plusSeconds(1), new Size(80, 24)));
            String again = bytes.toString(StandardCharsets.UTF_8);
            assertThat(again).contains("4:51").contains("1:02").doesNotContain("Waiting for you");
            assertThat(again).doesNotContainPattern("\u001b\\[3[0-9]");
            bytes.reset();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\u001b[?7h\u001b[?25h\u001b[?1049l");
    }
}
