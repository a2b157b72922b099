package dev.writ.model.playbook.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands a person's words as a sequence of intents, or says which part it does not understand. */
public final class RequestReader {
    private static final int LONGEST = 20_000;
    private static final List<Recogniser> RECOGNISERS = List.of(
            new SystemReader(),
            new ImproveReader(),
            new RunReader(),
            new ReplaceReader(),
            new WriteReader(),
            new GitReader(),
            new ReadReader(),
            new DescribeReader(),
            new FindReader());
    private static final Pattern STRONG = Pattern.compile(
            "\\s*;\\s*(?i:and\\s+)?(?i:then\\s+|finally\\s+|afterwards\\s+)?|[\\s,.]+(?i:and\\s+)?(?i:then|after that|afterwards|after which|next|finally|lastly)[\\s,:]+(?!\\?|$)"
                    + "|(?<=[^\\s.][.!?])\\s+(?=[\\p{Lu}\\d\"'`" + "\\uE100-\\uE4FF-])|\\s*\\n+\\s*"
                    + "|(?i:,?\\s+(?:and\\s+)?(?:if|when|once|provided|as soon as|only if)\\s+(?:it|that|this|they|the tests|all tests|everything|the command)\\s+(?:passes|pass|succeeds|succeed|works|work|worked|is ok|is fine|is done|goes well|passed|succeeded|are green|is green|exits with 0)[\\s,]+(?:then\\s+)?)");
    private static final Pattern MESSAGE_APART = Patterns.of(
            "\\s*[;.,]\\s+(?:and\\s+)?(?:please\\s+)?(?:(?:use|using|with|the|as|take|let|make|its|a)\\s+)+(?:commit\\s+)?message\\b(?:\\s+(?:should be|should read|is|must be|shall be|to be|be))?");
    /** "In the files that match" limits nothing: a search is over those files anyway. */
    private static final Pattern EVERYWHERE = Patterns.of(
            "\\s+in\\s+(?:(?:all|every|each|any|of|the|those|only)\\s+)*(?:files?\\s+(?:that|which|where)\\s+(?:(?:it|they)\\s+)?"
                    + "(?:match(?:es)?|contains?(?:\\s+it)?|ha(?:s|ve)\\s+it|occurs?|appears?|is found)|matching\\s+files?)"
                    + "(?=\\s*(?:$|[,.;:!?]|and\\b|then\\b|but\\b|showing\\b|with\\b|in\\b|under\\b|below\\b))");

    private static final Pattern LIST_MARK = Pattern.compile("(?m)^[ \\t]*(?:\\d{1,2}[.)]|[-*\u2022])[ \\t]+");
    private static final Pattern WEAK = Patterns.of(
            "(?:\\s*,\\s*(?:and\\s+|then\\s+)?|\\s+and\\s+(?:then\\s+|also\\s+|finally\\s+)?|\\s+but\\s+|\\s+then\\s+)(?=(?:please\\s+|also\\s+|with\\s+|do not\\s|don't\\s)*[a-z\\uE100-\\uE4FF])");

    /** What the words ask for. Pure. */
    public Understanding read(String words) {
        FollowUp followUp = FollowUp.of(words);
        if (followUp.asked()) {
            return read(followUp.rest()) instanceof Understanding.Clear clear
                    ? withAskAgain(clear)
                    : new Understanding.Unclear(words.strip());
        }
        if (words.isBlank()) {
            return new Understanding.Empty();
        }
        if (words.length() > LONGEST) {
            return new Understanding.Unclear(words.substring(0, 80) + "…");
        }
        Phrase phrase = phrase(words);
        Optional<List<Intent>> whole = one(phrase);
        List<Phrase> parts = split(phrase);
        if (parts.size() <= 1 && whole.isPresent()) {
            return new Understanding.Clear(merged(whole.get(), words));
        }
        boolean spansParts = whole.isPresent() && isImprovement(whole.get());
        List<Intent> intents = new ArrayList<>();
        List<Phrase> asides = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (Phrase part : parts) {
            Phrase resolved = Pronouns.resolve(part, before.toString());
            Optional<List<Intent>> found = one(resolved);
            if (found.isPresent()
                    && !(onlyReports(found.get()) && Asides.isAboutResult(resolved) && !intents.isEmpty())) {
                intents.addAll(found.get());
            } else if (Asides.isAside(part, !intents.isEmpty())) {
                asides.add(part);
            } else if (spansParts) {
                return new Understanding.Clear(whole.get());
            } else {
                return new Understanding.Unclear(part.original(part.text()).strip());
            }
            before.append(' ').append(part.text());
        }
        if (intents.isEmpty()) {
            return spansParts
                    ? new Understanding.Clear(whole.get())
                    : new Understanding.Unclear(phrase.original(phrase.text()).strip());
        }
        if (intents.stream().anyMatch(Intent::changes) && asides.stream().anyMatch(Asides::forbidChanges)) {
            return withoutChanges(intents, phrase);
        }
        return new Understanding.Clear(merged(intents, words));
    }

