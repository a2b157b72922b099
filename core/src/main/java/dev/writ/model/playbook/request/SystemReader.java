package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "How did this system perform?", "what failed?", and named queries of databases. */
final class SystemReader implements Recogniser {
    private static final Pattern HELP = Patterns.of(
            "^(?:help|help me|hello|hi|hey|hello there|good (?:morning|day|evening)|what can (?:you|I|writ|the model|this) (?:do|ask|help.*)(?: (?:for|you).*)?|what (?:are|do) you(?:r)? (?:able to do|capabilities|skills|can|know|support)|"
                    + "(?:list|show)(?: me)? (?:your|all|the) (?:skills|capabilities|abilities)|who are you|what are you|how (?:do|can) (?:you|I use (?:you|this|writ)).*|usage|commands)$");
    private static final Pattern METRIC = Patterns.of(
            "\\b(?:perform\\w*|statistics|stats|metrics|insights?|bottlenecks?|slow\\w*|latenc\\w+|durations?|failures?|failed|failing|fails|went wrong|go(?:es)? wrong|success rates?|"
                    + "error (?:signatures?|rates?)|errors?|denied|denials?|refused|unused|usage|used|most|health|healthy|doing|effective\\w*|throughput|behav\\w+|rates?|how long|average|costs?|spen[dt]|trends?|reliab\\w+)\\b");
    private static final Pattern SUBJECT = Patterns.of(
            "\\b(?:(?:this|the|your|our|writ'?s?)\\s+(?:own\\s+)?(?:system|database|agents?|tasks?|tools?|runs?|record|data|events?|event log|history|audit)|own (?:database|data|record|performance)|"
                    + "writ|itself|yourself|tool calls?|tool usage|tools|agents|tasks|agent|task|tool|operations?|grants?|approvals?|model calls?|so far|past (?:runs|tasks)|recent(?:ly)?|lately|"
                    + "(?:the )?last (?:hours?|days?|24 hours|week|runs?)|today|the system|system)\\b");
    private static final Pattern PLAIN = Patterns.of(
            "^(?:(?:do|make|run|give|show|perform|produce|prepare|conduct|create|write)\\s+(?:me\\s+|us\\s+)?)?(?:(?:a|an|the|short|full|quick|detailed|some|me|brief|complete)\\s+)*(?:system\\s+)?(?:performance\\s+(?:analysis|report|review|overview|summary|insights?|check)|"
                    + "(?:analysis|report|review|overview|summary)\\s+of\\s+(?:the\\s+|your\\s+|all\\s+)?(?:(?:system|overall)(?:'s)?\\s+)?(?:performance|failures|tool usage|errors|what failed)|analy[sz]e\\s+(?:the\\s+|your\\s+|system\\s+|overall\\s+)*performance|"
                    + "insights|statistics|what (?:has |have )?(?:failed|went wrong|goes wrong|gone wrong)(?: and why)?|why did (?:it|things|something|tasks?) fail|usage statistics|health (?:check|report)|tool usage|error signatures|(?:recent|all|latest) failures|failures)\\b.*$");
    private static final Pattern NOT_SYSTEM = Patterns.of(
            "\\b(?:script|test|tests|build|function|file|files|folder|code|codebase|repo|repository|workspace|project|class|method|faster|program|page|website|README|commit|line|lines)\\b");
    private static final Pattern DATABASES = Patterns.of(
            "^(?:(?:list|show|tell|give|name)\\s+(?:me\\s+|us\\s+)?)?(?:(?:what|which|the|all|any|available|named|about|there are|are there)\\s+)*(?<what>databases?|(?:named\\s+|database\\s+)?queries)\\b"
                    + "(?:\\s+(?:are|is|do|can|does|there|available|exist|have|you|I|we|run|use|it|here|registered|of|in|on|for|from|named|the|database))*(?:\\s+(?<db>"
                    + Q + "|[\\w-]+))?(?:\\s+database)?$");
    private static final Pattern QUERY = Patterns.of(
            "^(?:run|execute|use|call|show|give|query|fetch|get|evaluate)\\s+(?:me\\s+)?(?:(?:the|results?|output|rows|of|from)\\s+)*(?:named\\s+)?query\\s+(?:called\\s+|named\\s+)?(?<query>"
                    + Q + "|[\\w:.-]+)(?<rest>.*)$" + "|^(?:run|execute|use|show)\\s+(?:the\\s+)?(?<query2>" + Q
                    + "|[\\w:.-]+_[\\w:.-]+)\\s+query(?<rest2>.*)$");
    private static final Pattern ON =
            Patterns.of("\\b(?:on|of|in|from|against|over)\\s+(?:the\\s+)?(?:database\\s+)?(?<db>" + Q
                    + "|[\\w-]+)(?:\\s+database)?");
    private static final Pattern PARAMETER =
            Patterns.of("(?<name>[A-Za-z_]\\w*)\\s*(?:=|:|\\bset to\\b|\\bis\\b)\\s*(?<value>" + Q + "|[^\\s,;]+)");
    private static final Pattern OVERVIEW = Patterns.of(
            "^(?:analy[sz]e|describe|summari[sz]e|explore|inspect|examine|report on|show|what(?:'s| is) in|give (?:me )?an? (?:overview|summary) of|look (?:at|into)|tell me about)\\s+(?:the\\s+|my\\s+|our\\s+)?(?:(?:data\\s+(?:in|of)|contents? of)\\s+(?:the\\s+)?)?"
                    + "(?:database\\s+(?:called\\s+|named\\s+)?(?<a>" + Q + "|[\\w-]+)|(?<b>" + Q
                    + "|[\\w-]+)\\s+database)(?:\\s.*)?$");

