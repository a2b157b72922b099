package dev.writ.model.playbook.repair;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compiler or interpreter itself says which name was probably meant. */
final class SuggestedName implements FixRule {
    private static final String NAME = "['`\"\u2018\u2019]";
    private static final List<Pattern> FORMS = List.of(
            // Python: name 'x' …, no attribute 'x' …, cannot import name 'x' …. Did you mean: 'y'?
            Pattern.compile("(?:name|attribute|keyword argument) " + NAME + "(?<wrong>\\w+)" + NAME
                    + "[^\\n]*?[Dd]id you mean:? " + NAME + "(?<right>\\w+)" + NAME),
            // gcc, clang, tsc: 'x' undeclared …; did you mean 'y'?
            Pattern.compile(
                    NAME + "(?<wrong>\\w+)" + NAME + "[^\\n]*?[Dd]id you mean:? " + NAME + "(?<right>\\w+)" + NAME),
            // rustc: cannot find value `x` … help: a local variable with a similar name exists: `y`
            Pattern.compile("cannot find \\w+ `(?<wrong>\\w+)`(?s:.{0,600}?)similar name exists: `(?<right>\\w+)`"));

    @Override
    public Optional<Fix> propose(Trouble trouble) {
        for (Pattern form : FORMS) {
            Matcher said = trouble.find(form);
            if (said.find() && !trouble.at().isEmpty()) {
                String wrong = said.group("wrong");
                String right = said.group("right");
                String line = Pattern.compile("(?<!\\w)" + Pattern.quote(wrong) + "(?!\\w)")
                        .matcher(trouble.at())
                        .replaceAll(Matcher.quoteReplacement(right));
                if (!line.equals(trouble.at())) {
                    return Optional.of(new Fix.Change(
                            "The name " + wrong + " does not exist; " + right + " was meant.",
                            trouble.path(),
                            trouble.content(),
                            trouble.withLine(trouble.line(), line),
                            "Writes " + right + " for " + wrong + " in line " + trouble.line() + "."));
                }
            }
        }
        return Optional.empty();
    }
}
