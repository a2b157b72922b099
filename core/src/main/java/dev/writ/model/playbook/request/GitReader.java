package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Show what changed", "commit a.txt and b.txt with the message …", "the last five commits". */
final class GitReader implements Recogniser {
    private static final Pattern REPOSITORY = Patterns.of(
            "[,\\s]+(?:in|of|from|for|inside|at)\\s+(?:(?:the|this|my|our|git|local)\\s+)*"
                    + "(?:(?:repository|repo|folder|directory|project|checkout)\\s+(?:called\\s+|named\\s+|in\\s+|at\\s+)?(?!(?:since|and|with|that|which|before|after|to|for|is|are|as|but|using|so|compared|against|between|from|now|yet|today|not)\\b)(?<a>"
                    + Q + "|[\\w.-]+(?:/[\\w.-]+)*/?)"
                    + "|(?<b>" + Q + "|[\\w.-]+(?:/[\\w.-]+)*/?)\\s+(?:repository|repo|folder|directory|project)"
                    + "|(?:git\\s+)?(?:repository|repo|project|workspace|folder|directory|checkout|working (?:copy|tree|directory))|git|here)(?=$|[\\s,.?;])");
    private static final Pattern COMMIT =
            Patterns.of("^(?:(?:git\\s+)?(?:add|stage)\\s+and\\s+)?(?:git\\s+)?(?:commit|check in)\\b(?<rest>.*)$");
    private static final Pattern MAKE_COMMIT = Patterns.of(
            "^(?:make|create|do|record|prepare|save)\\s+(?:a|one|the)?\\s*(?:new\\s+|git\\s+|single\\s+)*commit\\b(?<rest>.*)$");
    private static final Pattern MESSAGE = Patterns.of(
            "[,\\s]*(?:(?:with|using|and|under|having)\\s+)*(?:(?:the|a|this|as|commit)\\s+)*(?:message|-m|description|comment|log message|msg)"
                    + "(?:\\s+(?:of|is|being|saying|that says|set to|should be|must be|shall be|should read|to be))?\\s*[:=]?\\s*(?<m>"
                    + Q + "|.+)$");
    private static final Pattern LEADING_MESSAGE =
            Patterns.of("^(?<message>(?:with|using|under)\\s+(?:the\\s+|a\\s+)?(?:commit\\s+)?message\\s*:?\\s*" + Q
                    + ")\\s*,?\\s+(?<rest>.+)$");
    private static final Pattern SAYING =
            Patterns.of("[,\\s]*(?:saying|as|titled|called|with|:|-m)\\s*:?\\s*(?<m>" + Q + ")\\s*[.!]?$");
    private static final Pattern LAST_QUOTE = Patterns.of("\\s+(?<m>" + Q + ")\\s*[.!]?$");
    private static final Pattern EVERYTHING = Patterns.of(
            "\\b(?:everything|all(?:\\s+(?:of\\s+)?(?:the|my|our|these|those|its)?\\s*(?:\\w+\\s+)?(?:changes?|changed files?|files?|modifications|edits|work|of it))?|"
                    + "(?:my|the|our|these|current|pending|uncommitted|outstanding)\\s+(?:\\w+\\s+)?(?:changes|work|modifications|edits)|whatever (?:has )?changed|the (?:workspace|working (?:tree|copy)))\\b");
    private static final Pattern PREVIOUS = Patterns.of(
            "^[\\s,]*(?:(?:only|just)\\s+)?(?:it|them|that|this|those|these|the\\s+(?:result|change|changes|changed files?|edits?|new file|file|files)"
                    + "|(?:that|this|those|these|the)\\s+(?:files?|changes?|edits?)|your changes?|what (?:you )?changed)?[\\s,.]*$");
    private static final Pattern CHANGES = Patterns.of(
            "^(?:(?:show|tell|give|list|report|print|display|see|describe|summari[sz]e|review|check|inspect|get|find out)\\s+(?:me\\s+|us\\s+)?)?"
                    + "(?:(?:the|a|all|any|git|current|full|summary of|list of|my|our|exactly|local|me|files?)\\s+)*"
                    + "(?:what(?:'s|\\s+is|\\s+has|\\s+have|\\s+was|\\s+did|\\s+files?|\\s+I|\\s+we)*\\s*(?:been\\s+)?(?:chang\\w*|modif\\w*|different|differs|edited|uncommitted|not committed|touched)\\b.*"
                    + "|(?:which|what)\\s+files?\\s+(?:(?:have|has|are|were|did|I|we|been|got|currently)\\s+)*(?:chang\\w*|modif\\w*|different|untracked|new|staged|uncommitted|dirty|touched|edited)\\b.*"
                    + "|(?:uncommitted|unstaged|staged|pending|local|outstanding|working)\\s+(?:\\w+\\s+)?(?:changes?|modifications|edits|files|diff)\\b.*"
                    + "|(?:diffs?|changes|changed files|modifications|modified files)(?:\\s+(?:since|between|in|of|against|to|made|from|so far)\\b.*)?"
                    + "|status(?:\\s+of\\b.*)?|untracked files\\b.*)\\s*$");
    private static final Pattern IS_CLEAN = Patterns.of(
            "^(?:is|are)\\s+(?:(?:the|this|my|there|git|working)\\s+)*(?:(?:repo(?:sitory)?|tree|copy|directory|checkout)\\s+)*(?:clean|dirty|(?:any\\s+)?(?:uncommitted|unstaged|pending)\\b.*)$");
    private static final Pattern GIT_COMMAND = Patterns.of(
            "^(?:(?:run|do|show|execute)\\s+(?:me\\s+)?(?:a\\s+|the\\s+)?)?git\\s+(?<sub>status|diff|log)\\s*$");
    private static final Pattern BETWEEN = Patterns.of("\\b(?:between|from)\\s+(?<from>" + Patterns.WORD
            + ")\\s+(?:and|to|\\.\\.)\\s+(?<to>" + Patterns.WORD + ")|"
            + "\\b(?:since|against|compared to|relative to)\\s+(?:(?:the|commit|branch|tag|revision)\\s+)*(?<since>"
            + Patterns.WORD + ")(?:\\s+commit)?");
    private static final Pattern LAST_COMMIT =
            Patterns.of("\\bin\\s+(?:the\\s+)?(?:last|latest|most recent|previous|newest)\\s+commit\\b");
    private static final Pattern LOG = Patterns.of(
            "^(?:(?:show|list|give|tell|print|display|get|report|see|what (?:are|is|were|was)|who made|summari[sz]e)\\s+(?:me\\s+|us\\s+)?)?(?:(?:the|a|all|my|recent|git|list of)\\s+)*"
                    + "(?:(?:last|latest|recent|most recent|newest|previous)\\s+(?:(?<n>\\d+|two|three|four|five|ten|few|couple of|several)\\s+)?(?:git\\s+)?commits?|(?<m>\\d+)\\s+(?:latest|last|most recent|recent|newest)\\s+commits?|"
                    + "(?:git\\s+)?(?:commit\\s+)?(?:history|log)|commits)(?<rest>\\b.*)?$");

