package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import dev.writ.model.playbook.reading.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Run `make test`", "what happens when I execute python3 app.py", "run the tests". */
final class RunReader implements Recogniser {
    private static final String NOUNS = "(?:(?:the|this|a|my|our|following)\\s+)*"
            + "(?:(?:shell\\s+)?(?:command(?:\\s+line)?|script|program|executable|binary|file)\\s*:?\\s+)?"
            + "(?:(?:called|named)\\s+)?";
    private static final Pattern RUN =
            Patterns.of("^(?:re-?)?(?:run|execute|launch|invoke|exec)\\s*:?\\s+" + NOUNS + "(?<command>.+)$");
    private static final Pattern TRY = Patterns.of(
            "^(?:try|start|call|test|check|measure|time|see|verify|find out|tell me|show me|report)\\s+"
                    + "(?:(?:to|out|that|if|whether|how|what|why|the|output|exit code|result|of|running|run|executing)\\s+)*"
                    + NOUNS + "(?<command>" + Q + ")"
                    + "(?:\\s+(?:command|script|program|still|runs?|passes|pass|works?|succeeds?|builds?|fails?|takes?|"
                    + "exits?|returns?|prints?|outputs?|gives?|does|do|correctly|cleanly|fine|long|with|zero|0|or not))*$");
    private static final Pattern WHEN = Patterns.of(
            "^(?:what|why|how)\\b.*?\\b(?:when|if|after|does|do|is)\\s+(?:(?:I|you|we|one)\\s+)?(?:run|execute|running|start)?\\s*"
                    + NOUNS + "(?<command>" + Q
                    + ")(?:\\s+(?:fail|failing|break|crash|print|output|return|give|exit|do|say|"
                    + "not work|take|happens|with|is run|runs)\\w*)*$");
    private static final Pattern DOES =
            Patterns.of("^(?:does|do|will|is)\\s+" + NOUNS + "(?<command>" + Q + ")\\s+(?:still\\s+)?"
                    + "(?:run|pass|work|succeed|build|fail|exit|compile|failing|passing|working)\\b.*$");
    private static final Pattern PROJECT = Patterns.of(
            "^(?:(?:run|execute|start|launch|do|check|see|tell me|verify|find out|show)\\s+)?"
                    + "(?:(?:if|whether|that|all|the|project'?s|unit|whole|full|our|my|this|its|existing|automated|a)\\s+)*"
                    + "(?<what>test\\s?suite|tests?|build|compile|project|compilation)"
                    + "(?:\\s+(?:suite|cases|project|here|pass|passes|are passing|is passing|succeeds?|works?|fail|fails|it|run))*$");
    private static final Pattern BUILD_VERB =
            Patterns.of("^(?:build|compile|test)\\s+(?:(?:the|this|my|our|whole)\\s+)*"
                    + "(?<what>project|code|workspace|repo|repository|codebase|application|app|program|it)$");
    private static final Pattern NOT_A_PROGRAM = Patterns.of(
            "^(?:an?\\s+|the\\s+|some\\s+|full\\s+|quick\\s+)*(?:performance|analysis|analyses|search|query|queries|report|review|scan|"
                    + "audit|diagnostics?|statistics|check|checks|benchmark|comparison|everything|it|them|that|this|all|away)\\b");
    private static final Pattern TAIL = Patterns.of(
            "(?:,|\\s+)\\s*(?:(?:and|then|but|;)\\s+)*(?:(?:please|also|(?:if|where|when|in case|should) (?:it|this|that|something|anything) (?:fails?|breaks?|goes wrong|does not work|doesn't work),?|in case of (?:a )?(?:failure|error)s?,?|on (?:failure|error),?)\\s+)*"
                    + "(?:tell|report|show|explain|say|let|see|give|describe|summari[sz]e|print|list|point|return|diagnose|"
                    + "find out|figure out|check|look|capture|include)\\b(?:\\s.*)?$");
    private static final Pattern SUFFIX = Patterns.of(
            "\\s+(?:please|for me|now|again|once|as is|in the sandbox|and wait|to see (?:if|whether|what|why).*|"
                    + "to check (?:if|whether|that).*|because .*)$");
    private static final Pattern TIMEOUT =
            Patterns.of("[,\\s]+(?:\\(?(?:with|using|for|within|giving it|for at most|at most|and)\\s+)*(?:an?\\s+)?"
                    + "(?:time-?\\s?out|limit|at most|max(?:imum)?|within)?\\s*(?:of\\s+)?(?<n>\\d+)\\s*-?(?<unit>s|sec|secs|seconds?|m|min|minutes?)"
                    + "(?:\\s+(?:time-?\\s?out|limit|at most))?\\)?$");
    private static final Pattern FOLDER = Patterns.of(
            "\\s+(?:in|inside|from|within|under)\\s+(?:(?:the|my|our|this)\\s+)*(?:(?:folder|directory|subfolder|dir)\\s+)?"
                    + "(?<folder>" + Patterns.WORD + ")(?:\\s+(?:folder|directory|dir|subfolder))?$");
    private static final Pattern LEADING_FOLDER = Patterns.of(
            "^(?:in|inside|from|within|under)\\s+(?:the\\s+)?(?:(?:folder|directory|subfolder|dir)\\s+)?(?<folder>"
                    + Patterns.WORD + "?)(?:\\s+(?:folder|directory|dir|subfolder))?\\s*,?\\s+(?=run|execute|launch)");

