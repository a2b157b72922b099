package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import dev.writ.model.playbook.reading.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Make `./measure.sh` faster by tuning x.properties" and "find out why `./run.sh` fails and fix it". */
final class ImproveReader implements Recogniser {
    private static final Pattern OPTIMISE = Patterns.of(
            "^(?:optimi[sz]e|tune|speed up|accelerate)\\b.*|.*\\b(?:make|get)\\b.*\\b(?:faster|quicker|run faster|more quickly|less time|speedier)\\b.*|"
                    + "^(?:reduce|lower|minimi[sz]e|cut|shorten|decrease|improve|increase|maximi[sz]e|raise|boost)\\b.*\\b(?:time|runtime|run time|duration|latency|performance|speed|throughput|"
                    + "metric|score|value printed|output value|rate|seconds|milliseconds|cost|printed by|reported by|measured by)\\b.*");
    private static final Pattern REPAIR = Patterns.of(
            "^(?:fix|repair|debug|correct|mend|heal|resolve|recover|troubleshoot)\\b(?<rest>.*)|"
                    + "^(?:make|get)\\b.*\\b(?:work|pass|succeed|run|working|passing|running|green|compile|build)(?:\\s+again)?\\s*[.!]?$|"
                    + ".*\\b(?:fix|repair|debug)\\s+(?:it|them|that|this|the\\s+\\w+|whatever\\b.*|what(?:ever)?\\b.*|any\\b.*|if\\b.*)\\b.*");
    private static final Pattern METRIC = Patterns.of(
            "\\b(?:(?:the\\s+)?(?:metric|score|value|number|figure|field|measure)\\s+(?:called\\s+|named\\s+|of\\s+)?|(?:its|the)\\s+)(?<name>"
                    + Q
                    + "|[A-Za-z_][\\w.]*)\\s+(?:that\\s+)?(?:it\\s+|as\\s+)?(?:prints?|printed|reported|reports|measured|output)\\b"
                    + "|\\b(?:metric|printed (?:value|number|metric))\\s+(?:called\\s+|named\\s+)?(?<name2>" + Q
                    + "|[A-Za-z_][\\w.]*)"
                    + "|^(?:reduce|lower|minimi[sz]e|increase|maximi[sz]e|raise|improve)\\s+(?:the\\s+)?(?<name3>" + Q
                    + "|[A-Za-z_]\\w*)\\s+(?:(?:that|which)\\s+)?(?:printed|reported|measured|given|shown|output)\\s+by\\b");
    private static final Pattern HIGHER =
            Patterns.of("^(?:increase|maximi[sz]e|raise|boost)\\b|\\bhigher is better\\b|\\bthroughput\\b");

    @Override
    public Optional<Intent> read(Phrase whole) {
        String text = whole.text().replaceAll("[?!.]+$", "").strip();
        boolean optimise = OPTIMISE.matcher(text).matches();
        boolean repair = !optimise && REPAIR.matcher(text).matches();
        if (!optimise && !repair) {
            return Optional.empty();
        }
        List<String> command = List.of();
        String file = "";
        List<String> others = new ArrayList<>();
        for (String token : text.split("\\s+", -1)) {
            String bare = token.replaceAll("[,;:!?)]+$", "").replaceAll("(?<=.)\\.$", "");
            String value = whole.value(bare);
            boolean config =
                    value.matches("(?i)[\\w./-]*\\.(?:properties|ya?ml|json|toml|ini|conf|cfg|env)|(?:.*/)?\\.env");
            if (config && !value.contains(" ")) {
                file = PathWords.tidy(value);
            } else if (command.isEmpty()
                    && ((whole.isQuote(bare) && RunReader.looksLikeCommand(value)) || isScript(value))) {
                command = parsed(value);
            } else if (PathWords.isFile(value) && !value.contains(" ")) {
                others.add(PathWords.tidy(value));
            }
        }
        if (command.isEmpty()) {
            command = unquoted(whole, text.replaceFirst("(?i)^(?:make|get)\\s+(?=\\S)", ""));
        }
        if (optimise) {
            Matcher metric = METRIC.matcher(text);
            String name = metric.find()
                    ? whole.value(Patterns.group(metric, "name")
                            + Patterns.group(metric, "name2")
                            + Patterns.group(metric, "name3"))
                    : "";
            boolean time = name.matches(
                    "(?i)run|time|runtime|duration|wall|it|script|command|latency|called|performance|speed");
            boolean nothing = command.isEmpty() && file.isEmpty();
            return nothing
                    ? Optional.empty()
                    : Optional.of(new Intent.Optimise(
                            command,
                            file,
                            time ? "" : name,
                            HIGHER.matcher(text).find()));
        }
        boolean tests = text.matches("(?is).*\\b(?:tests?|build|compil\\w+)\\b.*");
        if (command.isEmpty() && others.isEmpty() && !tests) {
            return Optional.empty();
        }
        if (command.isEmpty() && !others.isEmpty() && isRunnable(others.getFirst())) {
            command = RunReader.interpreted(List.of(others.getFirst()));
        }
        return command.isEmpty() && !tests
                ? Optional.empty()
                : Optional.of(new Intent.Repair(command, others.isEmpty() ? "" : others.getFirst()));
    }

    private static boolean isScript(String value) {
        return value.startsWith("./") && !value.contains(" ") && !value.endsWith("/");
    }

    private static boolean isRunnable(String file) {
        return file.matches(".*\\.(?:py|sh|bash|js|mjs|cjs|rb)");
    }

    private static List<String> parsed(String line) {
        return CommandLine.parse(line) instanceof CommandLine.Parsed command
                ? RunReader.interpreted(command.argv())
                : List.of();
    }

    private static final Pattern PROGRAM = Patterns.of(
            "\\b(?<line>(?:python3?|bash|sh|node|make|npm|mvn|gradle|cargo|go|ruby|perl|java|pytest|php)\\b(?:\\s+(?!(?:and|so|by|with|to|fails?|is|faster|work|pass|run|again|because|which|that|then|when|does|crashes|tests? fail)\\b)[\\w./:=@-]+)*)");

    private static List<String> unquoted(Phrase whole, String text) {
        Matcher program = PROGRAM.matcher(text);
        while (program.find()) {
            List<String> argv = parsed(whole.original(program.group("line")));
            if (argv.size() > 1 || argv.equals(List.of("make")) || argv.equals(List.of("pytest"))) {
                return argv;
            }
        }
        return List.of();
    }
}
