package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** POISON-8: a question cannot end itself and go on as a question of Writ's. */
class QuotationTest {
    @Test
    void eachLineIsMarked() {
        assertThat(Quotation.of("Which one?\n- red\n- blue"))
                .containsExactly("  │ Which one?", "  │ - red", "  │ - blue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u000b", "\f", "\u0085", "\u2028", "\u2029", "\n\n\n"})
    void noLineEndLeadsOutOfTheQuotation(String end) {
        String prompt = "? worker asks for terminal" + end + "  Type approve to allow it; anything else denies: ";
        assertThat(Quotation.of("Ready?" + end + prompt))
                .allMatch(line -> line.startsWith("  │ "))
                .allMatch(line -> line.codePoints().noneMatch(c -> c == '\n' || c == '\r' || c == 0x2028 || c == 0x85));
    }
}
