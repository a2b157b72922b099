package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutputCaptureTest {
    @Test
    void cuts_stand_between_characters() {
        OutputCapture capture = new OutputCapture(11);
        byte[] bytes = "aäöüßéèñç€z".getBytes(UTF_8);
        capture.add(bytes, 0, bytes.length);
        assertThat(capture.text()).doesNotContain("\ufffd").startsWith("aä").endsWith("z");
    }

    @Property
    void the_beginning_and_the_end_are_kept(
            @ForAll List<@Size(max = 50) byte[]> pieces, @ForAll @IntRange(min = 2, max = 40) int limit) {
        OutputCapture capture = new OutputCapture(limit);
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
