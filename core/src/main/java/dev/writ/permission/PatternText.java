package dev.writ.permission;

import dev.writ.WritException;
import dev.writ.permission.ArgumentForm.Anything;
import dev.writ.permission.ArgumentForm.Exactly;
import dev.writ.permission.ArgumentForm.Letters;
import dev.writ.permission.ArgumentForm.Prefixed;
import dev.writ.permission.ArgumentForm.Typed;
import dev.writ.permission.PatternElement.Many;
import dev.writ.permission.PatternElement.One;
import dev.writ.permission.PatternElement.Option;
import dev.writ.permission.PatternElement.Options;
import dev.writ.permission.PatternElement.Perhaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of command patterns, one token an element:
 *
 * <ul>
 *   <li>{@code *} one argument, a last {@code **} any number, options included;
 *   <li>{@code <number>}, {@code <word>}, {@code <path>}, {@code <text>} one argument of an {@link ArgumentType};
 *       with {@code ?} behind it one or none, with {@code ...} any number;
 *   <li>{@code [-l|-n <number>|--lines=<number>|-type f|-(ahl)|-<number>]} one of these options or none, with
 *       {@code *} behind it any number of them; {@code -(ahl)} stands for any of these letters behind one dash;
 *   <li>{@code \<path>}, {@code \[-l]}: the text behind the backslash itself;
 *   <li>everything else stands for itself.
 * </ul>
 *
 * Only texts shaped like one of these are reserved, so that what was granted before there were types means the same.
 */
final class PatternText {
    private static final int LONGEST_TYPED = 4_096;

    private static final Pattern TYPE_SHAPE = Pattern.compile("<([a-z]+)>(\\?|\\.\\.\\.)?");
    private static final Pattern OPTIONS_SHAPE = Pattern.compile("\\[([-+].*)](\\*?)", Pattern.DOTALL);

    private static final String LONG_NAME = "--?[A-Za-z][A-Za-z0-9-]*";
    private static final String PLAIN = "[A-Za-z0-9_][A-Za-z0-9_.,:+%-]*";
    private static final Pattern LETTERS = Pattern.compile("-\\(([A-Za-z0-9]+)\\)");
    private static final Pattern ALONE =
            Pattern.compile("-[A-Za-z0-9]|-[A-Za-z][A-Za-z0-9]+|--[A-Za-z][A-Za-z0-9-]*|--|" + LONG_NAME + "=" + PLAIN);
    private static final Pattern ATTACHED =
            Pattern.compile("(-[A-Za-z0-9]|" + LONG_NAME + "=|\\+)<([a-z]+)>|(-)<(number)>");
    private static final Pattern WITH_VALUE = Pattern.compile(
            "(-[A-Za-z0-9]|-[A-Za-z][A-Za-z0-9]+|--[A-Za-z][A-Za-z0-9-]*) (?:(" + PLAIN + ")|([+-]?)<([a-z]+)>)");

    private PatternText() {}

