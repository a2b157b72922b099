package dev.writ.model.playbook.repair;

import dev.writ.model.playbook.reading.NearNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name that is not defined, where one that is nearly the same is: variables, functions, commands, keys. */
final class MisspeltName implements FixRule {
    private static final List<Pattern> UNKNOWN = List.of(
            Pattern.compile("NameError: (?:global )?name '(?<name>\\w+)' is not defined"),
            Pattern.compile("AttributeError: [^\\n]* has no attribute '(?<name>\\w+)'"),
            Pattern.compile("KeyError: '(?<name>\\w+)'"),
            Pattern.compile("ReferenceError: (?<name>\\w+) is not defined"),
            Pattern.compile("TypeError: (?:[\\w$]+\\.)*(?<name>\\w+) is not a function"),
            Pattern.compile("line \\d+: (?<name>\\w+): unbound variable"),
            Pattern.compile("\\d+: (?<name>\\w+): parameter not set"),
            Pattern.compile("(?:line )?\\d+: (?<name>[\\w-]+): (?:command )?not found"),
            Pattern.compile("undefined: (?<name>\\w+)"),
            Pattern.compile("cannot find symbol(?s:.{0,300}?)symbol:\\s+\\w+ (?<name>\\w+)"),
            Pattern.compile("[\u2018'](?<name>\\w+)[\u2019'] (?:undeclared|was not declared)"),
            Pattern.compile("cannot find \\w+ `(?<name>\\w+)`"),
            Pattern.compile("undefined (?:local variable or )?method [`'](?<name>\\w+)'"));
    private static final List<String> COMMANDS = List.of(
            "echo",
            "printf",
            "grep",
            "sed",
            "awk",
            "cat",
            "sort",
            "uniq",
            "head",
            "tail",
            "mkdir",
            "touch",
            "chmod",
            "python3",
            "export",
            "return",
            "exit",
            "source",
            "local",
            "test",
            "read",
            "sleep",
            "find",
            "cut",
            "basename",
            "dirname",
            "wc",
            "xargs");

    @Override
    public Optional<Fix> propose(Trouble trouble) {
        if (trouble.path().isEmpty() || trouble.content().isEmpty()) {
            return Optional.empty();
        }
        for (Pattern form : UNKNOWN) {
            Matcher said = trouble.find(form);
            if (said.find()) {
                String wrong = said.group("name");
                Set<String> known = identifiers(trouble, wrong);
                if (form.pattern().contains("not found")) {
                    Set<String> functions = functions(trouble.content());
                    Optional<String> function = NearNames.nearest(wrong, functions);
                    known = function.isPresent() ? functions : new LinkedHashSet<>(COMMANDS);
                }
                Optional<String> right = NearNames.nearest(wrong, known);
                if (right.isPresent()) {
                    return change(trouble, wrong, right.get());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Fix> change(Trouble trouble, String wrong, String right) {
        String after = trouble.path().endsWith(".py")
                        || wrong.contains("-")
                        || trouble.withWord(wrong, right).equals(trouble.content())
                ? Pattern.compile("(?<![\\w-])" + Pattern.quote(wrong) + "(?![\\w-])")
                        .matcher(trouble.content())
                        .replaceAll(Matcher.quoteReplacement(right))
                : trouble.content()
                        .replaceAll("(?<!\\w)" + Pattern.quote(wrong) + "(?!\\w)", Matcher.quoteReplacement(right));
        if (after.equals(trouble.content())) {
            return Optional.empty();
        }
        return Optional.of(new Fix.Change(
                "The name " + wrong + " is not defined anywhere; " + right + " is, and was probably meant.",
                trouble.path(),
                trouble.content(),
                after,
                "Writes " + right + " for " + wrong + "."));
    }

    private static Set<String> functions(String script) {
        Set<String> functions = new LinkedHashSet<>();
        Matcher definition = Pattern.compile("(?m)^\\s*(?:function\\s+)?([\\w-]+)\\s*\\(\\)|^\\s*function\\s+([\\w-]+)")
                .matcher(script);
        while (definition.find()) {
            functions.add(definition.group(1) == null ? definition.group(2) : definition.group(1));
        }
        return functions;
    }

    /** Names of the file that are more than this one misspelling, comments left out. */
    private static Set<String> identifiers(Trouble trouble, String wrong) {
        Set<String> names = new LinkedHashSet<>();
        for (String line : trouble.lines()) {
            String code = line.replaceFirst("(?:^|\\s)(?:#|//).*$", "");
            Matcher word = Pattern.compile("[A-Za-z_]\\w+").matcher(code);
            while (word.find()) {
                names.add(word.group());
            }
        }
        names.remove(wrong);
        return names;
    }
}
