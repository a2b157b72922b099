package dev.writ.model.playbook.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "There is a script x.sh. Run it.": puts what was named before in place of "it". */
final class Pronouns {
    private static final Pattern VERB_IT = Patterns.of(
            "^(?<verb>(?:please\\s+|then\\s+|and\\s+|can you\\s+|could you\\s+)*(?:run|execute|launch|start|try|read|open|print|show|describe|outline|delete|speed up|optimi[sz]e|tune|fix|debug|repair))\\s+(?:it|this|that|that (?:script|file|command)|the (?:script|file|command))\\b");

    private Pronouns() {}

    static Phrase resolve(Phrase part, String before) {
        Matcher verb = VERB_IT.matcher(part.text());
        if (!verb.find()) {
            return part;
        }
        String named = "";
        for (String token : before.split("\\s+", -1)) {
            String bare = token.replaceAll("[,;:!?)]+$", "").replaceAll("(?<=.)\\.$", "");
            if (part.isQuote(bare) || PathWords.isFile(bare) || bare.startsWith("./")) {
                named = bare;
            }
        }
        return named.isEmpty()
                ? part
                : part.with(verb.group("verb") + " " + named + part.text().substring(verb.end()));
    }
}
