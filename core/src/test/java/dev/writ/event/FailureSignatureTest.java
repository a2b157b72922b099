package dev.writ.event;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureSignatureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Cannot open 'a b.txt'.                               | Cannot open <text>.",
                "Cannot open \"x\" or `y`                             | Cannot open <text> or <text>",
                "It doesn't work, won't it?                           | It doesn't work, won't it?",
                "At /work/src/Main.java:12 and ../x/                  | At <path> and <path>",
                "See https://example.org/a/b                          | See <path>",
                "task_0123456789abcdefghjk is gone                    | <id> is gone",
                "123e4567-e89b-12d3-a456-426614174000 is gone         | <id> is gone",
                "commit deadbeefdeadbeef0 is gone                     | commit <id> is gone",
                "took 1,234.5 ms at 12:30:01                          | took <n> ms at <n>",
                "exit code -1, line 5                                 | exit code -<n>, line <n>"
            })
    void particularsAreTakenOut(String message, String signature) {
        assertThat(FailureSignature.of(message)).isEqualTo(signature);
    }

    @Property
    void numbersMakeNoDifference(
            @ForAll int a, @ForAll int b, @ForAll @AlphaChars @StringLength(max = 30) String word) {
        assertThat(FailureSignature.of(word + " failed after " + Math.abs((long) a) + " ms"))
                .isEqualTo(FailureSignature.of(word + " failed after " + Math.abs((long) b) + " ms"));
    }

    @Property
    void namesAndPathsMakeNoDifference(
            @ForAll @AlphaChars @StringLength(min = 1, max = 30) String a,
            @ForAll @AlphaChars @StringLength(min = 1, max = 30) String b) {
        assertThat(FailureSignature.of("No '" + a + "' in /tmp/" + a))
                .isEqualTo(FailureSignature.of("No '" + b + "' in /tmp/" + b));
    }

    @Property(tries = 200)
    void aSignatureIsShortWhateverTheMessage(@ForAll @StringLength(max = 5_000) String message) {
        assertThat(FailureSignature.of(message).length()).isLessThanOrEqualTo(200);
    }
}