    @Override
    public Optional<Intent> read(Phrase whole) {
        String cwd = "";
        Phrase phrase = whole;
        Matcher leading = LEADING_FOLDER.matcher(whole.text());
        if (leading.find()) {
            cwd = PathWords.tidy(whole.value(leading.group("folder").replaceAll(",$", "")));
            phrase = whole.with(whole.text().substring(leading.end()));
        }
        String text = phrase.text().replaceAll("[?!]+$", "").strip();
        Matcher run = RUN.matcher(text);
        Matcher loose = firstMatch(text, TRY, WHEN, DOES);
        String without = stripped(text);
        Matcher project = PROJECT.matcher(without);
        Matcher build = BUILD_VERB.matcher(without);
        if (project.matches() && !without.matches("(?i)(?:test|tests|project|the project|compile)")) {
            return Optional.of(new Intent.Verify(goal(project.group("what")), cwd));
        }
        if (build.matches()) {
            return Optional.of(new Intent.Verify(goal(without.split("\\s", -1)[0]), cwd));
        }
        if (run.matches()) {
            return command(phrase, run.group("command"), cwd);
        }
        if (loose != null && looksLikeCommand(phrase.value(loose.group("command")))) {
            return command(phrase, loose.group("command"), cwd);
        }
        return Optional.empty();
    }

    private static Intent.Verify.Goal goal(String what) {
        return what.toLowerCase(java.util.Locale.ROOT).startsWith("test")
                ? Intent.Verify.Goal.TEST
                : Intent.Verify.Goal.BUILD;
    }

    private static @org.jspecify.annotations.Nullable Matcher firstMatch(String text, Pattern... patterns) {
        for (Pattern pattern : patterns) {
            for (String candidate : List.of(text, stripped(text))) {
                Matcher matcher = pattern.matcher(candidate);
                if (matcher.matches()) {
                    return matcher;
                }
            }
        }
        return null;
    }

    /** Without what follows the request proper: what to tell, how long, politeness. */
    private static String stripped(String text) {
        String before;
        String after = text;
        do {
            before = after;
            after = SUFFIX.matcher(TAIL.matcher(after).replaceFirst(""))
                    .replaceFirst("")
                    .strip();
        } while (!before.equals(after));
        return after.replaceAll("[.,;:?!]+$", "");
    }

    static boolean looksLikeCommand(String text) {
        return CommandLine.parse(text) instanceof CommandLine.Parsed parsed
                ? isProgram(parsed.argv())
                : text.matches("(?s)[\\w./-]+\\s.*[|&;<>$`].*");
    }

