package dev.writ.cli.tty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What others say can do nothing to a screen but be read, and takes as many columns as is reckoned with. */
class HarmlessTest {
    @Test
    void escapeSequencesLoseWhatMakesThemOne() {
        assertThat(Harmless.line("a\u001b[2J\u001b]0;title\u0007b\u009b31mc")).isEqualTo("a[2J]0;titleb31mc");
    }

    @Test
    void directionsInvisibleCharactersAndLineEndsAreGone() {
        assertThat(Harmless.line("a\u202Eb\u2066c\u200Bd\uFEFFe\uDB40\uDC41f\u2028g\r\n\th"))
                .isEqualTo("abcdef g h");
    }

    @Test
    void aLetterCarriesNoMoreMarksThanWritingNeeds() {
        String heaped = "e" + "\u0323\u0335\u0337\u0489".repeat(30) + "x";
        assertThat(Harmless.line(heaped).codePointCount(0, Harmless.line(heaped).length()))
                .isLessThan(6);
        assertThat(Harmless.line("\u0301\u0301abc")).isEqualTo("abc");
    }

    @Test
    void ordinaryWritingStays() {
        String text = "Grüße, 世界, привет, नमस्ते, שלום ✓";
        assertThat(Harmless.line(text)).isEqualTo(text);
    }

    @Test
    void loneHalvesAreGone() {
        assertThat(Harmless.line("a\uD83Db")).isEqualTo("ab");
    }

    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() {
        assertThat(Columns.of("世界")).isEqualTo(4);
        assertThat(Columns.of("e\u0323")).isEqualTo(1);
        assertThat(Columns.of("\uD83D\uDE80")).isEqualTo(2);
        assertThat(Columns.of("▸✓…")).isEqualTo(3);
    }

    @Test
    void whatDoesNotFitIsCutBetweenCharacters() {
        assertThat(Columns.fit("世界世界", 6)).isEqualTo("世界…");
        assertThat(Columns.fit("世界", 4)).isEqualTo("世界");
        assertThat(Columns.fit("abc", 2)).isEqualTo("a…");
        assertThat(Columns.fit("abc", 0)).isEmpty();
    }
}
