package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommandPatternTest {
    @Provide
    Arbitrary<List<String>> patterns() {
        return TestingScopes.commandPatterns();
    }

    @Provide
    Arbitrary<List<String>> commands() {
        return TestingScopes.argv();
    }

    private static boolean oracle(List<String> pattern, List<String> argv) {
        if (pattern.equals(List.of("**"))) {
            return true;
        }
        if (pattern.isEmpty() || argv.isEmpty()) {
            return pattern.isEmpty() && argv.isEmpty();
        }
        return (pattern.getFirst().equals("*") || pattern.getFirst().equals(argv.getFirst()))
                && oracle(pattern.subList(1, pattern.size()), argv.subList(1, argv.size()));
    }

    @Property(tries = 5_000)
    void matchesTokenByToken(@ForAll("patterns") List<String> pattern, @ForAll("commands") List<String> argv) {
        assertThat(CommandPattern.matches(pattern, argv)).isEqualTo(oracle(pattern, argv));
    }

    @Property(tries = 10_000)
    void whatANarrowerPatternMatchesAWiderOneMatchesToo(
            @ForAll("patterns") List<String> wider,
            @ForAll("patterns") List<String> narrower,
            @ForAll("commands") List<String> argv) {
        if (CommandPattern.covers(wider, narrower) && oracle(narrower, argv)) {
            assertThat(oracle(wider, argv)).as("%s covers %s", wider, narrower).isTrue();
        }
    }

    @Test
    void shellCharactersAreOrdinaryLetters() {
        List<String> pattern = List.of("ls", "*");
        assertThat(CommandPattern.matches(pattern, List.of("ls", "; rm -rf /"))).isTrue();
        assertThat(CommandPattern.matches(pattern, List.of("ls;", "rm"))).isFalse();
        assertThat(CommandPattern.matches(pattern, List.of("ls", "a", "b"))).isFalse();
        assertThat(CommandPattern.matches(pattern, List.of("LS", "a"))).isFalse();
    }
}
