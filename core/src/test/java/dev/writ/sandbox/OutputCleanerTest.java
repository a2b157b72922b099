package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputCleanerTest {
    /** ^ stands for escape, # for bell, ~ for carriage return, _ for a line end. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "plain,plain",
                "^[1;31mred^[0m,red",
                "^[38:2:1:2:3mtrue^[m,true",
                "a^]0;title#b,ab",
                "a^]8;;http://x^\\b^]8;;^\\c,abc",
                "a^]52;c;ZXZpbA==#b,ab",
                "a^P1$r0m^\\b,ab",
                "a^(Bb,ab",
                "a^cb,ab",
                "^[2J^[Hx,x",
                "a^[?25lb,ab",
                "a^]unterminated_b,a_b",
                "a^[12_b,a_b",
                "a^,a",
                "a^[,a",
                "10%~20%~_,10%_20%_",
                "a~_b,a_b",
                "a##b,ab"
            })
    void sequences_are_removed_and_text_stays(String raw, String clean) {
        assertThat(OutputCleaner.clean(coded(raw))).isEqualTo(coded(clean));
    }

    @ParameterizedTest
    @CsvSource({
        "0x9b", "0x9d", "0x90", "0x202e", "0x2066", "0xe0041", "0x200b", "0xfeff", "0x7f", "0xad", "0x61c", "0x200c",
        "0x200d", "0x2064", "0x206a", "0xfe0f", "0xe01ef", "0x3164", "0x180e", "0xfff9", "0x0", "0xd800"
    })
    void single_characters_that_steer_or_hide_are_removed(String code) {
        String character = new String(Character.toChars(Integer.decode(code)));
        assertThat(OutputCleaner.clean("a" + character)).isEqualTo("a");
    }

    @Test
    void separators_of_lines_are_line_ends_and_signs_that_people_see_stay() {
        assertThat(OutputCleaner.clean("a\u2028b\u0600")).isEqualTo("a\nb\u0600");
    }

    @Property
    void nothing_that_steers_is_left(@ForAll @StringLength(max = 300) String text) {
        assertThat(OutputCleaner.clean(text).chars())
                .allMatch(c -> c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f) || c > 0x9f);
    }

    @Property
    void cleaning_twice_is_cleaning_once(@ForAll @StringLength(max = 300) String text) {
        String once = OutputCleaner.clean(text);
        assertThat(OutputCleaner.clean(once)).isEqualTo(once);
    }

    @Property
    void hostile_mixtures_are_survived(
            @ForAll @StringLength(max = 60) @CharRange(from = '\u0007', to = '\u009f') String text) {
        assertThat(OutputCleaner.clean(text).length()).isLessThanOrEqualTo(text.length());
    }

    @Property
    void ordinary_text_is_untouched(@ForAll @CharRange(from = ' ', to = '~') String text) {
        assertThat(OutputCleaner.clean(text)).isEqualTo(text);
    }

    private static String coded(String text) {
        return text.replace('^', '\u001b')
                .replace('#', '\u0007')
                .replace('~', '\r')
                .replace('_', '\n');
    }
}