    private static final Pattern ALL_OF_IT = Patterns.of(
            "[\\s,.]*(?:(?:everything|anything|all|of|the|my|our|these|those|its|current|pending|uncommitted|outstanding|changes?|changed|modified|new|files?|modifications|edits|work|it|whatever|has|have|is|been|that|which|"
                    + "working|tree|copy|workspace|so far|there|now|and|local|in|here)[\\s,.]*)+");
    private static final Pattern WHO = Patterns.of(
            "^(?:(?:tell|show) me\\s+)?who\\s+(?:(?:has|was|last|most recently|it)\\s+)*(?:changed|edited|touched|modified|committed|wrote|updated)\\b(?<rest>.*)$");

    @Override
    public Optional<Intent> read(Phrase phrase) {
        String text = phrase.text().replaceAll("[.?!]+$", "").strip();
        Matcher leading = LEADING_MESSAGE.matcher(text);
        if (leading.matches()) {
            text = leading.group("rest") + " " + leading.group("message");
        }
        Matcher commit = COMMIT.matcher(text);
        Matcher make = MAKE_COMMIT.matcher(text);
        if (commit.matches() && !text.matches("(?is)^commit (?:history|log|messages?|suicide)\\b.*")) {
            return commit(phrase, commit.group("rest"));
        }
        if (make.matches()) {
            return commit(
                    phrase,
                    make.group("rest")
                            .replaceFirst("(?is)^\\s*(?:of|for|with|from|containing)\\s+(?!(?:the\\s+)?message)", " "));
        }
        String repository = ".";
        Matcher where = REPOSITORY.matcher(text);
        String rest = text;
        if (where.find()) {
            repository = repository(phrase, where);
            rest = (text.substring(0, where.start()) + text.substring(where.end())).strip();
        }
        Matcher git = GIT_COMMAND.matcher(rest);
        if (git.matches()) {
            return Optional.of(
                    git.group("sub").equalsIgnoreCase("log")
                            ? new Intent.ShowLog(repository, 10, List.of())
                            : new Intent.ShowChanges(repository, List.of(), "", ""));
        }
        Matcher who = WHO.matcher(rest);
        if (who.matches()) {
            return Optional.of(new Intent.ShowLog(repository, 1, paths(phrase, who.group("rest"))));
        }
        Matcher log = LOG.matcher(rest);
        if (log.matches() && !rest.matches("(?is)^(?:show\\s+)?(?:me\\s+)?(?:the\\s+)?log$")) {
            return Optional.of(new Intent.ShowLog(repository, limit(log), paths(phrase, Patterns.group(log, "rest"))));
        }
        if ((CHANGES.matcher(rest).matches() && !aboutSomethingElse(rest))
                || IS_CLEAN.matcher(rest).matches()) {
            return Optional.of(changes(phrase, rest, repository));
        }
        return Optional.empty();
    }

