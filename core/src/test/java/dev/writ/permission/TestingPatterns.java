package dev.writ.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Patterns, each known in a second way: as a regular expression over the arguments, each ended by a line feed. From the
 * same pieces come command lines that a pattern matches, so that tests need not wait for chance.
 */
final class TestingPatterns {
    private TestingPatterns() {}

    /** @param regex of what the token stands for */
    record Piece(String token, String regex, Arbitrary<List<String>> lines) {}

    record Known(List<Piece> pieces) {
        List<String> tokens() {
            return pieces.stream().map(Piece::token).toList();
        }

        boolean matches(List<String> argv) {
            String regex = pieces.stream().map(Piece::regex).collect(Collectors.joining());
            return Pattern.matches(regex, argv.stream().map(a -> a + "\n").collect(Collectors.joining()));
        }

        Arbitrary<List<String>> lines() {
            return Combinators.combine(pieces.stream().map(Piece::lines).toList())
                    .as(parts -> parts.stream().flatMap(List::stream).toList());
        }
    }

    private static final Map<String, String> TYPES = Map.of(
            "number", "[0-9]{1,18}",
            "word", "[A-Za-z0-9_][A-Za-z0-9_.,:+%~^-]*",
            "path", "(?![-@/~])(?!(?:[^\\n]*/)?\\.\\.[/\\n])(?![^\\n]*://)[^\\n]+",
            "text", "[^-@\\n][^\\n]*");

    private static final Map<String, List<String>> VALUES = Map.of(
            "number", List.of("5", "0", "12"),
            "word", List.of("a", "5", "f", "a-b", "x"),
            "path", List.of("a", "5", "a/b", "./x", "a b", ".", "x=y", "f", "...", "[-l]"),
            "text", List.of("a", "5", "/etc", "..", "a/../b", "f", "$(x)", "+5", "http://x"));

    /** Arguments in which the types, the options and the texts of the pieces differ. */
    static Arbitrary<List<String>> argv() {
        return Arbitraries.of(
                        "ls", "x", "5", "a", "a/b", "..", "/etc", "a/../b", "-l", "-a", "-la", "-lx", "-n", "-n5",
                        "-nx", "--n=5", "--n=a/b", "-5", "+5", "@f", "-", "--", "f", "-t", "", "[-l]", "<path>", "~")
                .list()
                .ofMinSize(0)
                .ofMaxSize(5);
    }

    static Arbitrary<Known> patterns() {
        List<Piece> middle = new ArrayList<>();
        for (String text : List.of("ls", "x", "-l", "@f", "5")) {
            middle.add(piece(text, text));
        }
        middle.add(piece("\\[-l]", "[-l]"));
        middle.add(piece("\\<path>", "<path>"));
        middle.add(new Piece("*", "[^\\n]*\\n", some("x", "-l", "@f", "..").map(List::of)));
        for (String type : TYPES.keySet()) {
            String argument = "(?:" + TYPES.get(type) + "\\n)";
            Arbitrary<String> value = some(VALUES.get(type).toArray(String[]::new));
            middle.add(new Piece("<" + type + ">", argument, value.map(List::of)));
            middle.add(new Piece(
                    "<" + type + ">?", argument + "?", value.list().ofMinSize(0).ofMaxSize(1)));
            middle.add(new Piece(
                    "<" + type + ">...",
                    argument + "*",
                    value.list().ofMinSize(0).ofMaxSize(2)));
        }
        Arbitrary<Piece> last = Arbitraries.just(
                new Piece("**", "(?:[^\\n]*\\n)*", some("x", "-n", "").list().ofMaxSize(2)));
        Arbitrary<List<Piece>> pieces = Arbitraries.oneOf(List.of(Arbitraries.of(middle), options()))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(piece("ls", "ls"), piece("x", "x")),
                        pieces,
                        last.list().ofMinSize(0).ofMaxSize(1))
                .as((program, between, end) -> {
                    List<Piece> all = new ArrayList<>(List.of(program));
                    all.addAll(between);
                    all.addAll(end);
                    return new Known(all);
                });
    }

    private static Arbitrary<Piece> options() {
        List<Piece> choices = List.of(
                piece("-l", "-l"),
                piece("-a", "-a"),
                piece("-n", "-n"),
                piece("--", "--"),
                new Piece("-(la)", "-[la]+\\n", some("-l", "-la", "-aal").map(List::of)),
                new Piece("-(l)", "-l+\\n", some("-l", "-ll").map(List::of)),
                new Piece("-n <number>", "-n\\n[0-9]{1,18}\\n", some("5", "7").map(n -> List.of("-n", n))),
                new Piece("-n +<number>", "-n\\n\\+[0-9]{1,18}\\n", some("+5").map(n -> List.of("-n", n))),
                new Piece(
                        "-n <text>",
                        "-n\\n" + TYPES.get("text") + "\\n",
                        some("a", "+5").map(n -> List.of("-n", n))),
                new Piece("-t f", "-t\\nf\\n", Arbitraries.just(List.of("-t", "f"))),
                new Piece("-n<number>", "-n[0-9]{1,18}\\n", some("-n5").map(List::of)),
                new Piece(
                        "-n<word>",
                        "-n" + TYPES.get("word") + "\\n",
                        some("-n5", "-nx").map(List::of)),
                new Piece(
                        "--n=<path>",
                        "--n=" + TYPES.get("path") + "\\n",
                        some("--n=5", "--n=a/b").map(List::of)),
                new Piece("--n=5", "--n=5\\n", some("--n=5").map(List::of)),
                new Piece("-<number>", "-[0-9]{1,18}\\n", some("-5").map(List::of)),
                new Piece(
                        "+<text>",
                        "\\+" + TYPES.get("text") + "\\n",
                        some("+5", "+a").map(List::of)));
        return Combinators.combine(
                        Arbitraries.of(choices).list().ofMinSize(1).ofMaxSize(3), Arbitraries.of(true, false))
                .as((chosen, repeated) -> {
                    String tokens = chosen.stream().map(Piece::token).collect(Collectors.joining("|", "[", "]"));
                    String regex = chosen.stream().map(Piece::regex).collect(Collectors.joining("|", "(?:", ")"));
                    Arbitrary<List<List<String>>> lines = Arbitraries.oneOf(
                                    chosen.stream().map(Piece::lines).toList())
                            .list()
                            .ofMaxSize(repeated ? 3 : 1);
                    return new Piece(
                            repeated ? tokens + "*" : tokens,
                            regex + (repeated ? "*" : "?"),
                            lines.map(parts ->
                                    parts.stream().flatMap(List::stream).toList()));
                });
    }

    private static Piece piece(String token, String argument) {
        return new Piece(token, Pattern.quote(argument) + "\\n", Arbitraries.just(List.of(argument)));
    }

    private static Arbitrary<String> some(String... values) {
        return Arbitraries.of(values);
    }
}