    /** What the tokens stand for; one that is shaped like a type or options and is neither stands for itself. */
    static List<PatternElement> elements(List<String> tokens) {
        List<PatternElement> elements = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.equals("*")) {
                elements.add(new One(new Anything()));
            } else if (token.equals("**") && i == tokens.size() - 1) {
                elements.add(new Many(new Anything()));
            } else {
                elements.add(special(token).orElseGet(() -> new One(new Exactly(unescaped(token)))));
            }
        }
        return elements;
    }

    /** Whether there are no types, options or backslashed texts among the tokens. */
    static boolean isPlain(List<String> tokens) {
        return tokens.stream().noneMatch(PatternText::isReserved);
    }

    /** Whether every token stands for one text; a {@code **} that is not the last does, but hardly was meant to. */
    static boolean isExact(List<String> tokens) {
        return !tokens.contains("**")
                && elements(tokens).stream()
                        .allMatch(element -> element instanceof One one && one.form() instanceof Exactly);
    }

    /** The token that stands for this argument alone. Not for {@code *}, which has no such token. */
    static String literal(String argument) {
        return isReserved(argument) ? "\\" + argument : argument;
    }

    /** @throws WritException with {@code invalid_arguments} where a token is not understood */
    static void check(List<String> tokens) {
        if (isPlain(tokens)) {
            return;
        }
        for (String token : tokens) {
            if (isShaped(token) && special(token).isEmpty()) {
                throw Fields.invalid(
                        "The part " + Quoted.of(token) + " of a command pattern is not understood.",
                        "Use <number>, <word>, <path> or <text>, options as in [-l|-n <number>]*, or put a \\ before"
                                + " it if you mean this very text.");
            }
        }
        if (isShaped(tokens.getFirst())) {
            throw Fields.invalid(
                    "The command pattern " + Quoted.of(String.join(" ", tokens)) + " names no program.",
                    "Name the program first, as in [\"ls\", \"<path>...\"].");
        }
        if (tokens.stream().mapToInt(String::length).sum() > LONGEST_TYPED) {
            throw Fields.invalid(
                    "A command pattern with types is longer than " + LONGEST_TYPED + " characters.",
                    "Use several shorter ones.");
        }
    }

    private static boolean isReserved(String token) {
        return isShaped(token) || (token.startsWith("\\") && isReserved(token.substring(1)));
    }

    private static boolean isShaped(String token) {
        return (token.startsWith("<") && TYPE_SHAPE.matcher(token).matches())
                || (token.startsWith("[") && OPTIONS_SHAPE.matcher(token).matches());
    }

    private static String unescaped(String token) {
        return token.startsWith("\\") && isReserved(token.substring(1)) ? token.substring(1) : token;
    }

    private static Optional<PatternElement> special(String token) {
        Matcher type = TYPE_SHAPE.matcher(token);
        if (type.matches()) {
            return ArgumentType.of(type.group(1)).map(Typed::new).map(form -> switch (token.charAt(
                    token.length() - 1)) {
                case '?' -> new Perhaps(form);
                case '.' -> new Many(form);
                default -> new One(form);
            });
        }
        Matcher options = OPTIONS_SHAPE.matcher(token);
        if (!options.matches()) {
            return Optional.empty();
        }
        List<Option> choices = new ArrayList<>();
        for (String choice : options.group(1).split("\\|", -1)) {
            Optional<Option> option = option(choice);
            if (option.isEmpty()) {
                return Optional.empty();
            }
            choices.add(option.get());
        }
        return Optional.of(new Options(choices, !options.group(2).isEmpty()));
    }

    private static Optional<Option> option(String text) {
        Matcher letters = LETTERS.matcher(text);
        if (letters.matches()) {
            return Optional.of(new Option(new Letters(letters.group(1)), Optional.empty()));
        }
        if (ALONE.matcher(text).matches()) {
            return Optional.of(new Option(new Exactly(text), Optional.empty()));
        }
        Matcher attached = ATTACHED.matcher(text);
        if (attached.matches()) {
            int at = attached.group(1) == null ? 3 : 1;
            return ArgumentType.of(attached.group(at + 1))
                    .map(type -> new Option(new Prefixed(attached.group(at), type), Optional.empty()));
        }
        Matcher valued = WITH_VALUE.matcher(text);
        return valued.matches()
                ? value(valued).map(value -> new Option(new Exactly(valued.group(1)), Optional.of(value)))
                : Optional.empty();
    }

    private static Optional<ArgumentForm> value(Matcher option) {
        if (option.group(2) != null) {
            return Optional.of(new Exactly(option.group(2)));
        }
        String sign = option.group(3);
        return ArgumentType.of(option.group(4))
                .filter(type -> !sign.equals("-") || type == ArgumentType.NUMBER)
                .map(type -> sign.isEmpty() ? new Typed(type) : new Prefixed(sign, type));
    }
}
