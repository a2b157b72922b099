package dev.writ.model.playbook.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script without permission to be executed can be run through its interpreter. */
final class NotExecutable implements FixRule {
    private static final Pattern INNER = Pattern.compile("line \\d+: (?<path>\\./[\\w./-]+): Permission denied");
    private static final Pattern OUTER = Pattern.compile("(?i)permission denied|EACCES|not executable");

    @Override
    public Optional<Fix> propose(Trouble trouble) {
        Matcher inner = trouble.find(INNER);
        if (inner.find() && !trouble.at().isEmpty()) {
            String path = inner.group("path");
            String interpreter = interpreter(path);
            String line = trouble.at()
                    .replaceFirst(
                            "(?<![\\w/])" + Pattern.quote(path), Matcher.quoteReplacement(interpreter + " " + path));
            return line.equals(trouble.at())
                    ? Optional.empty()
                    : Optional.of(new Fix.Change(
                            path + " may not be executed; it lacks that permission.",
                            trouble.path(),
                            trouble.content(),
                            trouble.withLine(trouble.line(), line),
                            "Runs " + path + " through " + interpreter + "."));
        }
        List<String> argv = trouble.run().argv();
        boolean script = argv.getFirst().contains("/");
        boolean denied = trouble.run().exitCode() == 126
                || (OUTER.matcher(trouble.output()).find()
                        && trouble.run().stdout().isBlank());
        if (!script || !denied) {
            return Optional.empty();
        }
        List<String> other = new ArrayList<>(List.of(interpreter(argv.getFirst())));
        other.addAll(argv);
        return Optional.of(new Fix.OtherCommand(
                argv.getFirst() + " may not be executed; it lacks that permission.", List.copyOf(other)));
    }

    private static String interpreter(String path) {
        return path.endsWith(".py")
                ? "python3"
                : path.matches(".*\\.[cm]?js") ? "node" : path.endsWith(".rb") ? "ruby" : "bash";
    }
}
