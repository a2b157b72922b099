package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.TestingPatterns.Known;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedPatternsTest {
    record Meeting(Known one, Known other, List<String> argv) {}

    @Provide
    Arbitrary<Meeting> linesOfTheirOwn() {
        return Combinators.combine(TestingPatterns.patterns(), TestingPatterns.patterns())
                .flatAs((pattern, other) -> pattern.lines().map(argv -> new Meeting(pattern, other, argv)));
    }

    @Provide
    Arbitrary<Meeting> anyLines() {
        return Combinators.combine(TestingPatterns.patterns(), TestingPatterns.patterns(), TestingPatterns.argv())
                .as(Meeting::new);
    }

    @Property(tries = 5_000)
    void whatAPatternIsMadeOfItMatches(@ForAll("linesOfTheirOwn") Meeting meeting) {
        assertThat(CommandPattern.matches(meeting.one.tokens(), meeting.argv))
                .as("%s matches %s", meeting.one.tokens(), meeting.argv)
                .isTrue();
    }

    @Property(tries = 10_000)
    void matchesWhatTheRegularExpressionMatches(
            @ForAll("linesOfTheirOwn") Meeting near, @ForAll("anyLines") Meeting far) {
        for (Known pattern : List.of(near.one, near.other, far.one)) {
            for (List<String> argv : List.of(near.argv, far.argv)) {
                assertThat(CommandPattern.matches(pattern.tokens(), argv))
                        .as("%s matches %s", pattern.tokens(), argv)
                        .isEqualTo(pattern.matches(argv));
            }
        }
    }

    @Property(tries = 20_000)
    void whatTheNarrowerMatchesTheWiderMatches(@ForAll("linesOfTheirOwn") Meeting meeting) {
        boolean covered = CommandPattern.covers(meeting.other.tokens(), meeting.one.tokens());
        if (covered) {
            assertThat(meeting.other.matches(meeting.argv))
                    .as("%s covers %s with %s", meeting.other.tokens(), meeting.one.tokens(), meeting.argv)
                    .isTrue();
        }
        Statistics.label("covered").collect(covered);
        Statistics.label("covered").coverage(coverage -> coverage.check(true).percentage(p -> p > 2));
    }

    @Property(tries = 5_000)
    void aPatternCoversItselfAndIsCoveredByAnything(@ForAll("linesOfTheirOwn") Meeting meeting) {
        List<String> tokens = meeting.one.tokens();
        assertThat(CommandPattern.covers(tokens, tokens)).isTrue();
        assertThat(CommandPattern.covers(List.of("**"), tokens)).isTrue();
    }

    @Property(tries = 5_000)
    void aLineOfAPatternIsCoveredByIt(@ForAll("linesOfTheirOwn") Meeting meeting) {
        List<String> literal = meeting.argv.stream().map(PatternText::literal).toList();
        assertThat(CommandPattern.covers(meeting.one.tokens(), literal)).isTrue();
    }

    @Property(tries = 5_000)
    void theSmallestScopeOfALineIsThatLineAlone(@ForAll("exactLines") List<String> argv) {
        Optional<Scope> scope = Scopes.exact(ScopeFamily.COMMANDS, List.of(new Access.CommandAccess(argv)));
        assertThat(scope).hasValueSatisfying(exact -> {
            assertThat(((CommandScope) exact).isExact()).isTrue();
            assertThat(ScopeJson.read(ScopeFamily.COMMANDS, ScopeJson.write(exact)))
                    .isEqualTo(exact);
            IntStream.range(1, argv.size())
                    .mapToObj(without -> Stream.concat(
                                    argv.stream().limit(without), argv.stream().skip(without + 1))
                            .toList())
                    .forEach(shorter -> assertThat(exact.permits(new Access.CommandAccess(shorter)))
                            .isFalse());
        });
    }

    @Provide
    Arbitrary<List<String>> exactLines() {
        return Arbitraries.of(
                        "a",
                        "<path>",
                        "<path>...",
                        "<div>",
                        "[-l]",
                        "[-l]*",
                        "[-a-z]*",
                        "\\[-l]",
                        "\\\\<path>",
                        "\\<",
                        "[a-z]")
                .list()
                .ofMinSize(0)
                .ofMaxSize(4)
                .map(arguments ->
                        Stream.concat(Stream.of("grep"), arguments.stream()).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<number> | 0 7 123456789012345678 | 1234567890123456789 -1 +1 1.5 0x1 ١ @1",
                "<word> | a a.b main~1 1,5 café _ | -a @a a/b a=b .. . $a a;b ~ +a",
                "<path> | a a/b ./a . a=b café ... | -a @a /a ../a a/.. a/../b .. ~ ~/a http://a file:///a",
                "<text> | a /a ../a a=b +a $(a) a;b ~ | -a @a"
            })
    void typesHoldWhatTheySay(String token, String held, String refused) {
        for (String argument : held.split(" ")) {
            assertThat(CommandPattern.matches(List.of("p", token), List.of("p", argument)))
                    .as("%s is a %s", argument, token)
                    .isTrue();
        }
        for (String argument : refused.split(" ")) {
            assertThat(CommandPattern.matches(List.of("p", token), List.of("p", argument)))
                    .as("%s is no %s", argument, token)
                    .isFalse();
        }
        assertThat(CommandPattern.matches(List.of("p", token), List.of("p", "")))
                .isFalse();
    }

    @Test
    void anOptionIsGrantedByItsLettersAndItsValueByItsType() {
        List<String> head = List.of("head", "[-(qv)|-n <number>|-n<number>|--lines=<number>]*", "<path>...");
        for (String line : List.of("head", "head -qv a", "head -n 5 a b", "head -n5 -q a", "head --lines=5")) {
            assertThat(CommandPattern.matches(head, List.of(line.split(" "))))
                    .as(line)
                    .isTrue();
        }
        for (String line :
                List.of("head -f", "head -qf", "head -n", "head -n x", "head -n -5 a", "head a -q", "tail")) {
            assertThat(CommandPattern.matches(head, List.of(line.split(" "))))
                    .as(line)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<file>",
                "<paths>...",
                "[-l|]",
                "[-l|x]",
                "[-n <file>]",
                "[--Lines <number]",
                "[-<word>]",
                "[-a-z]*",
                "[--x=$(y)]",
                "[+]",
                "[-n -<path>]"
            })
    void whatIsNotUnderstoodIsRefusedWithAWayOut(String token) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> read("ls", token))
                .satisfies(e -> {
                    assertThat(e.failure().message()).contains("is not understood", token);
                    assertThat(e.failure().hint()).contains("<number>", "\\");
                });
        assertThat(read("ls", "\\" + token).permits(new Access.CommandAccess(List.of("ls", token))))
                .isTrue();
    }

    @Test
    void aPatternNamesItsProgram() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> read("<word>", "x"))
                .withMessageContaining("names no program");
    }

    @Test
    void aTokenStoredBeforeItWasReservedStandsForItself() {
        Scope stored = ScopeJson.stored("terminal", Json.parse("{\"commands\": [[\"grep\", \"<div>\", \"[-a-z]*\"]]}"));
        assertThat(stored.permits(new Access.CommandAccess(List.of("grep", "<div>", "[-a-z]*"))))
                .isTrue();
        assertThat(stored.permits(new Access.CommandAccess(List.of("grep")))).isFalse();
    }

    @Test
    void aPatternThatWouldTakeLongToCompareIsNotShownToCover() {
        String many = "["
                + String.join(
                        "|", IntStream.range(0, 99).mapToObj(i -> "--o" + i).toList()) + "]";
        List<String> long1 = Stream.concat(
                        Stream.of("p"), Stream.generate(() -> many).limit(400))
                .toList();
        assertThat(CommandPattern.covers(long1, long1)).isFalse();
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> read(long1.toArray(String[]::new)))
                .withMessageContaining("longer than");
    }

    private static Scope read(String... tokens) {
        var json = Json.object();
        json.putArray("commands").add(Json.array(List.of(tokens)));
        return ScopeJson.read(ScopeFamily.COMMANDS, json);
    }
}
