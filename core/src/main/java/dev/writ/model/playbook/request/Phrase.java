package dev.writ.model.playbook.request;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words with every quoted piece set aside behind one private character, so that patterns and splitting never look inside
 * quotes. Quotes are {@code 'a' "b" `c` “d” ‘e’ «f»} and fenced blocks.
 */
public final class Phrase {
    /** Matches one set-aside piece. */
    public static final String QUOTE = "[\\uE100-\\uE4FF]";

    private static final char FIRST = '\uE100';
    private static final int MOST = 0x400;
    private static final Pattern QUOTED = Pattern.compile(
            "```[\\w+-]*[ \\t]*\\n?(?<fence>.*?)\\n?```"
                    + "|`(?<tick>[^`\\n]+)`"
                    + "|\"(?<double>(?:[^\"\\\\]|\\\\.)*)\""
                    + "|\u201c(?<curly>[^\u201d]*)\u201d"
                    + "|\u00ab(?<angle>[^\u00bb]*)\u00bb"
                    + "|\u2018(?<single>[^\u2019]*)\u2019"
                    + "|(?<![\\w])'(?<plain>(?:[^'\\n]|(?<=\\w)'(?=\\w))*)'(?![\\w])",
            Pattern.DOTALL);
    private static final List<String> GROUPS = List.of("fence", "tick", "double", "curly", "angle", "single", "plain");
    private static final Pattern CONTENT_BELOW = Pattern.compile(
            "(?is)(\\b(?:content|contents|text|following|lines?|with|containing|saying)(?: is| are)?:[ \\t]*\\n)(.+)$");

    private final String text;
    private final List<Piece> pieces;

    private record Piece(String content, String original) {}

    private Phrase(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    public static Phrase of(String words) {
        String clean = words.replaceAll("[\\uE000-\\uF8FF]", "").replace("\r\n", "\n");
        List<Piece> pieces = new ArrayList<>();
        Matcher quotes = QUOTED.matcher(clean);
        String masked = quotes.replaceAll(match -> {
            if (pieces.size() == MOST) {
                return Matcher.quoteReplacement(match.group());
            }
            for (String group : GROUPS) {
                String content = match.group(group);
                if (content != null) {
                    pieces.add(new Piece(group.equals("double") ? unescape(content) : content, match.group()));
                }
            }
            return String.valueOf((char) (FIRST + pieces.size() - 1));
        });
        // A quote on a line of its own still belongs to the line that announces it.
        masked = masked.replaceAll(":[ \\t]*\\n\\s*(?=" + QUOTE + ")", ": ");
        Matcher below = CONTENT_BELOW.matcher(masked);
        if (pieces.size() < MOST && below.find()) {
            Phrase inner = new Phrase(masked, pieces);
            String content = inner.original(below.group(2));
            pieces.add(new Piece(content, content));
            masked = masked.substring(0, below.start(2)).stripTrailing() + " " + (char) (FIRST + pieces.size() - 1);
        }
        return new Phrase(masked, List.copyOf(pieces));
    }

    private static String unescape(String content) {
        return content.replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** The words, each quoted piece as one private character. */
    public String text() {
        return text;
    }

    /** Other words about the same quoted pieces. */
    public Phrase with(String other) {
        return new Phrase(other, pieces);
    }

    public boolean isQuote(String fragment) {
        return fragment.length() == 1 && index(fragment.charAt(0)) >= 0;
    }

    /** What the fragment stands for: the content of a quote, or the words as they were written. */
    public String value(String fragment) {
        String bare = fragment.strip();
        return isQuote(bare) ? pieces.get(index(bare.charAt(0))).content() : original(bare);
    }

    /** The fragment as it was written, quotes and all. */
    public String original(String fragment) {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < fragment.length(); i++) {
            char c = fragment.charAt(i);
            int index = index(c);
            if (index >= 0) {
                whole.append(pieces.get(index).original());
            } else {
                whole.append(c);
            }
        }
        return whole.toString();
    }

    /** Contents of all quotes in these words, in order. */
    public List<String> quotes() {
        return text.chars()
                .map(c -> index((char) c))
                .filter(index -> index >= 0)
                .mapToObj(index -> pieces.get(index).content())
                .toList();
    }

    private int index(char c) {
        int index = c - FIRST;
        return index >= 0 && index < pieces.size() ? index : -1;
    }
}