    private static boolean isProgram(List<String> argv) {
        String first = argv.getFirst();
        return first.startsWith("./")
                || first.startsWith("/")
                || (argv.size() > 1 && first.matches("[a-z][\\w.+-]*"))
                || first.matches(
                        "(?:make|ls|pwd|env|date|whoami|true|false|uname|df|id|cargo|npm|mvn|gradle|pytest|tox|ruff|mypy|eslint|tsc|jest|hostname)")
                || first.matches("[\\w./-]+\\.(?:sh|py|js|mjs|rb|pl|bash)");
    }

    private static Optional<Intent> command(Phrase phrase, String fragment, String leadingFolder) {
        String rest = fragment.strip();
        String cwd = leadingFolder;
        int timeout = 0;
        String written;
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        boolean quotedWhole = phrase.isQuote(rest.substring(0, 1));
        String before;
        do {
            before = rest;
            rest = stripped(rest);
            Matcher limit = TIMEOUT.matcher(rest);
            if (limit.find() && (quotedWhole || limit.group().matches("(?is).*(time|limit|at most|within|max).*"))) {
                timeout = Integer.parseInt(limit.group("n")
                                .substring(0, Math.min(4, limit.group("n").length())))
                        * (limit.group("unit")
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .startsWith("m")
                                ? 60
                                : 1);
                rest = rest.substring(0, limit.start());
            }
            Matcher folder = FOLDER.matcher(rest);
            if (folder.find() && isFolder(phrase, folder)) {
                String named = phrase.value(folder.group("folder"));
                cwd = isHere(folder.group()) ? cwd : PathWords.tidy(named);
                rest = rest.substring(0, folder.start());
            }
        } while (!before.equals(rest));
        if (!quotedWhole && NOT_A_PROGRAM.matcher(rest).find()) {
            return Optional.empty();
        }
        written = quotedWhole && rest.length() == 1 ? phrase.value(rest) : phrase.original(rest);
        if (quotedWhole && rest.length() > 1) {
            // A quoted command followed by words about it, such as "`x.sh` script".
            String after = rest.substring(1).strip();
            if (after.matches("(?is)(?:command|script|program|file)?[\\s\\p{Punct}]*")) {
                written = phrase.value(rest.substring(0, 1));
            }
        }
        return Optional.of(intent(written, cwd.equals(".") ? "" : cwd, timeout));
    }

    private static boolean isHere(String clause) {
        return clause.matches("(?is).*\\b(?:workspace|project|repo|repository|folder|directory|here)\\s*$")
                && clause.strip().split("\\s+", -1).length <= 4;
    }

    private static boolean isFolder(Phrase phrase, Matcher folder) {
        String word = phrase.value(folder.group("folder"));
        boolean noun = folder.group().matches("(?is).*\\b(?:folder|directory|dir|subfolder)\\b.*");
        return noun || isHere(folder.group()) || PathWords.isFolder(word) || word.matches("[A-Za-z][\\w-]*");
    }

    static Intent intent(String written, String cwd, int timeout) {
        return switch (CommandLine.parse(written)) {
            case CommandLine.NeedsShell shell -> new Intent.Refuse(shell.reason());
            case CommandLine.Parsed parsed ->
                new Intent.RunCommand(
                        interpreted(parsed.argv()),
                        parsed.cwd().isEmpty() ? cwd : PathWords.tidy(parsed.cwd()),
                        Math.min(timeout, 600));
        };
    }

    /** A script named without a path is run by its interpreter: without a shell there is no search in the folder. */
    static List<String> interpreted(List<String> argv) {
        String first = argv.getFirst();
        String interpreter = first.startsWith("./") || first.startsWith("/")
                ? ""
                : first.endsWith(".py")
                        ? "python3"
                        : first.endsWith(".sh") || first.endsWith(".bash")
                                ? "bash"
                                : first.matches(".*\\.[cm]?js") ? "node" : first.endsWith(".rb") ? "ruby" : "";
        if (interpreter.isEmpty()) {
            return argv;
        }
        List<String> line = new ArrayList<>(List.of(interpreter));
        line.addAll(argv);
        return List.copyOf(line);
    }
}