    @Override
    public Optional<Intent> read(Phrase phrase) {
        String text = phrase.text().replaceAll("[?!.]+$", "").strip();
        if (HELP.matcher(text).matches()) {
            return Optional.of(new Intent.Help());
        }
        Optional<Intent> database = database(phrase.with(text));
        if (database.isPresent()) {
            return database;
        }
        boolean own = text.matches(
                "(?is).*\\bown (?:database|data|record|records)\\b.*|.*\\bwrit(?:'s)? (?:database|record)\\b.*");
        boolean plain = PLAIN.matcher(text).matches();
        boolean about = METRIC.matcher(text).find() && SUBJECT.matcher(text).find();
        boolean elsewhere = NOT_SYSTEM.matcher(text).find() || !phrase.quotes().isEmpty() || namesPath(phrase);
        return own || ((plain || about) && !elsewhere)
                ? Optional.of(new Intent.Analyse(phrase.original(phrase.text())))
                : Optional.empty();
    }

    private static boolean namesPath(Phrase phrase) {
        for (String token : phrase.text().split("\\s+", -1)) {
            if (PathWords.isFile(token.replaceAll("[,;:?!.]+$", "")) || token.startsWith("./")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Intent> database(Phrase phrase) {
        Matcher query = QUERY.matcher(phrase.text());
        if (query.matches()) {
            String name = phrase.value(Patterns.group(query, "query") + Patterns.group(query, "query2"));
            String rest = Patterns.group(query, "rest") + Patterns.group(query, "rest2");
            Map<String, String> parameters = new LinkedHashMap<>();
            Matcher parameter = PARAMETER.matcher(rest);
            while (parameter.find()) {
                parameters.put(parameter.group("name"), phrase.value(parameter.group("value")));
            }
            Matcher on = ON.matcher(PARAMETER.matcher(rest).replaceAll(""));
            Optional<String> database = on.find() ? Optional.of(phrase.value(on.group("db"))) : Optional.empty();
            int colon = name.indexOf(':');
            return Optional.of(new Intent.AskDatabase(
                    colon > 0 ? Optional.of(name.substring(0, colon)) : database,
                    Optional.of(name.substring(colon + 1)),
                    parameters));
        }
        Matcher databases = DATABASES.matcher(phrase.text());
        if (databases.matches()) {
            return Optional.of(new Intent.AskDatabase(
                    Optional.ofNullable(databases.group("db")).map(phrase::value), Optional.empty(), Map.of()));
        }
        Matcher overview = OVERVIEW.matcher(phrase.text());
        if (overview.matches()) {
            String name = phrase.value(overview.group("a") != null ? overview.group("a") : overview.group("b"));
            return name.matches("(?i)own|writ|its|your|this|the|system|our|my|and|for")
                    ? Optional.empty()
                    : Optional.of(new Intent.AskDatabase(Optional.of(name), Optional.empty(), Map.of()));
        }
        return Optional.empty();
    }
}
