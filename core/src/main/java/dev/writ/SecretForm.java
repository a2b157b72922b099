package dev.writ;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How one kind of secret looks. The quantifiers are possessive or bounded, so that matching stays linear and needs no
 * deep stack on hostile text.
 *
 * @param kind the word that stands in its place
 * @param hints texts of which one must be there for the pattern to match, looked for first because that is cheap; none
 *     where there is no such text
 * @param pattern finds it; the group {@code value} is what is replaced
 * @param test whether a found value is worth hiding
 */
record SecretForm(String kind, List<String> hints, Pattern pattern, Predicate<String> test) {
    /** A number of tokens is no secret, and neither is the current folder. */
    private static final String NAME =
            "(?:pass(?:word|wd|phrase)|pwd(?!\\s?[=:]\\s?/)|secret|token(?!s)|api[_-]?key|access[_-]?key|private[_-]?key"
                    + "|credentials?)(?:[_-]?(?:value|key|text|[0-9]{1,3}))?[\"']?+";

    /** Every assignment has one of these. */
    private static final List<String> SIGNS = List.of("=", ":");

    /** In the order in which they are looked for: whole blocks first, then well-known prefixes, then assignments. */
    static final List<SecretForm> ALL = List.of(
            form(
                    "private-key",
                    "PRIVATE KEY",
                    "(?<value>-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[^-]++|-(?!----)){0,2000}+"
                            + "(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?+)"),
            // The end of a block whose beginning was cut off.
            form(
                    "private-key",
                    "PRIVATE KEY",
                    "(?:\\A|…\\]\\n)(?<value>(?:[A-Za-z0-9+/=]{0,100}+\\r?\\n){0,400}+[A-Za-z0-9+/=]{0,100}+"
                            + "-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)"),
            form("jwt", "eyJ", "(?<value>\\beyJ[\\w-]{8,}+\\.[\\w-]{8,}+\\.[\\w-]*+)"),
            form("aws-key", "A", "(?<value>\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\\b)"),
            form("github-token", "_", "(?<value>\\b(?:gh[pousr]_[A-Za-z0-9]{20,255}+|github_pat_\\w{20,255}+))"),
            form("gitlab-token", "glpat-", "(?<value>\\bglpat-[\\w-]{20,}+)"),
            form("slack-token", "xox", "(?<value>\\bxox[abeoprs]-[A-Za-z0-9-]{10,}+)"),
            form("google-key", "AIza", "(?<value>\\bAIza[\\w-]{35}+)"),
            form("stripe-key", "k_live_", "(?<value>\\b[rs]k_live_[A-Za-z0-9]{16,}+)"),
            form("npm-token", "npm_", "(?<value>\\bnpm_[A-Za-z0-9]{36}+)"),
            form("api-key", "sk-", "(?<value>\\bsk-[\\w-]{20,}+)"),
            form("bearer-token", "", "(?i)\\bbearer\\s{1,4}+(?<value>[\\w~+/.-]{8,}+={0,2}+)"),
            form("basic-credentials", "", "(?i)\\bbasic\\s{1,4}+(?<value>[A-Za-z0-9+/]{12,}+={0,2}+)(?=\\s|\"|'|$)"),
            form(
                    "url-password",
                    "://",
                    "[a-zA-Z][a-zA-Z0-9+.-]{1,20}+://[^\\s/:@]{0,200}+:(?<value>[^\\s/@]{1,200}+)@"),
            assignment("\\s{0,3}+(?:=>|:=|=|:)\\s{0,3}+\"(?<value>[^\"\\r\\n]{3,4000}+)\"", SecretForm::isValue),
            assignment("\\s{0,3}+(?:=>|:=|=|:)\\s{0,3}+'(?<value>[^'\\r\\n]{3,4000}+)'", SecretForm::isValue),
            assignment("(?:[=:]|:\\s{1,3}+)(?<value>[^\\s\"',;&]{3,4000}+)", SecretForm::isValue),
            // With spaces around the sign it is often code, whose values name secrets without holding them.
            assignment(
                    "\\s{1,3}+(?:=>|:=|=)\\s{1,3}+(?<value>[^\\s\"',;&(){}\\[\\]]{3,4000}+)(?![(\\[])",
                    value -> isValue(value) && value.matches(".*[0-9!@#%^*+~].*")),
            new SecretForm(
                    "high-entropy",
                    SIGNS,
                    Pattern.compile("[A-Za-z_][\\w.-]{1,60}+[\"']?+\\s?+[=:]\\s?+[\"']?+"
                            + "(?<value>[A-Za-z0-9+/_=-]{24,500}+)(?![A-Za-z0-9+/_=.-])"),
                    SecretForm::looksRandom));

    static String mark(String kind) {
        return "[redacted:" + kind + "]";
    }

    boolean canOccurIn(String text) {
        return hints.isEmpty() || hints.stream().anyMatch(text::contains);
    }

    private static SecretForm form(String kind, String hint, String pattern) {
        return new SecretForm(
                kind, hint.isEmpty() ? List.of() : List.of(hint), Pattern.compile(pattern), value -> true);
    }

    /** {@code password=…}, {@code "api_key": "…"}, {@code DB_TOKEN: …} and the like. */
    private static SecretForm assignment(String sign, Predicate<String> test) {
        return new SecretForm("assigned-secret", SIGNS, Pattern.compile("(?i)" + NAME + sign), test);
    }

    /** Placeholders and types are no secrets. */
    private static boolean isValue(String value) {
        return !value.startsWith("[redacted:")
                && !value.startsWith("$")
                && !value.startsWith("{{")
                && !value.matches("(?i)(?:null|none|nil|true|false|undefined|string|str|int|\\*+|x{3,}|\\.{3}|=+)");
    }

    /** Letters of both cases and digits, spread as chance would spread them. */
    private static boolean looksRandom(String value) {
        return value.chars().anyMatch(c -> c >= '0' && c <= '9')
                && value.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                && value.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
                && entropy(value) >= 4.2;
    }

    /** Shannon entropy in bits for each character. */
    private static double entropy(String value) {
        int[] counts = new int[128];
        value.chars().forEach(c -> counts[c]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * (Math.log(share) / Math.log(2));
            }
        }
        return bits;
    }
}
