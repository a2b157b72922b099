package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.Query;

/**
 * The words of a search, in lower case. The database is asked with patterns that match at least what is looked for
 * (databases disagree on the case of letters beyond ASCII, and JSON escapes some); {@link #allIn} then decides.
 */
public record SearchWords(List<String> words) {
    private static final int MOST = 8;

    public SearchWords {
        words = List.copyOf(words);
    }

    /**
     * Splits at white space; eight words at most count.
     *
     * @throws WritException with {@code invalid_arguments} when there is no word
     */
    public static SearchWords of(String query) {
        List<String> words = Arrays.stream(
                        query.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
        if (words.isEmpty()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "The search has no words.", "Give one or more words to look for.");
        }
        return new SearchWords(words);
    }

    /**
     * A condition that every column text containing all words fulfils; {@link #bindTo} gives it its values.
     *
     * @param column an SQL expression giving one text in lower case; never text from a user
     */
    public String condition(String column) {
        StringBuilder condition = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            condition
                    .append(i == 0 ? "" : " AND ")
                    .append(column)
                    .append(" LIKE :word")
                    .append(i)
                    .append(" ESCAPE '!'");
        }
        return condition.toString();
    }

    /** Gives the {@link #condition} in this query its values. */
    public void bindTo(Query query) {
        for (int i = 0; i < words.size(); i++) {
            query.bind("word" + i, pattern(words.get(i)));
        }
    }

    /** Whether the text contains every word. */
    public boolean allIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(lower::contains);
    }

    /**
     * A pattern for {@code LIKE … ESCAPE '!'} over text in lower case, matching at least what contains the word, in any
     * case.
     */
    public static String pattern(String word) {
        StringBuilder pattern = new StringBuilder("%");
        for (char c : word.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == '%' || c == '_' || c == '!') {
                pattern.append('!').append(c);
            } else if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                pattern.append('%');
            } else {
                pattern.append(c);
            }
        }
        return pattern.append('%').toString();
    }
}
