package dev.writ.model.playbook.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shared pieces of the patterns that recognise requests. */
final class Patterns {
    static final String Q = Phrase.QUOTE;

    /** A quoted piece, or one word. */
    static final String WORD = "(?:" + Q + "|[^\\s,;]+)";

    private Patterns() {}

    static Pattern of(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    static boolean finds(Pattern pattern, Phrase phrase) {
        return pattern.matcher(phrase.text()).find();
    }

    static String group(Matcher matcher, String name) {
        String group = matcher.group(name);
        return group == null ? "" : group;
    }
}
