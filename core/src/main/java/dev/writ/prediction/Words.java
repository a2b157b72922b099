package dev.writ.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Texts as the words they are compared by. English stems (Porter), names taken apart at their capitals, and pieces of five
 * letters, which still agree where words are run together or misspelt. What a user hands in may be long, so all is bounded.
 */
final class Words {
    private static final int LONGEST_TEXT = 4_000;
    private static final int MOST_WORDS = 200;
    private static final int MOST_PIECES = 400;
    private static final int MOST_CLAUSES = 8;
    private static final int PIECE = 5;

    private static final Pattern CAPITALS =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_.&/\\\\-]+");
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern CLAUSE_ENDS = Pattern.compile(
            "(?<=[.?!;])\\s+|\\n+|,\\s*(?:and|then|also)\\b"
                    + "|\\b(?:and then|additionally|also|furthermore|finally|moreover|after that|lastly|next)\\b",
            Pattern.CASE_INSENSITIVE);

    private final Analyzer english = new EnglishAnalyzer();

    /** Stems in the order of the text, at most 200. */
    List<String> stems(String text) {
        List<String> stems = new ArrayList<>();
        try (TokenStream stream = english.tokenStream("", String.join(" ", CAPITALS.split(bounded(text))))) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken() && stems.size() < MOST_WORDS) {
                stems.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stems;
    }

    /** Pieces of five letters, blanks between words included, at most 400. */
    static List<String> pieces(String text) {
        String plain = " "
                + NO_WORD.matcher(bounded(text).toLowerCase(Locale.ROOT))
                        .replaceAll(" ")
                        .strip() + " ";
        int last = Math.min(plain.length() - PIECE, MOST_PIECES - 1);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            pieces.add(plain.substring(i, i + PIECE));
        }
        return pieces;
    }

    /** The stems of each thing that a request asks for, as far as its sentences tell them apart; at least one. */
    List<Set<String>> clauses(String request) {
        List<Set<String>> clauses = new ArrayList<>();
        for (String part : CLAUSE_ENDS.split(bounded(request))) {
            Set<String> stems = new LinkedHashSet<>(stems(part));
            if (stems.size() >= 2 && clauses.size() < MOST_CLAUSES) {
                clauses.add(stems);
            }
        }
        return clauses.isEmpty() ? List.of(new LinkedHashSet<>(stems(request))) : clauses;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