    private static Phrase phrase(String words) {
        Phrase phrase = Phrase.of(words.strip());
        String joined = MESSAGE_APART
                .matcher(EVERYWHERE.matcher(phrase.text()).replaceAll(""))
                .replaceAll(" with message");
        phrase = phrase.with(joined);
        return phrase.with(LIST_MARK.matcher(phrase.text()).replaceAll(""));
    }

    private static boolean isImprovement(List<Intent> intents) {
        return intents.size() == 1
                && (intents.getFirst() instanceof Intent.Repair || intents.getFirst() instanceof Intent.Optimise);
    }

    /** Whether the intents only repeat, in other words, that the result is to be told. */
    private static boolean onlyReports(List<Intent> intents) {
        return intents.stream()
                .allMatch(intent -> intent instanceof Intent.FindText
                        || intent instanceof Intent.FindFiles
                        || intent instanceof Intent.Describe
                        || intent instanceof Intent.Analyse);
    }

    /** Several questions that one look answers become one. */
    private static List<Intent> merged(List<Intent> intents, String words) {
        List<Intent> merged = new ArrayList<>();
        for (Intent intent : intents) {
            Intent next = intent instanceof Intent.Analyse ? new Intent.Analyse(words) : intent;
            if (!merged.contains(next)) {
                merged.add(next);
            }
        }
        return merged;
    }

    private static Understanding withoutChanges(List<Intent> intents, Phrase phrase) {
        List<Intent> kept = new ArrayList<>();
        for (Intent intent : intents) {
            switch (intent) {
                case Intent.Replace replace ->
                    kept.add(new Intent.Replace(replace.from(), replace.to(), replace.where(), true));
                case Intent.RunCommand run -> kept.add(run);
                case Intent.Verify verify -> kept.add(verify);
                default -> {
                    if (intent.changes()) {
                        return new Understanding.Unclear(
                                phrase.original(phrase.text()).strip());
                    }
                    kept.add(intent);
                }
            }
        }
        return new Understanding.Clear(kept);
    }

    /** One part of a request in its own words. */
    public record Part(String words, Intent intent) {}

    /** The request in parts with the words of each; empty where not all of it is understood or it can't be told apart. */
    public Optional<List<Part>> parts(String words) {
        if (!(read(words) instanceof Understanding.Clear clear)) {
            return Optional.empty();
        }
        if (clear.intents().size() == 1) {
            return Optional.of(List.of(new Part(words, clear.intents().getFirst())));
        }
        List<Part> parts = new ArrayList<>();
        Phrase phrase = phrase(words);
        for (Phrase part : split(phrase)) {
            Optional<List<Intent>> found = one(part);
            if (found.isPresent() && found.get().size() == 1) {
                parts.add(
                        new Part(part.original(part.text()).strip(), found.get().getFirst()));
            } else if (found.isPresent()) {
                pieces(Asides.withoutPoliteness(part)).ifPresent(parts::addAll);
            }
        }
        return parts.size() == clear.intents().size() ? Optional.of(parts) : Optional.empty();
    }

    /** A part that joins several with "and", taken apart. */
    private static Optional<List<Part>> pieces(Phrase part) {
        Matcher joint = WEAK.matcher(part.text());
        while (joint.find()) {
            Phrase left = part.with(part.text().substring(0, joint.start()).strip());
            Phrase right = part.with(part.text().substring(joint.end()).strip());
            Optional<Intent> first = single(left);
            Optional<List<Intent>> rest = one(right);
            if (first.isPresent()
                    && rest.isPresent()
                    && STARTS_ACTION
                            .matcher(Asides.withoutPoliteness(right).text())
                            .find()) {
                List<Part> pieces = new ArrayList<>(List.of(new Part(left.original(left.text()), first.get())));
                if (rest.get().size() == 1) {
                    pieces.add(new Part(right.original(right.text()), rest.get().getFirst()));
                    return Optional.of(pieces);
                }
                Optional<List<Part>> more = pieces(right);
                more.ifPresent(pieces::addAll);
                return more.map(ignored -> pieces);
            }
        }
        return Optional.empty();
    }