    /** "Show the changes you made" of a file server, "status of the task": not about git. */
    private static boolean aboutSomethingElse(String text) {
        return (text.matches("(?is)^(?:status|what status)\\b(?!.*\\b(?:git|repo|repository|tree)\\b).*")
                        && !text.equalsIgnoreCase("status"))
                || text.matches("(?is).*\\b(?:task|tasks|agents?|price|weather|world)\\b.*");
    }

    private static Intent changes(Phrase phrase, String rest, String repository) {
        if (LAST_COMMIT.matcher(rest).find()) {
            return new Intent.ShowChanges(repository, List.of(), "HEAD~1", "HEAD");
        }
        Matcher between = BETWEEN.matcher(rest);
        String from = "";
        String to = "";
        if (between.find()) {
            from = phrase.value(between.group("from") == null ? between.group("since") : between.group("from"));
            to = between.group("to") == null ? "" : phrase.value(between.group("to"));
            rest = rest.substring(0, between.start()) + rest.substring(between.end());
        }
        boolean lastCommit = from.matches("(?i)last|latest|previous|head");
        return new Intent.ShowChanges(repository, paths(phrase, rest), lastCommit ? "" : from, to);
    }

    private static int limit(Matcher log) {
        String number = Patterns.group(log, "n") + Patterns.group(log, "m");
        return switch (number.toLowerCase(java.util.Locale.ROOT)) {
            case "" -> log.group().matches("(?is).*\\bcommit$") ? 1 : 10;
            case "two", "couple of" -> 2;
            case "three", "few" -> 3;
            case "four" -> 4;
            case "five", "several" -> 5;
            case "ten" -> 10;
            default -> Math.max(1, Math.min(100, Integer.parseInt(number.substring(0, Math.min(3, number.length())))));
        };
    }

    private static Optional<Intent> commit(Phrase phrase, String words) {
        String rest = words;
        String message = "";
        String repository = ".";
        for (Pattern pattern : List.of(MESSAGE, SAYING)) {
            Matcher matcher = pattern.matcher(rest);
            if (message.isEmpty() && matcher.find()) {
                String fragment = matcher.group("m").strip();
                String after = "";
                if (!fragment.isEmpty() && phrase.isQuote(fragment.substring(0, 1))) {
                    after = fragment.substring(1);
                    fragment = fragment.substring(0, 1);
                }
                message = phrase.value(fragment);
                rest = rest.substring(0, matcher.start()) + " " + after;
            }
        }
        Matcher where = REPOSITORY.matcher(rest);
        if (where.find()) {
            repository = repository(phrase, where);
            rest = rest.substring(0, where.start()) + rest.substring(where.end());
        }
        Matcher last = LAST_QUOTE.matcher(rest);
        if (message.isEmpty() && last.find() && !PathWords.isPath(phrase.value(last.group("m")))) {
            message = phrase.value(last.group("m"));
            rest = rest.substring(0, last.start());
        }
        List<String> paths = paths(phrase, rest);
        boolean previous = paths.isEmpty() && PREVIOUS.matcher(rest).matches();
        boolean everything =
                paths.isEmpty() && !previous && EVERYTHING.matcher(rest).find();
        if (everything && !ALL_OF_IT.matcher(rest).matches()) {
            // "All modified Python files" are not all files.
            Where kinds = WhereReader.read(phrase.with("in "
                            + rest.replaceAll(
                                    "(?i)\\b(?:changed|modified|new|edited|my|our|uncommitted|changes? (?:to|in|of))\\b",
                                    " ")))
                    .where();
            List<String> named = new ArrayList<>(kinds.globs());
            named.addAll(kinds.files());
            named.addAll(kinds.folders());
            return named.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Intent.Commit(repository, named, false, false, message));
        }
        return Optional.of(new Intent.Commit(repository, paths, everything, previous, message));
    }

    private static String repository(Phrase phrase, Matcher where) {
        String named = where.group("a") != null ? where.group("a") : where.group("b");
        if (named == null || named.matches("(?i)git|local|this|the|my|current|whole|and|with")) {
            return ".";
        }
        return PathWords.tidy(phrase.value(named));
    }

    private static List<String> paths(Phrase phrase, String words) {
        List<String> paths = new ArrayList<>();
        for (String token : words.strip().split("[\\s,]+", -1)) {
            String bare = token.replaceAll("[;:!?]+$", "").replaceAll("(?<=.)\\.$", "");
            String value = phrase.value(bare);
            if (phrase.isQuote(bare) || PathWords.isPath(value) || PathWords.isGlob(value)) {
                paths.add(PathWords.tidy(value));
            }
        }
        return List.copyOf(paths);
    }
}
