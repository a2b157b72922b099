package dev.writ.tool.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Walks over SQL once, telling code from quoted text and comments. */
final class StatementReader {
    private static final Set<String> READING = Set.of("select", "with", "values");
    /**
     * Functions that set PostgreSQL's settings or run SQL given as text: before version 16 the server lets the first take
     * a transaction out of read-only (which {@link PostgresSource} then refuses), and the others would run what nobody
     * looked at.
     */
    private static final Set<String> UNREADABLE = Set.of(
            "set_config", "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "ts_stat", "ts_rewrite");

    private final String sql;
    private final StringBuilder positional = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private String firstWord = "";
    private boolean ended;
    private int at;

    StatementReader(String sql) {
        this.sql = sql;
    }

    SqlStatement read() throws SqlStatement.NotReadable {
        while (at < sql.length()) {
            step(sql.charAt(at));
        }
        checkFirstWord();
        return new SqlStatement(sql, positional.toString(), names);
    }

    private void step(char c) throws SqlStatement.NotReadable {
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", at)) {
            skipBlockComment();
        } else if (Character.isWhitespace(c)) {
            copy(1);
        } else if (ended) {
            throw new SqlStatement.NotReadable("holds more than one statement");
        } else if (c == ';') {
            ended = true;
            at++;
        } else if (c == '\'' || c == '"' || c == '`') {
            checkFirstWord();
            copyQuoted(c);
        } else if (sql.startsWith("::", at)) {
            copy(2);
        } else if (c == ':' && at + 1 < sql.length() && isNameStart(sql.charAt(at + 1))) {
            readParameter();
        } else if (isNameStart(c)) {
            copyWord();
        } else {
            refuseAmbiguous(c);
            if (c != '(') {
                checkFirstWord();
            }
            copy(1);
        }
    }

    private void checkFirstWord() throws SqlStatement.NotReadable {
        if (!READING.contains(firstWord.toLowerCase(Locale.ROOT))) {
            throw new SqlStatement.NotReadable("must begin with SELECT, WITH or VALUES");
        }
    }

    private void refuseAmbiguous(char c) throws SqlStatement.NotReadable {
        if (c == ':' && at + 1 < sql.length() && isSqliteNamePart(sql.charAt(at + 1))) {
            throw new SqlStatement.NotReadable("has a colon before '" + sql.charAt(at + 1)
                    + "', which SQLite reads as a parameter; put a space after it where it is none");
        }
        if (c == '?' || c == '$' || (c == '@' && at + 1 < sql.length() && isNamePart(sql.charAt(at + 1)))) {
            throw new SqlStatement.NotReadable("uses '" + c
                    + "', which drivers read in different ways; write parameters" + " as :name and text as '…'");
        }
        if (c < ' ' || c == 0x7f || Character.getType(c) == Character.FORMAT) {
            throw new SqlStatement.NotReadable("holds an invisible character at position " + (at + 1));
        }
    }

    /** PostgreSQL nests block comments and SQLite does not, so that a nested one hides different parts from each. */
    private void skipBlockComment() throws SqlStatement.NotReadable {
        int end = sql.indexOf("*/", at + 2);
        if (end < 0) {
            throw new SqlStatement.NotReadable("has a comment without an end");
        }
        if (sql.substring(at + 2, end).contains("/*")) {
            throw new SqlStatement.NotReadable("has a comment inside a comment");
        }
        positional.append(' ');
        at = end + 2;
    }

    private void copyQuoted(char quote) throws SqlStatement.NotReadable {
        int end = sql.indexOf(quote, at + 1);
        if (end < 0) {
            throw new SqlStatement.NotReadable("has a quote without an end");
        }
        if (quote != '\'') {
            checkName(sql.substring(at + 1, end));
        }
        // A doubled quote stands for itself; read as two quoted parts in a row it copies just the same.
        copy(end + 1 - at);
    }

    private void readParameter() throws SqlStatement.NotReadable {
        int end = at + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        if (end < sql.length() && isSqliteNamePart(sql.charAt(end))) {
            throw new SqlStatement.NotReadable(
                    "has a parameter that goes on with '" + sql.charAt(end) + "', which is no part of a name");
        }
        names.add(sql.substring(at + 1, end));
        positional.append('?');
        at = end;
    }

    private void copyWord() throws SqlStatement.NotReadable {
        int end = at;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        String word = sql.substring(at, end);
        if (firstWord.isEmpty()) {
            firstWord = word;
        }
        if (end < sql.length() && sql.charAt(end) == '\'' && word.equalsIgnoreCase("e")) {
            throw new SqlStatement.NotReadable("uses text with backslash escapes; write it as '…'");
        }
        if (word.equalsIgnoreCase("u") && sql.startsWith("&", end)) {
            throw new SqlStatement.NotReadable(
                    "uses text or names with Unicode escapes; write the characters themselves");
        }
        checkName(word);
        copy(end - at);
    }

    private static void checkName(String name) throws SqlStatement.NotReadable {
        if (UNREADABLE.contains(name.toLowerCase(Locale.ROOT))) {
            throw new SqlStatement.NotReadable(
                    "calls " + name.toLowerCase(Locale.ROOT) + ", which does more than read");
        }
    }

    private void copy(int length) {
        positional.append(sql, at, at + length);
        at += length;
    }

    private static boolean isNameStart(char c) {
        return c == '_' || Character.isLetter(c);
    }

    /** SQLite takes digits, a dollar sign and everything beyond ASCII for parts of a parameter's name. */
    private static boolean isSqliteNamePart(char c) {
        return c == '$' || c >= 0x80 || (c >= '0' && c <= '9');
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