    /** Parts at clear separators: sentences, lines, "then". */
    private static List<Phrase> split(Phrase phrase) {
        List<Phrase> parts = new ArrayList<>();
        for (String part : STRONG.split(phrase.text(), -1)) {
            if (!part.replaceAll("[\\p{Punct}\\s]", "").isEmpty()) {
                parts.add(phrase.with(part.strip()));
            }
        }
        return parts;
    }

    /** The intents of one part, which may still join several with "and". */
    private static Optional<List<Intent>> one(Phrase raw) {
        Phrase part = Asides.withoutPoliteness(raw);
        if (part.text().isBlank()) {
            return Optional.empty();
        }
        Matcher joint = WEAK.matcher(part.text());
        while (joint.find()) {
            Phrase left = part.with(part.text().substring(0, joint.start()).strip());
            Phrase right = part.with(part.text().substring(joint.end()).strip());
            Optional<Intent> first = single(left);
            if (first.isEmpty() || first.get() instanceof Intent.Refuse) {
                continue;
            }
            boolean aside = Asides.saysHow(right);
            if (aside && WhereReader.read(right).where().isAnywhere()) {
                Optional<Intent> more = single(right);
                boolean git = more.isPresent()
                        && (more.get() instanceof Intent.ShowChanges || more.get() instanceof Intent.ShowLog)
                        && !(first.get() instanceof Intent.Replace);
                if (git) {
                    return Optional.of(List.of(first.get(), more.get()));
                }
                boolean forbidden = first.get().changes() && Asides.forbidChanges(right);
                return forbidden ? single(part).map(List::of) : Optional.of(List.of(first.get()));
            }
            if (reportsOn(first.get(), right)) {
                return Optional.of(List.of(first.get()));
            }
            boolean verb = STARTS_ACTION
                    .matcher(Asides.withoutPoliteness(right).text())
                    .find();
            Optional<List<Intent>> rest = verb ? one(right) : Optional.empty();
            if (rest.isPresent() && !sameObject(first.get(), rest.get())) {
                List<Intent> both = new ArrayList<>(List.of(first.get()));
                both.addAll(rest.get());
                return Optional.of(both);
            }
        }
        return single(part).map(List::of);
    }

    /** "Run the tests and report the failing ones": the second half says how to answer, not what else to do. */
    private static boolean reportsOn(Intent first, Phrase right) {
        boolean works =
                switch (first) {
                    case Intent.RunCommand ignored -> true;
                    case Intent.Verify ignored -> true;
                    case Intent.Analyse ignored -> true;
                    case Intent.Repair ignored -> true;
                    case Intent.Optimise ignored -> true;
                    case Intent.Describe ignored -> true;
                    default -> false;
                };
        return works
                && right.quotes().isEmpty()
                && WhereReader.read(right).where().isAnywhere()
                && Asides.asksToReport(right)
                && one(right).map(RequestReader::onlyReports).orElse(false);
    }

    private static final Pattern STARTS_ACTION = Patterns.of(
            "^(?:run|execute|commit|replace|rename|change|delete|remove|create|write|append|add|move|copy|undo|revert|describe|summari[sz]e|analy[sz]e|find|search|look|show|list|count|read|print|"
                    + "fix|repair|debug|optimi[sz]e|tune|make|set|check|stage|locate|grep|tell|report|git|save|put|how many|which|what|where)\\b");

    /** "find X and replace it by Y" and "find why X fails and fix it" are one thing, not two. */
    private static boolean sameObject(Intent first, List<Intent> rest) {
        return (rest.getFirst() instanceof Intent.Repair
                        && (first instanceof Intent.RunCommand || first instanceof Intent.FindText))
                || (rest.getFirst() instanceof Intent.Replace replace
                        && first instanceof Intent.FindText
                        && replace.from()
                                .text()
                                .matches("(?i)it|them|all|each|those|these|every|this|that|all of them|each of them"));
    }

    private static Optional<Intent> single(Phrase raw) {
        Phrase phrase = Asides.withoutPoliteness(raw);
        for (Recogniser recogniser : RECOGNISERS) {
            Optional<Intent> intent = recogniser.read(phrase);
            if (intent.isPresent()) {
                return intent;
            }
        }
        return Optional.empty();
    }

    private static Understanding withAskAgain(Understanding.Clear clear) {
        List<Intent> intents = new ArrayList<>(clear.intents());
        intents.add(new Intent.AskAgain());
        return new Understanding.Clear(intents);
    }
}
