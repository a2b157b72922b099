package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @Provide
    Arbitrary<String> globs() {
        return TestingScopes.globs();
    }

    @Provide
    Arbitrary<String> paths() {
        return TestingScopes.paths();
    }

    /** The same language, said in another way. */
    private static boolean oracle(String glob, String path) {
        // Every name is ended by a slash, so that "any number of names" needs no special cases at the ends.
        StringBuilder regex = new StringBuilder();
        if (!glob.isEmpty()) {
            for (String name : glob.split("/", -1)) {
                if (name.equals("**")) {
                    regex.append("([^/]*/)*");
                } else {
                    for (int i = 0; i < name.length(); i++) {
                        char c = name.charAt(i);
                        regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
                    }
                    regex.append('/');
                }
            }
        }
        return Pattern.matches(regex.toString(), path.isEmpty() ? "" : path + "/");
    }

    @Property(tries = 20_000)
    void matchesWhatTheRegularExpressionMatches(@ForAll("globs") String glob, @ForAll("paths") String path) {
        assertThat(PathGlob.matches(glob, path)).isEqualTo(oracle(glob, path));
    }

    @Property(tries = 20_000)
    void whatANarrowerGlobMatchesAWiderOneMatchesToo(
            @ForAll("globs") String wider, @ForAll("globs") String narrower, @ForAll("paths") String path) {
        if (PathGlob.covers(wider, narrower) && oracle(narrower, path)) {
            assertThat(oracle(wider, path)).as("%s covers %s", wider, narrower).isTrue();
        }
    }

    @Property(tries = 20_000)
    void globsThatMatchOnePathTogetherOverlap(
            @ForAll("globs") String one, @ForAll("globs") String other, @ForAll("paths") String path) {
        if (oracle(one, path) && oracle(other, path)) {
            assertThat(PathGlob.overlap(one, other)).isTrue();
        }
    }

    @Property
    void everyGlobCoversItself(@ForAll("globs") String glob) {
        assertThat(PathGlob.covers(glob, glob)).isTrue();
        assertThat(PathGlob.covers("**", glob)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "src/**, src/a/b.java, true",
        "src/**, src, true",
        "src/**, srcs/a, false",
        "src/*, src/a/b, false",
        "**/*.java, A.java, true",
        "**/*.java, x/y/A.java, true",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/x/y/c, false",
        "Src/**, src/a, false",
        "*, a/b, false",
        "a?c, abc, true",
        "a?c, a/c, false"
    })
    void matchesAsUsersExpect(String glob, String path, boolean expected) {
        assertThat(PathGlob.matches(glob, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "src/**, src/main/**, true",
        "**/*.java, src/**/*.java, true",
        "src/*.java, src/**, false",
        "src/?, src/*, false",
        "src/main/**, src/**, false",
        "*, **, false",
        "release/**, release/1.*, true"
    })
    void coversAsUsersExpect(String wider, String narrower, boolean expected) {
        assertThat(PathGlob.covers(wider, narrower)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "main, main, true",
        "m*, main, true",
        "m*n, *ai*, true",
        "feature/**, release/**, false",
        "**/1.0, release/*, true",
        "a?, b*, false",
        "**, main, true"
    })
    void findsOverlaps(String one, String other, boolean expected) {
        assertThat(PathGlob.overlap(one, other)).isEqualTo(expected);
        assertThat(PathGlob.overlap(other, one)).isEqualTo(expected);
    }

    @Test
    void endsSoonOnPatternsMadeToBeSlow() {
        String glob = "**/".repeat(200) + "*a*a*a*a*a*a*a*b";
        String path = "x/".repeat(200) + "a".repeat(1_000);
        assertThat(PathGlob.matches(glob, path)).isFalse();
        assertThat(PathGlob.covers(glob, path)).isFalse();
        assertThat(PathGlob.overlap(glob, "**/" + "*a".repeat(50))).isFalse();
        assertThat(PathGlob.anyMatches(List.of("no", glob), path + "b")).isTrue();
    }
}
