package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Redacted;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputCaptureTest {
    @Test
    void cuts_stand_between_characters() {
        OutputCapture capture = new OutputCapture(11, 0);
        byte[] bytes = "aäöüßéèñç€z".getBytes(UTF_8);
        capture.add(bytes, 0, bytes.length);
        assertThat(capture.text()).doesNotContain("\ufffd").startsWith("aä").endsWith("z");
    }

    @Test
    void no_part_of_a_line_that_was_cut_is_told() {
        String token = "ghp_" + "a1B2".repeat(10);
        for (int before = 0; before < 100; before++) {
            OutputCapture capture = new OutputCapture(2000, 100);
            byte[] bytes = ("x".repeat(before) + "\n" + (token + "\n").repeat(200)).getBytes(UTF_8);
            capture.add(bytes, 0, bytes.length);
            String text = Redacted.of(capture.text()).text();
            assertThat(text).doesNotContain("a1B2").contains("bytes left out", "[redacted:github-token]");
        }
    }

    @Test
    void a_long_line_is_left_out_as_far_as_a_secret_reaches() {
        OutputCapture capture = new OutputCapture(1000, 50);
        byte[] bytes = "x".repeat(5000).getBytes(UTF_8);
        capture.add(bytes, 0, bytes.length);
        assertThat(capture.text()).isEqualTo("x".repeat(450) + "\n[… 4100 bytes left out …]\n" + "x".repeat(450));
    }

    @ParameterizedTest
    @CsvSource({"0, 500", "255, 500", "1, 2"})
    void of_what_is_no_text_only_the_size_is_told(int value, int size) {
        OutputCapture capture = new OutputCapture(1000, 50);
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        capture.add(bytes, 0, size);
        assertThat(capture.text()).isEqualTo("[" + size + " bytes that are no text]\n");
    }

    @Test
    void text_with_a_few_strange_bytes_is_text() {
        OutputCapture capture = new OutputCapture(1000, 50);
        byte[] bytes = "src/main/java/App.java\0src/main/java/Other.java\0".getBytes(UTF_8);
        capture.add(bytes, 0, bytes.length);
        assertThat(capture.text()).contains("App.java");
    }

    @Property
    void the_beginning_and_the_end_are_kept(
            @ForAll List<@Size(max = 50) byte[]> pieces, @ForAll @IntRange(min = 2, max = 40) int limit) {
        OutputCapture capture = new OutputCapture(limit, 0);
        StringBuilder all = new StringBuilder();
        for (byte[] piece : pieces) {
            byte[] letters = letters(piece);
            capture.add(letters, 0, letters.length);
            all.append(new String(letters, UTF_8));
        }
        String text = capture.text();
        if (all.length() <= limit) {
            assertThat(text).isEqualTo(all.toString());
            assertThat(capture.leftOut()).isZero();
        } else {
            assertThat(capture.leftOut()).isEqualTo(all.length() - limit);
            assertThat(text)
                    .isEqualTo(all.substring(0, limit / 2) + "\n[… " + (all.length() - limit) + " bytes left out …]\n"
                            + all.substring(all.length() - (limit - limit / 2)));
        }
    }

    private static byte[] letters(byte[] raw) {
        byte[] letters = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            letters[i] = (byte) ('a' + (raw[i] & 15));
        }
        return letters;
    }
}
